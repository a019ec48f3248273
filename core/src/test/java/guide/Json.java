package guide;

import static guide.Json.Player.PLAYER;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.JsonPath;
import dev.kinglet.jackson.JacksonMapper;
import dev.kinglet.model.Column;
import dev.kinglet.model.JsonColumn;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.JsonRows;
import dev.kinglet.type.DataType;
import dev.kinglet.type.JsonType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The regions of the page on JSON, in Java. */
public final class Json {
    private Json() {}

    // region declared
    public record Theme(String name, int size) {}

    public record Settings(Theme theme, List<String> tags) {}

    public static class Player extends Model<Long> {
        public static final Players PLAYER = new Players();

        public static class Players extends Table<Player, Long> {
            public final Column<Long> id = autoId();
            public final JsonColumn<Settings> settings = json(Settings.class);
            public final JsonColumn<@Nullable List<Theme>> themes =
                    json(new JsonType<List<Theme>>() {}).nullable();
            public final JsonColumn<Object> notes = json().defaultTo(Map.of());

            Players() {
                super(Player::new);
                index(settings.at("theme").at("name").asText()).named("player_theme");
            }
        }
    }

    // endregion

    static Object stored() {
        // region stored
        PLAYER.insert(
                        PLAYER.settings.to(new Settings(new Theme("dark", 12), List.of("a", "b"))),
                        PLAYER.notes.to(Map.of("seen", 3, "by", List.of("huey", true))))
                .execute();
        Player player = PLAYER.get(1L);
        String name = player.get(PLAYER.settings).theme().name(); // "dark"
        Object notes = player.get(PLAYER.notes); // {"by": ["huey", true], "seen": 3L}
        // endregion
        return name + notes;
    }

    static DataType<Settings> mapper() {
        // region mapper
        ObjectMapper mapper =
                new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        DataType<Settings> type = DataType.json(Settings.class, new JacksonMapper(mapper));
        // endregion
        return type;
    }

    static List<Long> paths() {
        // region paths
        PLAYER.where(PLAYER.settings.at("theme").at("name").eq("dark")).list();
        PLAYER.where(PLAYER.settings.at(JsonPath.of("tags", -1)).in("b", "c")).list();
        PLAYER.where(PLAYER.notes.at("seen").asLong().ge(3L)).list();
        return PLAYER.where(PLAYER.settings.at("theme").eq(new Theme("dark", 12)))
                .values(PLAYER.id);
        // endregion
    }

    static List<@Nullable Theme> typed() {
        // region typed
        List<@Nullable Object> tags = PLAYER.select().values(PLAYER.settings.at("tags").at(0));
        return PLAYER.select().values(PLAYER.settings.at("theme").asJson(Theme.class));
        // endregion
    }

    static long contained() {
        // region contained
        PLAYER.where(PLAYER.settings.contains(Map.of("theme", Map.of("name", "dark")))).list();
        PLAYER.where(PLAYER.settings.at("tags").contains("a")).list();
        PLAYER.where(PLAYER.settings.at("tags").containedBy(List.of("a", "b", "c"))).list();
        return PLAYER.where(PLAYER.notes.hasAllKeys(List.of("seen", "by"))).count();
        // endregion
    }

    static Object changed() {
        // region changed
        PLAYER.update(PLAYER.notes.to(PLAYER.notes.set("seen", 4).remove("by")))
                .where(PLAYER.id.eq(1L))
                .execute();
        PLAYER.update(PLAYER.settings.changed(s -> s.append(JsonPath.of("tags"), "c")))
                .where(PLAYER.id.eq(1L))
                .execute();
        // endregion
        return PLAYER.get(1L).get(PLAYER.settings).tags();
    }

    static Object counted() {
        // region counted
        PLAYER.update(
                        PLAYER.notes.changed(
                                n -> n.set("seen", PLAYER.notes.at("seen").asLong().plus(1L))))
                .all()
                .execute();
        // endregion
        return PLAYER.get(1L).get(PLAYER.notes);
    }

    static List<@Nullable String> rows() {
        // region rows
        JsonRows tag = JsonRows.each(PLAYER.settings.at("tags"), "tag");
        return PLAYER.select()
                .crossJoin(tag)
                .orderBy(PLAYER.id, tag.index())
                .values(tag.value().asText());
        // endregion
    }

    static List<@Nullable Object> aggregated() {
        // region aggregated
        return PLAYER.select().values(Fn.jsonAgg(PLAYER.settings.at("theme").at("name")));
        // endregion
    }

    static void ordered() {
        // region ordered
        PLAYER.where(PLAYER.notes.at("seen").gt(3)).list();
        // endregion
    }

    static long found() {
        // region found
        return PLAYER.where(PLAYER.settings.pathExists("$.theme ? (@.size > 10)")).count();
        // endregion
    }
}

package tour;

import static tour.JsonCaller.Player.PLAYER;

import dev.kinglet.Database;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.JsonExpr;
import dev.kinglet.expr.JsonPath;
import dev.kinglet.jackson.JacksonMapper;
import dev.kinglet.model.Column;
import dev.kinglet.model.JsonColumn;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.JsonRows;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import dev.kinglet.type.JsonType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON columns from Java. */
public final class JsonCaller {

    /** A theme. */
    public record Theme(String name, double size) {}

    /** What a player has set. */
    public record Settings(Theme theme, List<String> tags) {}

    public static class Player extends Model<Long> {
        public static final Players PLAYER = new Players();

        public static class Players extends Table<Player, Long> {
            public final Column<Long> id = autoId();
            public final JsonColumn<Settings> settings = json(Settings.class);
            public final JsonColumn<@Nullable List<Theme>> themes =
                    json(new JsonType<List<Theme>>() {}).nullable().comment("all of them");
            public final JsonColumn<Object> notes = json().defaultTo(Map.of()).named("remarks");
            public final JsonColumn<Theme> own =
                    json(DataType.json(Theme.class, new JacksonMapper()))
                            .databaseDefault(new Theme("plain", 1));

            Players() {
                super(Player::new);
                named("player");
            }
        }

        public Settings getSettings() {
            return get(PLAYER.settings);
        }
    }

    /** Writing, reading, asking and changing. */
    public void all(Database db) {
        Settings dark = new Settings(new Theme("dark", 1.5), List.of("a", "b"));
        Settings light = new Settings(new Theme("light", 1), List.of());
        Player first = new Player();
        first.set(PLAYER.settings, dark);
        first.set(PLAYER.themes, List.of(new Theme("mine", 2)));
        first.set(PLAYER.notes, Map.of("seen", 1, "by", List.of("x", true)));
        first.save();
        PLAYER.insert(PLAYER.settings.to(light)).execute();

        check(PLAYER.get(1L).getSettings(), dark);
        check(PLAYER.get(1L).get(PLAYER.themes), List.of(new Theme("mine", 2)));
        check(PLAYER.get(2L).get(PLAYER.themes), null);
        check(PLAYER.get(2L).get(PLAYER.own), new Theme("plain", 1));
        check(PLAYER.get(1L).get(PLAYER.notes), Map.of("seen", 1L, "by", List.of("x", true)));

        JsonExpr<@Nullable Object> name = PLAYER.settings.at("theme").at("name");
        check(PLAYER.where(name.eq("dark")).values(PLAYER.id), List.of(1L));
        check(PLAYER.where(name.in("dark", "light")).count(), 2L);
        check(PLAYER.where(PLAYER.settings.at(JsonPath.of("tags", -1)).eq("b")).count(), 1L);
        check(PLAYER.where(PLAYER.settings.at("tags").contains("a")).count(), 1L);
        check(PLAYER.where(PLAYER.settings.contains(Map.of("tags", List.of()))).count(), 2L);
        check(PLAYER.where(PLAYER.settings.at("tags").containedBy(List.of("a"))).count(), 1L);
        check(PLAYER.where(PLAYER.notes.hasKey("seen")).count(), 1L);
        check(PLAYER.where(PLAYER.notes.hasAllKeys(List.of("seen", "by"))).count(), 1L);
        check(PLAYER.where(PLAYER.notes.hasAnyKey(List.of("no", "by"))).count(), 1L);
        check(PLAYER.where(PLAYER.settings.at("tags").contains(PLAYER.notes)).count(), 0L);
        check(one(PLAYER.settings.at("theme").asJson(Theme.class)), new Theme("dark", 1.5));
        check(
                one(PLAYER.settings.at("tags").asJson(new JsonType<List<String>>() {})),
                List.of("a", "b"));
        check(one(PLAYER.settings.at("tags").at(0).asText()), "a");
        check(one(PLAYER.settings.at("theme").at("size").asDouble()), 1.5);
        check(one(PLAYER.settings.at("theme").at("size").asDecimal()), new BigDecimal("1.5"));
        check(one(PLAYER.settings.at("theme").at("size").asLong()), null);
        check(one(PLAYER.notes.at("seen").asInt()), 1);
        check(one(PLAYER.notes.at("by").at(1).asBoolean()), true);
        check(one(PLAYER.notes.at("by").jsonType()), "array");
        check(one(PLAYER.notes.at("by").length()), 2);
        check(one(Fn.toJson(PLAYER.id)), 1L);
        check(one(Fn.json(PLAYER.notes.coalesce(PLAYER.notes)).at("seen").asInt()), 1);

        change(PLAYER.notes.set("seen", 2).set(JsonPath.of("more", "deep"), null));
        change(PLAYER.notes.insert("new", 1).insert(JsonPath.of("new", "no"), 1));
        change(PLAYER.notes.replace("new", "n").replace(JsonPath.of("by", 0), "y"));
        change(PLAYER.notes.append(JsonPath.of("by"), 3).remove(JsonPath.of("by", 1)));
        change(PLAYER.notes.merge(Map.of("seen", 9)).remove("more").append("no array"));
        check(one(PLAYER.notes), Map.of("seen", 9L, "by", List.of("y", 3L), "new", "n"));
        PLAYER.update(PLAYER.settings.changed(s -> s.set(JsonPath.of("theme", "name"), "blue")))
                .where(PLAYER.id.eq(1L))
                .execute();
        check(PLAYER.get(1L).getSettings().theme(), new Theme("blue", 1.5));

        JsonRows tag = JsonRows.each(PLAYER.settings.at("tags"), "tag");
        check(
                PLAYER.select().crossJoin(tag).orderBy(tag.index()).values(tag.value().asText()),
                List.of("a", "b"));
        check(PLAYER.where(Fn.exists(tag.select(tag.key()))).count(), 1L);
        JsonRows node = JsonRows.tree(PLAYER.settings, "node");
        check(
                PLAYER.select().crossJoin(node).where(node.key().eq("size")).values(node.path()),
                List.of("$.theme.size", "$.theme.size"));
        check(
                PLAYER.select().values(Fn.jsonAgg(PLAYER.id).orderBy(PLAYER.id.desc())),
                List.of(List.of(2L, 1L)));
        check(
                PLAYER.select().values(Fn.jsonObjectAgg(Fn.value("k"), Fn.value(1))),
                List.of(Map.of("k", 1L)));
        if (db.dialect() == Dialect.POSTGRES) {
            check(PLAYER.where(PLAYER.settings.pathExists("$.tags[*] ? (@ == \"a\")")).count(), 1L);
            check(PLAYER.where(PLAYER.settings.pathMatches("$.theme.size > 1")).count(), 1L);
            check(one(PLAYER.settings.pathQuery("$.tags[*]")), List.of("a", "b"));
        }
    }

    private static void change(JsonExpr<Object> changed) {
        PLAYER.update(PLAYER.notes.to(changed)).where(PLAYER.id.eq(1L)).execute();
    }

    private static @Nullable Object one(dev.kinglet.expr.Expr<?> expr) {
        return PLAYER.select().where(PLAYER.id.eq(1L)).values(expr).get(0);
    }

    private static void check(@Nullable Object there, @Nullable Object expected) {
        if (!java.util.Objects.equals(there, expected)) {
            throw new AssertionError(there + " in place of " + expected);
        }
    }
}

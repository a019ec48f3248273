package tour;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;
import static tour.SchemaCaller.Crate.CRATE;
import static tour.SchemaCaller.Full.FULL;
import static tour.SchemaCaller.Item.ITEM;

import dev.kinglet.Database;
import dev.kinglet.Schema;
import dev.kinglet.SchemaStatement;
import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schema from Java: what a constructor says of a table, and each method of the room. */
public final class SchemaCaller {
    private SchemaCaller() {}

    public static class Crate extends Model<CompositeKey> {
        public static final Crates CRATE = new Crates();

        public static class Crates extends Table<Crate, CompositeKey> {
            public final Column<String> place = varchar(20);
            public final Column<Integer> number = integer();
            public final Column<Integer> code = integer();

            Crates() {
                super(Crate::new);
                primaryKey(place, number);
                uniqueIndex(code, place);
                check(number.gt(0));
                withoutRowid();
                strict();
                comment("where things are");
            }
        }
    }

    public static class Item extends Model<Long> {
        public static final Items ITEM = new Items();

        public static class Items extends Table<Item, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final Column<@Nullable String> place = varchar(20).nullable();
            public final Column<@Nullable Integer> number = integer().nullable();
            public final Column<@Nullable Integer> code = integer().nullable();
            public final ForeignKey<Item, @Nullable Item, @Nullable Long> part =
                    foreignKey(Item.class)
                            .nullable()
                            .onUpdate(OnDelete.CASCADE)
                            .deferrable()
                            .constraint("item_part");
            public final ForeignKey<Item, @Nullable Item, @Nullable Long> spare =
                    foreignKey(Item.class).nullable().deferred();
            public final CompositeForeignKey<Item, @Nullable Crate> crate =
                    foreignKey(Crate.class, List.of(place, number))
                            .nullable()
                            .onDelete(OnDelete.SET_NULL)
                            .onUpdate(OnDelete.CASCADE)
                            .deferred()
                            .constraint("item_crate");
            public final CompositeForeignKey<Item, @Nullable Crate> other =
                    foreignKey(
                                    Crate.class,
                                    List.of(code, place),
                                    () -> List.of(CRATE.code, CRATE.place))
                            .nullable();

            Items() {
                super(Item::new);
                index(name.desc(), number);
                check("item_name", name.ne(""));
            }
        }
    }

    public static class Full extends Model<Void> {
        public static final Fulls FULL = new Fulls();

        public static class Fulls extends Table<Full, Void> {
            public final Column<@Nullable String> place = text().nullable();

            Fulls() {
                super(Full::new);
                view(() -> ITEM.select(ITEM.place).where(ITEM.number.gt(0)));
            }
        }
    }

    /** What the declarations say of themselves. */
    public static List<Object> declared() {
        Index index = Objects.requireNonNull(ITEM.indexes().get(0));
        CompositeForeignKey crate = ITEM.crate;
        List<Object> said = new ArrayList<>();
        said.add(index.parts().size());
        said.add(Objects.requireNonNull(index.columns()));
        said.add(index.isUnique());
        said.add(index.isNullsNotDistinct());
        said.add(index.method());
        said.add(index.included());
        said.add(index.condition() == null && index.operators() == null);
        said.add(index.givenName() == null && index.table() == ITEM);
        said.add(crate.columns());
        said.add(crate.target() == CRATE);
        said.add(ITEM.other.targetColumns());
        said.add(crate.onDelete() + " " + crate.onUpdate() + " " + crate.deferral());
        said.add(String.valueOf(crate.givenName()));
        said.add(ITEM.part.onUpdate() + " " + ITEM.part.deferral() + " " + ITEM.part.constraint());
        said.add(CRATE.options().withoutRowid() && CRATE.options().strict());
        said.add(String.valueOf(CRATE.comment()));
        said.add(FULL.asView() != null && ITEM.asView() == null);
        said.add(ITEM.compositeForeignKeys().size());
        return said;
    }

    /** Makes, reads, compares, changes and drops; answers what differed after each. */
    public static List<SchemaDifference> all(Database db) {
        Schema schema = db.schema();
        List<SchemaDifference> differences = new ArrayList<>();
        SchemaStatement create = schema.create(ITEM, FULL);
        List<SchemaChange> changes = create.changes();
        List<String> sql = create.sql();
        if (sql.isEmpty() || changes.isEmpty()) {
            throw new AssertionError();
        }
        create.execute();
        schema.create(ITEM).ifNotExists(true).execute();
        differences.addAll(schema.check(ITEM, CRATE, FULL));
        differences.addAll(schema.check(schema.declared(ITEM)));
        @Nullable TableInfo item = schema.table("item");
        SchemaInfo all = schema.read();
        if (item == null
                || all.table("item") == null
                || schema.tables().size() != 2
                || schema.views().size() != 1
                || schema.sequences().size() + schema.enums().size() != 0
                || !schema.exists("item")
                || !schema.exists(ITEM)) {
            throw new AssertionError(all.toString());
        }
        String text =
                schema.sqlType(DataType.varchar(20)) + " " + schema.literal(DataType.TEXT, "it's");
        if (!text.equals("varchar(20) 'it''s'")) {
            throw new AssertionError(text);
        }
        schema.createIndex(
                        Index.on(ITEM, ITEM.name)
                                .unique()
                                .where(ITEM.name.ne("x"))
                                .named("item_name_once"))
                .ifNotExists(false)
                .execute();
        schema.dropIndex("item_name_once").ifExists(false).execute();
        schema.createView("a_view", ITEM.select(ITEM.id)).ifNotExists(true).execute();
        schema.createView("a_view", ITEM.select(ITEM.id)).orReplace().execute();
        schema.dropView("a_view").execute();
        schema.createTableAs("copy", ITEM.select(ITEM.id)).execute();
        schema.dropTable("copy").execute();
        schema.truncate(ITEM, CRATE).restartIdentity().execute();
        schema.change(List.of()).execute();
        schema.create(USER, TWEET).execute();
        schema.drop(USER, TWEET, Models.Team.TEAM).execute();
        if (db.dialect() == Dialect.POSTGRES) {
            postgres(db);
        }
        schema.drop(FULL, ITEM, CRATE).execute();
        return differences;
    }

    private static void postgres(Database db) {
        Schema schema = db.schema();
        schema.createSequence("s").start(2).increment(3).ifNotExists(false).execute();
        schema.dropSequence("s").restrict().execute();
        schema.createEnum("e", "a").execute();
        schema.dropEnum("e").execute();
        schema.createView("m", ITEM.select(ITEM.id)).materialized().execute();
        schema.refresh("m").execute();
        schema.dropMaterializedView("m").cascade().execute();
        schema.createIndex(
                        Index.on(ITEM, ITEM.name)
                                .unique()
                                .nullsNotDistinct()
                                .using("btree")
                                .operators("text_pattern_ops")
                                .include(ITEM.number)
                                .named("i"))
                .concurrently()
                .execute();
        schema.truncate(CRATE).cascade().execute();
        db.inSchema("apart").schema().createSchema().execute();
        db.inSchema("apart").schema().dropSchema().execute();
        schema.dropTable("item").cascade().execute();
        schema.create(ITEM).execute();
        schema.addForeignKey(ITEM.part).execute();
        schema.createView("t", ITEM.select(ITEM.id)).temporary().sql().clear();
        schema.create(CRATE).temporary().sql().clear();
    }
}

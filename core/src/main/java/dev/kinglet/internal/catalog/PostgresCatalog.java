package dev.kinglet.internal.catalog;

import dev.kinglet.internal.plan.SqlTypes;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's catalogue, from version 12 on. One statement a kind of thing. */
final class PostgresCatalog extends Catalog {
    private static final String COLUMNS =
            "select c.relname as of, a.attname as name,"
                    + " format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,"
                    + " pg_get_expr(d.adbin, d.adrelid) as sql, cast(a.attidentity as text) as"
                    + " identity, cast(a.attgenerated as text) as generated, case when"
                    + " a.attcollation <> t.typcollation then l.collname end as collation,"
                    + " col_description(c.oid, a.attnum) as comment from pg_attribute a join"
                    + " pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid ="
                    + " c.relnamespace join pg_type t on t.oid = a.atttypid left join pg_attrdef d"
                    + " on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_collation l"
                    + " on l.oid = a.attcollation where @kinds and a.attnum > 0 and not"
                    + " a.attisdropped and @which order by c.relname, a.attnum";

    private static final String TABLES =
            "select n.nspname as schema, c.relname as name, s.spcname as tablespace,"
                    + " obj_description(c.oid, 'pg_class') as comment from pg_class c join"
                    + " pg_namespace n on n.oid = c.relnamespace left join pg_tablespace s on s.oid"
                    + " = c.reltablespace where @kinds and @which order by c.relname";

    /** A row for each column of a key; one for a check. */
    private static final String CONSTRAINTS =
            "select c.relname as of, k.conname as name, cast(k.contype as text) as kind, a.attname"
                    + " as own, nullif(fn.nspname, n.nspname) as target_schema, f.relname as"
                    + " target, fa.attname as other, cast(k.confdeltype as text) as deleted,"
                    + " cast(k.confupdtype as text) as updated, k.condeferrable as deferrable,"
                    + " k.condeferred as deferred, pg_get_expr(k.conbin, k.conrelid) as sql from"
                    + " pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n"
                    + " on n.oid = c.relnamespace left join pg_class f on f.oid = k.confrelid left"
                    + " join pg_namespace fn on fn.oid = f.relnamespace left join lateral"
                    + " unnest(k.conkey, k.confkey) with ordinality as p(own, other, place) on"
                    + " k.contype <> 'c' left join pg_attribute a on a.attrelid = k.conrelid and"
                    + " a.attnum = p.own left join pg_attribute fa on fa.attrelid = k.confrelid and"
                    + " fa.attnum = p.other where k.contype in ('p', 'f', 'c') and k.conparentid ="
                    + " 0 and @kinds and @which order by c.relname, k.conname, p.place";

    /** A row for each part of an index. */
    private static final String INDEXES =
            "select c.relname as of, x.relname as name, m.amname as method, i.indisunique as"
                    + " is_unique, to_jsonb(i) ->> 'indnullsnotdistinct' as nulls_not_distinct,"
                    + " pg_get_expr(i.indpred, i.indrelid) as predicate, p.place <= i.indnkeyatts"
                    + " as keyed, case when p.attnum <> 0 then a.attname end as own, case when"
                    + " p.attnum = 0 then pg_get_indexdef(i.indexrelid, cast(p.place as integer),"
                    + " true) end as expression, coalesce(i.indoption[p.place - 1], 0) as options,"
                    + " case when l.oid <> coalesce(a.attcollation, l.oid) then l.collname end as"
                    + " collation, case when not o.opcdefault then o.opcname end as operators,"
                    + " exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and"
                    + " k.contype in ('u', 'x')) as is_constraint from pg_index i join pg_class c"
                    + " on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace join"
                    + " pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam join"
                    + " lateral unnest(i.indkey) with ordinality as p(attnum, place) on true left"
                    + " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = p.attnum left"
                    + " join pg_collation l on l.oid = i.indcollation[p.place - 1] left join"
                    + " pg_opclass o on o.oid = i.indclass[p.place - 1] where not i.indisprimary"
                    + " and @kinds and @which order by c.relname, x.relname, p.place";

    private static final String VIEWS =
            "select n.nspname as schema, c.relname as name, c.relkind = 'm' as materialized,"
                    + " pg_get_viewdef(c.oid) as sql from pg_class c join pg_namespace n on n.oid ="
                    + " c.relnamespace where @kinds and @which order by c.relname";

    private static final String SEQUENCES =
            "select n.nspname as schema, c.relname as name, format_type(s.seqtypid, null) as type,"
                    + " s.seqstart as first, s.seqincrement as step, s.seqmin as least, s.seqmax as"
                    + " most, s.seqcycle as cycles, o.relname || '.' || a.attname as owner from"
                    + " pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on"
                    + " n.oid = c.relnamespace left join pg_depend d on d.objid = c.oid and"
                    + " d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass"
                    + " and d.deptype in ('a', 'i') left join pg_class o on o.oid = d.refobjid left"
                    + " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
                    + " where d.deptype is distinct from 'i' and @which order by c.relname";

    private static final String ENUMS =
            "select n.nspname as schema, c.typname as name, e.enumlabel as label from pg_type c"
                    + " join pg_namespace n on n.oid = c.typnamespace join pg_enum e on e.enumtypid"
                    + " = c.oid where @which order by c.typname, e.enumsortorder";

    private static final String ORDINARY = "c.relkind in ('r', 'p') and not c.relispartition";
    private static final String VIEW = "c.relkind in ('v', 'm')";

    private final @Nullable String schema;

    PostgresCatalog(QueryExecutor database, @Nullable String schema) {
        super(database);
        this.schema = schema;
    }

    @Override
    public List<TableInfo> tables(@Nullable String name) {
        List<Row> found = ask(TABLES, ORDINARY, name);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, List<Row>> columns = by(ask(COLUMNS, ORDINARY, name), "of");
        Map<String, List<Row>> constraints = by(ask(CONSTRAINTS, ORDINARY, name), "of");
        Map<String, List<Row>> indexes = by(ask(INDEXES, ORDINARY, name), "of");
        List<TableInfo> tables = new ArrayList<>();
        for (Row row : found) {
            String table = row.text("name");
            String tablespace = row.find("tablespace");
            List<Row> rules = constraints.getOrDefault(table, List.of());
            tables.add(
                    new TableInfo(
                            new SchemaName(row.text("schema"), table),
                            columns(columns.getOrDefault(table, List.of())),
                            primaryKey(rules),
                            foreignKeys(rules),
                            indexes(indexes.getOrDefault(table, List.of())),
                            checks(rules),
                            tablespace == null
                                    ? Table.Options.NONE
                                    : new Table.Options(false, false, false, tablespace),
                            row.find("comment")));
        }
        return tables;
    }

    @Override
    public List<SchemaInfo.View> views() {
        Map<String, List<Row>> columns = by(ask(COLUMNS, VIEW, null), "of");
        List<SchemaInfo.View> views = new ArrayList<>();
        for (Row row : ask(VIEWS, VIEW, null)) {
            String sql = row.text("sql").strip();
            views.add(
                    new SchemaInfo.View(
                            new SchemaName(row.text("schema"), row.text("name")),
                            row.is("materialized"),
                            columns(columns.getOrDefault(row.text("name"), List.of())),
                            sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql));
        }
        return views;
    }

    @Override
    public List<SchemaInfo.Sequence> sequences() {
        return ask(SEQUENCES, "", null).stream()
                .map(
                        row ->
                                new SchemaInfo.Sequence(
                                        new SchemaName(row.text("schema"), row.text("name")),
                                        row.text("type"),
                                        row.number("first"),
                                        row.number("step"),
                                        row.number("least"),
                                        row.number("most"),
                                        row.is("cycles"),
                                        row.find("owner")))
                .toList();
    }

    @Override
    public List<SchemaInfo.Enum> enums() {
        List<SchemaInfo.Enum> enums = new ArrayList<>();
        by(ask(ENUMS, "", null), row -> new SchemaName(row.text("schema"), row.text("name")))
                .forEach(
                        (name, rows) ->
                                enums.add(
                                        new SchemaInfo.Enum(
                                                name,
                                                rows.stream()
                                                        .map(row -> row.text("label"))
                                                        .toList())));
        return enums;
    }

    @Override
    public boolean exists(String name) {
        return !ask(TABLES, "c.relkind in ('r', 'p', 'v', 'm', 'f')", name).isEmpty();
    }

    @Override
    public boolean counts(String table) {
        return false;
    }

    /** One thing is found as a statement would find it, all are those of the schema. */
    private List<Row> ask(String sql, String kinds, @Nullable String name) {
        String asked = sql.replace("@kinds", kinds);
        if (schema != null) {
            return name == null
                    ? Row.all(database, asked.replace("@which", "n.nspname = {0}"), schema)
                    : Row.all(
                            database,
                            asked.replace("@which", "n.nspname = {0} and c.relname = {1}"),
                            schema,
                            name);
        }
        return name == null
                ? Row.all(database, asked.replace("@which", "n.nspname = current_schema()"))
                : Row.all(
                        database,
                        asked.replace("@which", "c.oid = to_regclass(quote_ident({0}))"),
                        name);
    }

    private static List<TableInfo.Column> columns(List<Row> rows) {
        List<TableInfo.Column> columns = new ArrayList<>();
        for (Row row : rows) {
            String type = SqlTypes.normal(row.text("type"), Dialect.POSTGRES);
            String sql = row.find("sql");
            String generated = row.text("generated");
            columns.add(
                    new TableInfo.Column(
                            row.text("name"),
                            type,
                            SqlTypes.of(type, Dialect.POSTGRES),
                            row.is("nullable"),
                            generated.isEmpty() ? sql : null,
                            switch (row.text("identity")) {
                                case "d" -> TableInfo.Identity.BY_DEFAULT;
                                case "a" -> TableInfo.Identity.ALWAYS;
                                default -> TableInfo.Identity.NONE;
                            },
                            generated.isEmpty() || sql == null
                                    ? null
                                    : new TableInfo.Generated(
                                            SqlText.unwrapped(sql), generated.equals("s")),
                            row.find("collation"),
                            row.find("comment")));
        }
        return columns;
    }

    private static TableInfo.@Nullable PrimaryKey primaryKey(List<Row> constraints) {
        List<Row> parts = constraints.stream().filter(row -> kind(row, "p")).toList();
        return parts.isEmpty()
                ? null
                : new TableInfo.PrimaryKey(parts.get(0).text("name"), texts(parts, "own"));
    }

    private static List<TableInfo.ForeignKey> foreignKeys(List<Row> constraints) {
        List<TableInfo.ForeignKey> keys = new ArrayList<>();
        by(constraints.stream().filter(row -> kind(row, "f")).toList(), "name")
                .forEach(
                        (name, parts) -> {
                            Row row = parts.get(0);
                            keys.add(
                                    new TableInfo.ForeignKey(
                                            name,
                                            texts(parts, "own"),
                                            new SchemaName(
                                                    row.find("target_schema"), row.text("target")),
                                            texts(parts, "other"),
                                            rule(row.text("deleted")),
                                            rule(row.text("updated")),
                                            row.is("deferred")
                                                    ? Deferral.DEFERRED
                                                    : row.is("deferrable")
                                                            ? Deferral.DEFERRABLE
                                                            : Deferral.NONE));
                        });
        keys.sort(Comparator.comparing(key -> key.columns().toString()));
        return keys;
    }

    private static List<TableInfo.Check> checks(List<Row> constraints) {
        return constraints.stream()
                .filter(row -> kind(row, "c"))
                .map(
                        row ->
                                new TableInfo.Check(
                                        row.text("name"), SqlText.unwrapped(row.text("sql"))))
                .toList();
    }

    private static List<TableInfo.Index> indexes(List<Row> rows) {
        List<TableInfo.Index> indexes = new ArrayList<>();
        by(rows, "name")
                .forEach(
                        (name, parts) -> {
                            Row row = parts.get(0);
                            String where = row.find("predicate");
                            indexes.add(
                                    new TableInfo.Index(
                                            name,
                                            parts.stream()
                                                    .filter(part -> part.is("keyed"))
                                                    .map(PostgresCatalog::part)
                                                    .toList(),
                                            row.is("is_unique"),
                                            "true".equals(row.find("nulls_not_distinct")),
                                            row.text("method"),
                                            parts.stream()
                                                    .filter(part -> !part.is("keyed"))
                                                    .map(part -> part.text("own"))
                                                    .toList(),
                                            where == null ? null : SqlText.unwrapped(where),
                                            row.is("is_constraint")));
                        });
        return indexes;
    }

    /** Of the options the first bit says descending, the second nulls first. */
    private static TableInfo.Part part(Row row) {
        boolean descending = (row.number("options") & 1) != 0;
        boolean nullsFirst = (row.number("options") & 2) != 0;
        String expression = row.find("expression");
        return new TableInfo.Part(
                row.find("own"),
                expression == null ? null : SqlText.unwrapped(expression),
                row.find("collation"),
                row.find("operators"),
                descending,
                descending == nullsFirst ? null : (Boolean) nullsFirst);
    }

    private static OnDelete rule(String letter) {
        return switch (letter) {
            case "c" -> OnDelete.CASCADE;
            case "r" -> OnDelete.RESTRICT;
            case "n" -> OnDelete.SET_NULL;
            case "d" -> OnDelete.SET_DEFAULT;
            default -> OnDelete.NO_ACTION;
        };
    }

    private static boolean kind(Row row, String kind) {
        return Objects.equals(row.find("kind"), kind);
    }

    private static List<String> texts(List<Row> rows, String column) {
        return rows.stream().map(row -> row.text(column)).toList();
    }
}

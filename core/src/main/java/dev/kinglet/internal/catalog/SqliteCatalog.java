package dev.kinglet.internal.catalog;

import dev.kinglet.internal.plan.DdlRenderer;
import dev.kinglet.internal.plan.SqlTypes;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's catalogue: its pragmas, asked as tables so that one statement asks for all, and the text
 * of CREATE statements for what they leave out.
 */
final class SqliteCatalog extends Catalog {
    private static final String TABLES =
            "select m.name as name, m.sql as sql, l.wr as without_rowid, l.strict as strict,"
                    + " coalesce(l.type, 'table') as kind from"
                    + " @schema.sqlite_schema m left join pragma_table_list l on l.schema = {0} and"
                    + " l.name = m.name where m.type = 'table' and m.name not like 'sqlite\\_%'"
                    + " escape '\\' and coalesce(l.type, 'table') in ('table', 'virtual') and @which order by"
                    + " m.name";

    private static final String COLUMNS =
            "select m.name as \"of\", c.name as name, c.type as type, c.\"notnull\" as not_null,"
                    + " c.dflt_value as sql, c.pk as pk, c.hidden as hidden from"
                    + " @schema.sqlite_schema m join pragma_table_xinfo(m.name, {0}) c where m.type"
                    + " in ('table', 'view') and @which order by m.name, c.cid";

    private static final String FOREIGN_KEYS =
            "select m.name as \"of\", f.id as id, f.\"table\" as target, f.\"from\" as own,"
                    // what refers to a table alone refers to its primary key
                    + " coalesce(f.\"to\", (select p.name from pragma_table_xinfo(f.\"table\", {0})"
                    + " p where p.pk = f.seq + 1)) as other, f.on_update as updated, f.on_delete as deleted from"
                    + " @schema.sqlite_schema m join pragma_foreign_key_list(m.name, {0}) f where"
                    + " m.type = 'table' and @which order by m.name, f.id, f.seq";

    private static final String INDEXES =
            "select m.name as \"of\", i.name as name, i.\"unique\" as is_unique, i.origin as origin,"
                    + " x.name as own, x.\"desc\" as descending, x.coll as collation, s.sql as sql"
                    + " from @schema.sqlite_schema m join pragma_index_list(m.name, {0}) i join"
                    + " pragma_index_xinfo(i.name, {0}) x left join @schema.sqlite_schema s on"
                    + " s.type = 'index' and s.name = i.name where m.type = 'table' and i.origin <>"
                    + " 'pk' and x.key = 1 and @which order by m.name, i.name, x.seqno";

    private static final String VIEWS =
            "select m.name as name, m.sql as sql from @schema.sqlite_schema m where m.type ="
                    + " 'view' and @which order by m.name";

    private static final String TRIGGERS =
            "select m.name as name, m.tbl_name as target, m.sql as sql from @schema.sqlite_schema m"
                    + " where m.type = 'trigger' order by m.name";

    private final String schema;

    SqliteCatalog(QueryExecutor database, @Nullable String schema) {
        super(database);
        this.schema = schema == null ? "main" : schema;
    }

    @Override
    public List<TableInfo> tables(@Nullable String name) {
        List<Row> found = ask(TABLES, name);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, List<Row>> columns = by(ask(COLUMNS, name), "of");
        Map<String, List<Row>> foreignKeys = by(ask(FOREIGN_KEYS, name), "of");
        Map<String, List<Row>> indexes = by(ask(INDEXES, name), "of");
        boolean virtual = found.stream().anyMatch(row -> row.text("kind").equals("virtual"));
        List<Row> triggers = virtual ? ask(TRIGGERS, null) : List.of();
        List<TableInfo> tables = new ArrayList<>();
        for (Row row : found) {
            String table = row.text("name");
            if (row.text("kind").equals("virtual")) {
                tables.add(virtual(row, columns.getOrDefault(table, List.of()), triggers));
                continue;
            }
            SqliteStatement sql = SqliteStatement.table(row.text("sql"));
            List<Row> own = columns.getOrDefault(table, List.of());
            List<String> key = primaryKey(own);
            tables.add(
                    new TableInfo(
                            new SchemaName(schema, table),
                            columns(own, sql, row.is("without_rowid")),
                            key.isEmpty()
                                    ? null
                                    : new TableInfo.PrimaryKey(sql.primaryKeyName(), key),
                            foreignKeys(foreignKeys.getOrDefault(table, List.of()), sql),
                            indexes(indexes.getOrDefault(table, List.of()), sql),
                            sql.checks().stream()
                                    .sorted(
                                            Comparator.comparing(
                                                    check -> String.valueOf(check.name())))
                                    .toList(),
                            new Table.Options(
                                    row.is("without_rowid"),
                                    row.is("strict"),
                                    sql.isCounted(),
                                    null),
                            null));
        }
        return tables;
    }

    private TableInfo virtual(Row row, List<Row> columns, List<Row> triggers) {
        String table = row.text("name");
        List<TableInfo.Trigger> own = new ArrayList<>();
        for (String event : List.of("insert", "update", "delete")) {
            for (Row trigger : triggers) {
                if (trigger.text("name").equalsIgnoreCase(table + "_" + event)) {
                    own.add(
                            new TableInfo.Trigger(
                                    trigger.text("name"),
                                    new SchemaName(schema, trigger.text("target")),
                                    SqliteStatement.trigger(trigger.text("sql"))));
                }
            }
        }
        return new TableInfo(
                new SchemaName(schema, table),
                columns(columns, SqliteStatement.table(""), true),
                null,
                List.of(),
                List.of(),
                List.of(),
                Table.Options.NONE,
                null,
                SqliteStatement.using(row.text("sql")),
                own);
    }

    @Override
    public List<SchemaInfo.View> views() {
        Map<String, List<Row>> columns = by(ask(COLUMNS, null), "of");
        List<SchemaInfo.View> views = new ArrayList<>();
        for (Row row : ask(VIEWS, null)) {
            List<Row> own = columns.getOrDefault(row.text("name"), List.of());
            views.add(
                    new SchemaInfo.View(
                            new SchemaName(schema, row.text("name")),
                            false,
                            columns(own, SqliteStatement.table(""), true),
                            SqliteStatement.view(row.text("sql"))));
        }
        return views;
    }

    @Override
    public List<SchemaInfo.Sequence> sequences() {
        return List.of();
    }

    @Override
    public List<SchemaInfo.Enum> enums() {
        return List.of();
    }

    @Override
    public boolean exists(String name) {
        String from = quoted() + ".sqlite_schema";
        String type = " where type in ('table', 'view') and name = {0} collate nocase";
        return !Row.all(database, "select 1 as found from " + from + type, name).isEmpty()
                || schema.equals("main")
                        && !Row.all(
                                        database,
                                        "select 1 as found from temp.sqlite_schema" + type,
                                        name)
                                .isEmpty();
    }

    @Override
    public boolean counts(String table) {
        String sql = "select sql from " + quoted() + ".sqlite_schema where name = {0}";
        return Row.all(database, sql, table).stream()
                .anyMatch(row -> SqliteStatement.table(row.text("sql")).isCounted());
    }

    private List<Row> ask(String sql, @Nullable String name) {
        String asked = sql.replace("@schema", quoted());
        if (name == null) {
            asked = asked.replace("@which", "1 = 1");
            return asked.contains("{0}")
                    ? Row.all(database, asked, schema)
                    : Row.all(database, asked);
        }
        return Row.all(
                database, asked.replace("@which", "m.name = {1} collate nocase"), schema, name);
    }

    private String quoted() {
        return DdlRenderer.quote(schema);
    }

    private static List<TableInfo.Column> columns(
            List<Row> rows, SqliteStatement sql, boolean withoutRowid) {
        long keys = rows.stream().filter(row -> row.number("pk") > 0).count();
        List<TableInfo.Column> columns = new ArrayList<>();
        for (Row row : rows) {
            if (row.number("hidden") == 1) {
                continue; // of a virtual table
            }
            String name = row.text("name");
            String type = SqlTypes.normal(row.text("type"), Dialect.SQLITE);
            boolean rowNumber =
                    keys == 1 && row.number("pk") == 1 && !withoutRowid && type.equals("integer");
            String generated = sql.generated(name);
            String collation = sql.collation(name);
            columns.add(
                    new TableInfo.Column(
                            name,
                            type,
                            SqlTypes.of(type, Dialect.SQLITE),
                            !row.is("not_null") && !rowNumber,
                            row.find("sql"),
                            rowNumber ? TableInfo.Identity.BY_DEFAULT : TableInfo.Identity.NONE,
                            generated == null
                                    ? null
                                    : new TableInfo.Generated(generated, row.number("hidden") == 3),
                            collation == null || collation.equalsIgnoreCase("binary")
                                    ? null
                                    : collation,
                            null));
        }
        return columns;
    }

    private static List<String> primaryKey(List<Row> columns) {
        return columns.stream()
                .filter(row -> row.number("pk") > 0)
                .sorted(Comparator.comparing(row -> row.number("pk")))
                .map(row -> row.text("name"))
                .toList();
    }

    private static List<TableInfo.ForeignKey> foreignKeys(List<Row> rows, SqliteStatement sql) {
        List<TableInfo.ForeignKey> foreignKeys = new ArrayList<>();
        by(rows, "id")
                .forEach(
                        (id, parts) -> {
                            Row row = parts.get(0);
                            List<String> columns =
                                    parts.stream().map(part -> part.text("own")).toList();
                            foreignKeys.add(
                                    new TableInfo.ForeignKey(
                                            sql.constraint(columns),
                                            columns,
                                            SchemaName.of(row.text("target")),
                                            // none of a table that is not there
                                            parts.stream()
                                                    .flatMap(
                                                            part ->
                                                                    Stream.ofNullable(
                                                                            part.find("other")))
                                                    .toList(),
                                            action(row.text("deleted")),
                                            action(row.text("updated")),
                                            sql.deferral(columns)));
                        });
        foreignKeys.sort(Comparator.comparing(key -> key.columns().toString()));
        return foreignKeys;
    }

    private static List<TableInfo.Index> indexes(List<Row> rows, SqliteStatement table) {
        List<TableInfo.Index> indexes = new ArrayList<>();
        by(rows, "name")
                .forEach(
                        (name, parts) -> {
                            Row row = parts.get(0);
                            String sql = row.find("sql");
                            List<String> texts =
                                    sql == null ? List.of() : SqliteStatement.indexParts(sql);
                            List<TableInfo.Part> all = new ArrayList<>();
                            for (int i = 0; i < parts.size(); i++) {
                                all.add(
                                        part(
                                                parts.get(i),
                                                i < texts.size() ? texts.get(i) : "",
                                                table));
                            }
                            indexes.add(
                                    new TableInfo.Index(
                                            name,
                                            all,
                                            row.is("is_unique"),
                                            false,
                                            "btree",
                                            List.of(),
                                            sql == null ? null : SqliteStatement.indexWhere(sql),
                                            row.text("origin").equals("u")));
                        });
        return indexes;
    }

    private static TableInfo.Part part(Row row, String text, SqliteStatement table) {
        String column = row.find("own");
        String usual = column == null ? null : table.collation(column);
        String collation = row.text("collation");
        return new TableInfo.Part(
                column,
                column == null ? text : null,
                collation.equalsIgnoreCase(Objects.requireNonNullElse(usual, "binary"))
                        ? null
                        : collation,
                null,
                row.is("descending"),
                null);
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Dependents;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes schema changes as SQL. */
public final class DdlRenderer {
    private final Dialect dialect;
    private final boolean sqlite;

    public DdlRenderer(Dialect dialect) {
        this.dialect = dialect;
        this.sqlite = dialect == Dialect.SQLITE;
    }

    /** The statements of a change, in order; none where the database has nothing of the kind. */
    public List<String> render(SchemaChange change) {
        String name = name(change.name());
        if (change instanceof SchemaChange.CreateTable create) {
            return List.of(createTable(create));
        }
        if (change instanceof SchemaChange.CreateTableAs create) {
            return List.of(
                    "create "
                            + (create.temporary() ? "temporary " : "")
                            + "table "
                            + ifNotExists(create.existing())
                            + name
                            + " as "
                            + create.query());
        }
        if (change instanceof SchemaChange.DropTable drop) {
            return List.of(drop("table", name, drop.ifExists(), drop.dependents()));
        }
        if (change instanceof SchemaChange.Truncate truncate) {
            return truncate(truncate);
        }
        if (change instanceof SchemaChange.CreateIndex create) {
            return List.of(createIndex(create));
        }
        if (change instanceof SchemaChange.DropIndex drop) {
            return List.of(drop("index", name, drop.ifExists(), drop.dependents()));
        }
        if (change instanceof SchemaChange.AddForeignKey add) {
            return List.of(addForeignKey(add));
        }
        if (change instanceof SchemaChange.DropConstraint drop) {
            onlyPostgres("ALTER TABLE .. DROP CONSTRAINT", "make the table anew without it");
            return List.of(
                    "alter table if exists "
                            + name
                            + " drop constraint if exists "
                            + quote(drop.constraint()));
        }
        if (change instanceof SchemaChange.Comment comment) {
            return sqlite ? List.of() : List.of(comment(comment));
        }
        if (change instanceof SchemaChange.CreateView create) {
            return createView(create);
        }
        if (change instanceof SchemaChange.DropView drop) {
            return List.of(
                    drop(
                            drop.materialized() ? "materialized view" : "view",
                            name,
                            drop.ifExists(),
                            drop.dependents()));
        }
        if (change instanceof SchemaChange.RefreshView refresh) {
            onlyPostgres("materialized views", "make it a view, which is always up to date");
            return List.of(
                    "refresh materialized view "
                            + (refresh.concurrently() ? "concurrently " : "")
                            + name);
        }
        return others(change, name);
    }

    private List<String> others(SchemaChange change, String name) {
        if (change instanceof SchemaChange.CreateSequence create) {
            onlyPostgres("sequences", "number rows by autoId()");
            return List.of(
                    "create sequence "
                            + ifNotExists(create.existing())
                            + name
                            + " start "
                            + create.start()
                            + " increment "
                            + create.increment());
        }
        if (change instanceof SchemaChange.DropSequence drop) {
            onlyPostgres("sequences", "number rows by autoId()");
            return List.of(drop("sequence", name, drop.ifExists(), drop.dependents()));
        }
        if (change instanceof SchemaChange.ResetSequence reset) {
            onlyPostgres("sequences", "its keys go on behind the largest by themselves");
            return List.of(resetSequence(name, reset.column()));
        }
        if (change instanceof SchemaChange.CreateEnum create) {
            onlyPostgres("enumerated types", "use a text column with a check");
            String values =
                    create.values().stream()
                            .map(value -> Literals.text(value, dialect))
                            .collect(Collectors.joining(", "));
            String sql = "create type " + name + " as enum (" + values + ")";
            return List.of(
                    create.existing() == Existing.KEEP
                            ? unless("to_regtype(" + found(create.name()) + ") is not null", sql)
                            : sql);
        }
        if (change instanceof SchemaChange.DropEnum drop) {
            onlyPostgres("enumerated types", "use a text column with a check");
            return List.of(drop("type", name, drop.ifExists(), drop.dependents()));
        }
        if (change instanceof SchemaChange.CreateSchema create) {
            onlyPostgres("CREATE SCHEMA", "attach a database of that name");
            return List.of("create schema " + ifNotExists(create.existing()) + name);
        }
        if (change instanceof SchemaChange.DropSchema drop) {
            onlyPostgres("DROP SCHEMA", "detach the database of that name");
            return List.of(drop("schema", name, drop.ifExists(), drop.dependents()));
        }
        return parts(change, name);
    }

    /** What changes a part of a table. */
    private List<String> parts(SchemaChange change, String name) {
        if (change instanceof SchemaChange.CreateTrigger create) {
            TableInfo.Trigger trigger = create.trigger();
            return List.of(
                    "create trigger "
                            + ifNotExists(create.existing())
                            + name(new SchemaName(trigger.table().schema(), trigger.name()))
                            + " "
                            + trigger.sql());
        }
        if (change instanceof SchemaChange.DropTrigger drop) {
            return List.of(drop("trigger", name, drop.ifExists(), Dependents.UNSAID));
        }
        if (change instanceof SchemaChange.AddColumn add) {
            return List.of(
                    "alter table "
                            + name
                            + " add column "
                            + (sqlite ? "" : ifNotExists(add.existing()))
                            + column(add.column()));
        }
        if (change instanceof SchemaChange.DropColumn drop) {
            return List.of(
                    "alter table "
                            + name
                            + " drop column "
                            + (drop.ifExists() && !sqlite ? "if exists " : "")
                            + quote(drop.column()));
        }
        if (change instanceof SchemaChange.RebuildSearch) {
            String table = quote(change.name().name());
            return List.of("insert into " + name + " (" + table + ") values ('rebuild')");
        }
        throw new IllegalStateException(change.toString());
    }

    /** Of an empty table the next key is the first one again. */
    private String resetSequence(String table, String column) {
        String max = "max(" + quote(column) + ")";
        return "select setval(pg_get_serial_sequence("
                + Literals.text(table, dialect)
                + ", "
                + Literals.text(column, dialect)
                + "), greatest("
                + max
                + ", 1), coalesce("
                + max
                + " >= 1, false)) from "
                + table;
    }

    // ---- tables

    private String createTable(SchemaChange.CreateTable create) {
        TableInfo table = create.table();
        if (table.using() != null) {
            return "create virtual table "
                    + ifNotExists(create.existing())
                    + name(table.name())
                    + " using "
                    + table.using();
        }
        List<String> parts = new ArrayList<>();
        for (TableInfo.Column column : table.columns()) {
            parts.add(column(table, column));
        }
        TableInfo.PrimaryKey key = table.primaryKey();
        if (key != null && !inColumn(key)) {
            parts.add(constraint(key.name()) + "primary key (" + names(key.columns()) + ")");
        }
        for (TableInfo.ForeignKey foreignKey : table.foreignKeys()) {
            parts.add(foreignKey(foreignKey));
        }
        for (TableInfo.Check check : table.checks()) {
            parts.add(constraint(check.name()) + "check (" + check.sql() + ")");
        }
        List<String> options = new ArrayList<>();
        if (sqlite) {
            if (table.options().autoIncrement() && (key == null || !inColumn(key))) {
                throw new ModelException(
                        "the table '" + table.name().name() + "' has no key that can be counted",
                        null,
                        "give it autoId(), or leave autoIncrement() out");
            }
            if (table.options().withoutRowid()) {
                options.add("without rowid");
            }
            if (table.options().strict()) {
                options.add("strict");
            }
        } else if (table.options().tablespace() != null) {
            options.add("tablespace " + quote(table.options().tablespace()));
        }
        return "create "
                + (create.temporary() ? "temporary " : "")
                + "table "
                + ifNotExists(create.existing())
                + name(table.name())
                + " ("
                + String.join(", ", parts)
                + ")"
                + (options.isEmpty() ? "" : " " + String.join(", ", options));
    }

    /** A column as it stands in CREATE TABLE. */
    private String column(TableInfo table, TableInfo.Column column) {
        TableInfo.PrimaryKey key = table.primaryKey();
        boolean isKey = key != null && inColumn(key) && key.columns().contains(column.name());
        String counted = sqlite && table.options().autoIncrement() ? " autoincrement" : "";
        return column(column) + (isKey ? " primary key" + counted : "");
    }

    private String column(TableInfo.Column column) {
        StringBuilder sql = new StringBuilder(quote(column.name()));
        sql.append(' ').append(column.sqlType());
        if (column.collation() != null) {
            sql.append(" collate ").append(quote(column.collation()));
        }
        if (column.identity() != TableInfo.Identity.NONE && !sqlite) {
            sql.append(' ').append(column.identity());
        }
        if (column.generated() != null) {
            sql.append(' ').append(column.generated());
        }
        if (column.defaultSql() != null) {
            sql.append(" default ").append(column.defaultSql());
        }
        if (!column.nullable()) {
            sql.append(" not null");
        }
        return sql.toString();
    }

    private static boolean inColumn(TableInfo.PrimaryKey key) {
        return key.columns().size() == 1 && key.name() == null;
    }

    private String foreignKey(TableInfo.ForeignKey foreignKey) {
        StringBuilder sql = new StringBuilder(constraint(foreignKey.name()));
        sql.append("foreign key (").append(names(foreignKey.columns())).append(") references ");
        // in SQLite it is in the same schema anyway, and must not say so
        SchemaName target = foreignKey.target();
        sql.append(sqlite ? quote(target.name()) : name(target));
        sql.append(" (").append(names(foreignKey.targetColumns())).append(')');
        if (foreignKey.onDelete() != OnDelete.NO_ACTION) {
            sql.append(" on delete ").append(foreignKey.onDelete());
        }
        if (foreignKey.onUpdate() != OnDelete.NO_ACTION) {
            sql.append(" on update ").append(foreignKey.onUpdate());
        }
        String deferral = foreignKey.deferral().toString();
        return deferral.isEmpty() ? sql.toString() : sql.append(' ').append(deferral).toString();
    }

    /** ADD CONSTRAINT has no IF NOT EXISTS, so the catalogue is asked in the same statement. */
    private String addForeignKey(SchemaChange.AddForeignKey add) {
        onlyPostgres(
                "ALTER TABLE .. ADD FOREIGN KEY",
                "create both tables together: a foreign key may stand before its target");
        String table = name(add.name());
        String sql = "alter table " + table + " add " + foreignKey(add.foreignKey());
        String constraint = add.foreignKey().name();
        if (add.existing() != Existing.KEEP || constraint == null) {
            return sql;
        }
        return unless(
                "exists (select 1 from pg_constraint where conname = "
                        + Literals.text(constraint, dialect)
                        + " and conrelid = to_regclass("
                        + Literals.text(table, dialect)
                        + "))",
                sql);
    }

    private List<String> truncate(SchemaChange.Truncate truncate) {
        if (!sqlite) {
            return List.of(
                    "truncate table "
                            + truncate.tables().stream()
                                    .map(DdlRenderer::name)
                                    .collect(Collectors.joining(", "))
                            + (truncate.restartIdentity() ? " restart identity" : "")
                            + dependents(truncate.dependents()));
        }
        if (truncate.dependents() == Dependents.CASCADE) {
            onlyPostgres("TRUNCATE .. CASCADE", "name the tables that refer to it, too");
        }
        List<String> sql = new ArrayList<>();
        truncate.tables().forEach(table -> sql.add("delete from " + name(table)));
        for (SchemaName table :
                truncate.restartIdentity() ? truncate.counted() : List.<SchemaName>of()) {
            sql.add(
                    "delete from "
                            + name(new SchemaName(table.schema(), "sqlite_sequence"))
                            + " where name = "
                            + Literals.text(table.name(), dialect));
        }
        return sql;
    }

    private String comment(SchemaChange.Comment comment) {
        String text = comment.text();
        return (comment.column() == null
                        ? "comment on table " + name(comment.name())
                        : "comment on column "
                                + name(comment.name())
                                + "."
                                + quote(comment.column()))
                + " is "
                + (text == null ? "null" : Literals.text(text, dialect));
    }

    // ---- indexes

    /**
     * PostgreSQL puts an index where its table is; SQLite wants the schema with the index and not
     * with the table.
     */
    private String createIndex(SchemaChange.CreateIndex create) {
        TableInfo.Index index = create.index();
        SchemaName table = create.name();
        boolean inside = sqlite && table.schema() != null;
        StringBuilder sql = new StringBuilder("create ");
        sql.append(index.unique() ? "unique " : "").append("index ");
        sql.append(create.concurrently() && !sqlite ? "concurrently " : "");
        sql.append(ifNotExists(create.existing()));
        sql.append(
                inside ? name(new SchemaName(table.schema(), index.name())) : quote(index.name()));
        sql.append(" on ").append(inside ? quote(table.name()) : name(table));
        sql.append(index.method().equals("btree") ? "" : " using " + index.method());
        sql.append(
                index.parts().stream()
                        .map(DdlRenderer::part)
                        .collect(Collectors.joining(", ", " (", ")")));
        if (!index.include().isEmpty()) {
            sql.append(" include (").append(names(index.include())).append(')');
        }
        sql.append(index.nullsNotDistinct() ? " nulls not distinct" : "");
        sql.append(index.where() == null ? "" : " where " + index.where());
        return sql.toString();
    }

    private static String part(TableInfo.Part part) {
        StringBuilder sql = new StringBuilder();
        sql.append(part.column() != null ? quote(part.column()) : "(" + part.expression() + ")");
        sql.append(part.collation() == null ? "" : " collate " + quote(part.collation()));
        sql.append(part.operators() == null ? "" : " " + part.operators());
        sql.append(part.descending() ? " desc" : "");
        if (part.nullsFirst() != null) {
            sql.append(part.nullsFirst() ? " nulls first" : " nulls last");
        }
        return sql.toString();
    }

    // ---- views

    private List<String> createView(SchemaChange.CreateView create) {
        String name = name(create.name());
        if (create.materialized()) {
            onlyPostgres("materialized views", "make it a view");
            if (create.temporary()) {
                throw new ProgrammingException(
                        "a materialized view cannot be temporary",
                        null,
                        "create a temporary table: createTableAs(name, query).temporary()");
            }
            String sql =
                    "create materialized view "
                            + ifNotExists(create.existing())
                            + name
                            + " as "
                            + create.query();
            return create.existing() == Existing.REPLACE
                    ? List.of(drop("materialized view", name, true, Dependents.UNSAID), sql)
                    : List.of(sql);
        }
        String kind = create.temporary() ? "temporary view " : "view ";
        String body = name + " as " + create.query();
        return switch (create.existing()) {
            case FAIL -> List.of("create " + kind + body);
            case KEEP ->
                    List.of(
                            sqlite
                                    ? "create " + kind + "if not exists " + body
                                    : unless(
                                            "to_regclass(" + found(create.name()) + ") is not null",
                                            "create " + kind + body));
            case REPLACE ->
                    sqlite
                            ? List.of(
                                    drop("view", name, true, Dependents.UNSAID),
                                    "create " + kind + body)
                            : List.of("create or replace " + kind + body);
        };
    }

    // ---- parts

    private String drop(String what, String name, boolean ifExists, Dependents dependents) {
        if (sqlite && dependents != Dependents.UNSAID) {
            onlyPostgres("DROP .. " + dependents, "drop what refers to it first");
        }
        return "drop "
                + what
                + " "
                + (ifExists ? "if exists " : "")
                + name
                + dependents(dependents);
    }

    private static String dependents(Dependents dependents) {
        return switch (dependents) {
            case UNSAID -> "";
            case CASCADE -> " cascade";
            case RESTRICT -> " restrict";
        };
    }

    private static String ifNotExists(Existing existing) {
        return existing == Existing.KEEP ? "if not exists " : "";
    }

    /**
     * PostgreSQL, for what has no IF NOT EXISTS there. The tag is one that the statement does not
     * have in it.
     */
    private static String unless(String condition, String sql) {
        String tag = "$kinglet$";
        for (int n = 2; sql.contains(tag) || condition.contains(tag); n++) {
            tag = "$kinglet" + n + "$";
        }
        return "do "
                + tag
                + " begin if not "
                + (condition.startsWith("exists") ? condition : "(" + condition + ")")
                + " then "
                + sql
                + "; end if; end "
                + tag;
    }

    /** The name as the catalogue is asked for it: in the schema where it would be made. */
    private String found(SchemaName name) {
        return name.schema() == null
                ? "quote_ident(current_schema()) || "
                        + Literals.text("." + quote(name.name()), dialect)
                : Literals.text(name(name), dialect);
    }

    private void onlyPostgres(String what, String instead) {
        if (sqlite) {
            throw new ProgrammingException("SQLite has no " + what, null, instead);
        }
    }

    private static String constraint(@Nullable String name) {
        return name == null ? "" : "constraint " + quote(name) + " ";
    }

    private static String names(List<String> columns) {
        return columns.stream().map(DdlRenderer::quote).collect(Collectors.joining(", "));
    }

    private static String name(SchemaName name) {
        return name.schema() == null
                ? quote(name.name())
                : quote(name.schema()) + "." + quote(name.name());
    }

    /** A name in quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}

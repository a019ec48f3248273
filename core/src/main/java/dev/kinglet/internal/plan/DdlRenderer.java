package dev.kinglet.internal.plan;

import dev.kinglet.expr.Condition;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes schema changes as SQL. */
public final class DdlRenderer {
    private final Dialect dialect;
    private final ColumnDdl columns;

    public DdlRenderer(Dialect dialect) {
        this.dialect = dialect;
        this.columns = new ColumnDdl(dialect);
    }

    /** One statement. */
    public String render(SchemaChange change) {
        if (change instanceof SchemaChange.CreateTable create) {
            return createTable(create);
        }
        if (change instanceof SchemaChange.CreateIndex create) {
            return createIndex(create);
        }
        if (change instanceof SchemaChange.AddForeignKey add) {
            return addForeignKey(add);
        }
        if (change instanceof SchemaChange.DropForeignKey drop) {
            return "alter table if exists "
                    + name(drop.table())
                    + " drop constraint if exists "
                    + quote(SchemaNames.foreignKey(drop.foreignKey()));
        }
        return "drop table if exists " + name(change.table());
    }

    private String createTable(SchemaChange.CreateTable create) {
        Table<?, ?> table = create.table();
        List<String> parts = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            parts.add(columns.column(column, table.primaryKey().equals(List.of(column))));
        }
        if (table.primaryKey().size() > 1) {
            parts.add("primary key (" + names(table.primaryKey()) + ")");
        }
        for (ForeignKey<?, ?, ?> foreignKey : create.foreignKeys()) {
            parts.add(foreignKey(foreignKey));
        }
        for (Table.Check check : table.checks()) {
            parts.add(
                    "constraint "
                            + quote(check.name())
                            + " check ("
                            + inline(check.condition())
                            + ")");
        }
        return "create table if not exists " + name(table) + " (" + String.join(", ", parts) + ")";
    }

    /**
     * PostgreSQL puts an index where its table is; SQLite wants the schema with the index and not
     * with the table.
     */
    private String createIndex(SchemaChange.CreateIndex create) {
        String schema = create.table().schema();
        String index = quote(create.name());
        String on = name(create.table());
        if (schema != null && dialect == Dialect.SQLITE) {
            index = quote(schema) + "." + index;
            on = quote(create.table().tableName());
        }
        return "create "
                + (create.unique() ? "unique " : "")
                + "index if not exists "
                + index
                + " on "
                + on
                + " ("
                + names(create.columns())
                + ")";
    }

    /** ADD CONSTRAINT has no IF NOT EXISTS, so the catalogue is asked in the same statement. */
    private static String addForeignKey(SchemaChange.AddForeignKey add) {
        String constraint = SchemaNames.foreignKey(add.foreignKey());
        return "do $kinglet$ begin if not exists (select 1 from pg_constraint where conname = "
                + literal(constraint)
                + " and conrelid = to_regclass("
                + literal(name(add.table()))
                + ")) then alter table "
                + name(add.table())
                + " add "
                + foreignKey(add.foreignKey())
                + "; end if; end $kinglet$";
    }

    private static String foreignKey(ForeignKey<?, ?, ?> foreignKey) {
        String sql =
                "constraint "
                        + quote(SchemaNames.foreignKey(foreignKey))
                        + " foreign key ("
                        + quote(foreignKey.name())
                        + ") references "
                        + name(foreignKey.target())
                        + " ("
                        + quote(foreignKey.targetColumn().name())
                        + ")";
        return foreignKey.onDelete() == OnDelete.NO_ACTION
                ? sql
                : sql + " on delete " + foreignKey.onDelete();
    }

    private String inline(Condition condition) {
        return Jooq.of(dialect).renderInlined(ExprRenderer.inline(dialect).condition(condition));
    }

    private static String names(List<Column<?>> columns) {
        return columns.stream()
                .map(column -> quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String name(Table<?, ?> table) {
        String schema = table.schema();
        return schema == null
                ? quote(table.tableName())
                : quote(schema) + "." + quote(table.tableName());
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

package dev.kinglet.migrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Indexes;
import dev.kinglet.migrate.change.NewColumn;
import dev.kinglet.migrate.change.NewForeignKey;
import dev.kinglet.migrate.change.NewIndex;
import dev.kinglet.migrate.change.TablePart;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table put together from its parts. */
final class NewTable {
    private final SchemaName name;
    private final List<TableInfo.Column> columns = new ArrayList<>();
    private final List<TableInfo.ForeignKey> foreignKeys = new ArrayList<>();
    private final List<TableInfo.Index> indexes = new ArrayList<>();
    private final List<TableInfo.Check> checks = new ArrayList<>();
    private @Nullable List<String> primaryKey;
    private Table.Options options = Table.Options.NONE;
    private @Nullable String comment;

    private NewTable(SchemaName name) {
        this.name = name;
    }

    static TableInfo of(SchemaName name, TablePart... parts) {
        NewTable table = new NewTable(name);
        for (TablePart part : parts) {
            table.add(part);
        }
        if (table.columns.isEmpty()) {
            throw new ProgrammingException(
                    "the table '" + name + "' has no columns", name.toString(), "give it one");
        }
        return new TableInfo(
                name,
                table.columns,
                table.primaryKey == null ? null : new TableInfo.PrimaryKey(null, table.primaryKey),
                table.foreignKeys,
                table.indexes,
                table.checks,
                table.options,
                table.comment);
    }

    private void add(TablePart part) {
        if (part instanceof NewColumn<?> column) {
            columns.add(column.column());
            if (column.isPrimaryKey()) {
                key(List.of(column.column().name()));
            }
            add(foreignKeys, column.foreignKey(name));
            add(checks, column.check());
            add(indexes, column.index(name));
        } else if (part instanceof NewForeignKey foreignKey) {
            add(foreignKeys, foreignKey.of(name));
        } else if (part instanceof TablePart.PrimaryKey key) {
            key(key.columns());
        } else if (part instanceof TablePart.Unique unique) {
            indexes.add(Indexes.of(name, unique.columns(), true));
        } else if (part instanceof TablePart.Check check) {
            checks.add(check.check());
        } else if (part instanceof TablePart.Index index) {
            indexes.add(index.index());
        } else if (part instanceof NewIndex index) {
            indexes.add(index.index());
        } else if (part instanceof TablePart.Comment about) {
            comment = about.text();
        } else if (part instanceof TablePart.Option option) {
            Table.Options more = option.options();
            options =
                    new Table.Options(
                            options.withoutRowid() || more.withoutRowid(),
                            options.strict() || more.strict(),
                            options.autoIncrement() || more.autoIncrement(),
                            more.tablespace() == null ? options.tablespace() : more.tablespace());
        }
    }

    private void key(List<String> key) {
        if (primaryKey != null) {
            throw new ProgrammingException(
                    "the table '" + name + "' has two primary keys: " + primaryKey + " and " + key,
                    name.toString(),
                    "say primaryKey(\"a\", \"b\") once for a key of several columns");
        }
        primaryKey = key;
    }

    private static <T> void add(List<T> parts, @Nullable T part) {
        if (part != null) {
            parts.add(part);
        }
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables that a module of SQLite keeps. */
final class Virtuals {
    private static final String ROW_NUMBER = "rowid";

    private Virtuals() {}

    /** What is declared. The module says what types the columns are of, and what is a key. */
    static TableInfo declared(
            Table<?, ?> table, Table.Virtual virtual, SchemaName name, Dialect dialect) {
        refuse(table, dialect);
        List<TableInfo.Column> columns = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            if (!column.name().equals(ROW_NUMBER)) {
                columns.add(
                        new TableInfo.Column(
                                column.name(),
                                "",
                                null,
                                true,
                                null,
                                TableInfo.Identity.NONE,
                                null,
                                null,
                                null));
            }
        }
        Table<?, ?> content = virtual.content().get();
        return new TableInfo(
                name,
                columns,
                null,
                List.of(),
                List.of(),
                List.of(),
                Table.Options.NONE,
                null,
                virtual.module() + "(" + String.join(", ", virtual.arguments().get()) + ")",
                content == null ? List.of() : triggers(table, name, content));
    }

    /** The one place where such a table meets PostgreSQL, whatever is to be done with it. */
    static void refuse(Table<?, ?> table, Dialect dialect) {
        Table.Virtual virtual = table.asVirtual();
        if (virtual != null && dialect != Dialect.SQLITE) {
            throw new ProgrammingException(
                    "PostgreSQL has no " + virtual.module() + ", of which " + table + " is",
                    table.toString(),
                    virtual.module().startsWith("fts5")
                            ? "declare search(columns..), which both databases have"
                            : "keep it in a database of SQLite");
        }
    }

    /**
     * The row number that an insert has to say itself, as the module would: RETURNING looks at the
     * row before it is stored, and tells none. Null where nobody asks, or it was said.
     */
    static @Nullable Column<?> rowNumber(InsertDefinition insert) {
        if (insert.returning().isEmpty()
                || insert.query() != null
                || insert.condition() != null
                || !(insert.root() instanceof Table<?, ?> table)
                || table.asVirtual() == null
                || table.primaryKey().isEmpty()) {
            return null;
        }
        Column<?> key = table.primaryKey().get(0);
        boolean said = insert.columns().stream().anyMatch(c -> c.name().equals(key.name()));
        return said || !key.isGenerated() ? null : key;
    }

    /**
     * What lets an index follow the table of its texts. It has to be told what was there before, or
     * words of old texts stay in it.
     */
    private static List<TableInfo.Trigger> triggers(
            Table<?, ?> table, SchemaName name, Table<?, ?> content) {
        List<String> names = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            if (!column.name().equals(ROW_NUMBER)) {
                names.add(column.name());
            }
        }
        for (String column : names) {
            if (content.columns().stream().noneMatch(c -> c.name().equals(column))) {
                throw new ProgrammingException(
                        table + " indexes " + content + ", which has no column '" + column + "'",
                        table.toString(),
                        "name its columns as those of the texts are named");
            }
        }
        String key = content.primaryKey().get(0).name();
        String index = DdlRenderer.quote(name.name());
        String columns = quoted(names, "");
        String add =
                "insert into %s (rowid, %s) values (%s, %s); "
                        .formatted(index, columns, value("new", key), quoted(names, "new."));
        String remove =
                "insert into %s (%s, rowid, %s) values ('delete', %s, %s); "
                        .formatted(index, index, columns, value("old", key), quoted(names, "old."));
        List<String> watched = new ArrayList<>(List.of(key));
        watched.addAll(names);
        return List.of(
                trigger(name, content, "insert", "insert", add),
                trigger(name, content, "update", "update of " + quoted(watched, ""), remove + add),
                trigger(name, content, "delete", "delete", remove));
    }

    private static TableInfo.Trigger trigger(
            SchemaName index, Table<?, ?> content, String suffix, String event, String body) {
        String own = content.schema();
        return new TableInfo.Trigger(
                index.name() + "_" + suffix,
                new SchemaName(own == null ? index.schema() : own, content.tableName()),
                "after "
                        + event
                        + " on "
                        + DdlRenderer.quote(content.tableName())
                        + " begin "
                        + body
                        + "end");
    }

    private static String value(@Nullable String row, String column) {
        return row + "." + DdlRenderer.quote(column);
    }

    private static String quoted(List<String> names, String before) {
        return names.stream()
                .map(name -> before + DdlRenderer.quote(name))
                .collect(Collectors.joining(", "));
    }
}

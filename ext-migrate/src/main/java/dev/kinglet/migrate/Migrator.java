package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a migration can do. Names are taken as they are and quoted, so case counts. Usable while the
 * migration runs, in its thread.
 */
public final class Migrator {
    private final Database database;

    Migrator(Database database) {
        this.database = database;
    }

    /**
     * Runs one statement as it is written. Never put a value into the text, and do not end the
     * transaction.
     *
     * @throws ProgrammingException for text without a statement, and on SQLite, whose driver would
     *     silently pass over it, for a second statement
     */
    public void sql(String statement) {
        SqlText text = new SqlText(statement);
        if (text.isBlank()) {
            throw new ProgrammingException(
                    "sql(..) was given no statement", null, "leave the call out");
        }
        if (database.dialect() == Dialect.SQLITE && text.hasSecondStatement()) {
            throw new ProgrammingException(
                    "sql(..) takes one statement, and was given more: " + statement.strip(),
                    null,
                    "call sql(..) once for each");
        }
        database.execute(statement);
    }

    /**
     * Creates these tables with their keys, indexes and checks, and before them the tables they
     * refer to. What is there already stays as it is. Declare these tables beside the migration, as
     * they are at that time: the application's own will change.
     */
    public void createTables(Table<?, ?>... tables) {
        database.createTables(tables);
    }

    /** Drops these tables where they are there, those that refer to others first. */
    public void dropTables(Table<?, ?>... tables) {
        database.dropTables(tables);
    }

    /**
     * Adds an index over these columns, in this order, under the name that core gives to such an
     * index: {@code tweet_user_id_timestamp}.
     *
     * @throws ProgrammingException where table or column is not there, or the index already is
     */
    public void addIndex(String table, String column, String... more) {
        List<String> columns = columns(column, more);
        database.execute(
                "create index "
                        + quote(SchemaNames.index(table, columns))
                        + " on "
                        + quote(table)
                        + " ("
                        + columns.stream().map(this::column).collect(Collectors.joining(", "))
                        + ")");
    }

    /**
     * Drops the index over these columns, in this order, that {@link #addIndex} or the table's
     * declaration made.
     *
     * @throws ProgrammingException where it is not there
     */
    public void dropIndex(String table, String column, String... more) {
        database.execute("drop index " + quote(SchemaNames.index(table, columns(column, more))));
    }

    private static List<String> columns(String column, String[] more) {
        List<String> columns = new ArrayList<>();
        columns.add(column);
        columns.addAll(List.of(more));
        return columns;
    }

    /**
     * SQLite takes "x" for a text where no column x is, and would index that; `x` is never text.
     */
    private String column(String name) {
        return database.dialect() == Dialect.SQLITE
                ? '`' + name.replace("`", "``") + '`'
                : quote(name);
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}

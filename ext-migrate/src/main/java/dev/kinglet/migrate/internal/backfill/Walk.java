package dev.kinglet.migrate.internal.backfill;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.query.RawQuery;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements that go along the key of a table. */
final class Walk {
    private static final int COUNTED = 10_000_000;

    private final Database database;
    private final Chunks chunks;
    private final boolean sqlite;
    private final String table;
    private final List<Key> keys;

    /**
     * A column of the key.
     *
     * @param sql how it is written
     * @param type of PostgreSQL; empty on SQLite
     */
    private record Key(String sql, String type) {}

    /** Where a chunk ends: the key of its last row, and how many rows it has. */
    record End(String position, int rows) {}

    private Walk(Database database, Chunks chunks, List<Key> keys) {
        this.database = database;
        this.chunks = chunks;
        this.sqlite = database.dialect() == Dialect.SQLITE;
        this.table = SqlNames.quote(chunks.table());
        this.keys = keys;
    }

    /**
     * Along the columns that were said, or else the primary key.
     *
     * @throws ProgrammingException where the table or such a key is not there
     */
    static Walk of(Database database, Chunks chunks) {
        String schema = chunks.table().schema();
        Database there = schema == null ? database : database.inSchema(schema);
        TableInfo info = there.schema().table(chunks.table().name());
        if (info == null) {
            throw new ProgrammingException(
                    "the backfill '"
                            + chunks.name()
                            + "' is of a table that is not there: '"
                            + chunks.table()
                            + "'",
                    chunks.table().toString(),
                    "create the table first, or name another one");
        }
        for (String column : chunks.set().keySet()) {
            require(info, column, chunks);
        }
        boolean sqlite = database.dialect() == Dialect.SQLITE;
        List<Key> keys = new ArrayList<>();
        for (String name : along(info, chunks, sqlite)) {
            TableInfo.Column column = require(info, name, chunks);
            keys.add(new Key(SqlNames.quote(name), sqlite ? "" : column.sqlType()));
        }
        return new Walk(database, chunks, keys.isEmpty() ? List.of(rowid(info, chunks)) : keys);
    }

    private static TableInfo.Column require(TableInfo table, String name, Chunks chunks) {
        TableInfo.Column column = table.column(name);
        if (column == null) {
            throw new ProgrammingException(
                    "the backfill '"
                            + chunks.name()
                            + "' names a column that is not there: '"
                            + name
                            + "'",
                    chunks.table().toString(),
                    "it has: "
                            + table.columns().stream()
                                    .map(TableInfo.Column::name)
                                    .collect(Collectors.joining(", ")));
        }
        return column;
    }

    /**
     * Empty for the number of the row. A place of PostgreSQL (ctid) would not do: an update moves
     * the row to another one, where it would be met again.
     */
    private static List<String> along(TableInfo table, Chunks chunks, boolean sqlite) {
        if (!chunks.along().isEmpty()) {
            return chunks.along();
        }
        TableInfo.PrimaryKey key = table.primaryKey();
        // a key of SQLite may be NULL, and then comes behind nothing
        if (key != null
                && (!sqlite || table.options().withoutRowid() || filled(table, key.columns()))) {
            return key.columns();
        }
        for (TableInfo.Index index : table.indexes()) {
            List<String> columns = index.columns();
            if (index.unique()
                    && index.where() == null
                    && columns != null
                    && filled(table, columns)) {
                return columns;
            }
        }
        if (sqlite) {
            return List.of();
        }
        throw new ProgrammingException(
                "the backfill '"
                        + chunks.name()
                        + "' has nothing to go along: '"
                        + chunks.table()
                        + "' has no primary key",
                chunks.table().toString(),
                "say along(columns..) with a unique key that is never NULL, or give the table one");
    }

    private static boolean filled(TableInfo table, List<String> columns) {
        return columns.stream()
                .map(table::column)
                .allMatch(
                        c ->
                                c != null
                                        && (!c.nullable()
                                                || c.identity() != TableInfo.Identity.NONE));
    }

    private static Key rowid(TableInfo table, Chunks chunks) {
        for (String name : List.of("rowid", "_rowid_", "oid")) {
            if (table.columns().stream().noneMatch(c -> c.name().equalsIgnoreCase(name))) {
                return new Key(name, "");
            }
        }
        throw new ProgrammingException(
                "the rows of '"
                        + chunks.table()
                        + "' have no number: its columns took all names for it",
                chunks.table().toString(),
                "say along(columns..)");
    }

    // ---- what is asked

    /** How many rows there are; beyond some millions about how many. */
    long total() {
        long counted =
                number(
                        "select count(*) as n from (select 1 from "
                                + table
                                + " limit "
                                + (COUNTED + 1)
                                + ") as counted");
        if (counted <= COUNTED || sqlite) {
            return counted <= COUNTED ? counted : number("select count(*) as n from " + table);
        }
        long guessed =
                number(
                        "select cast(reltuples as bigint) as n from pg_class where oid = to_regclass({0})",
                        table);
        return Math.max(counted, guessed);
    }

    /** The end of the next rows, at most so many; null where there are none. */
    @SuppressWarnings("NullAway") // below JDK 17.0.19 it cannot read what maps() says of nulls
    @Nullable End next(String position, int rows) {
        List<Object> arguments = new ArrayList<>();
        String inside =
                "select "
                        + all(i -> keys.get(i).sql() + " as k" + i)
                        + ", row_number() over (order by "
                        + order()
                        + ") as n from "
                        + table
                        + (position.isEmpty() ? "" : " where " + compare(">", position, arguments))
                        + " order by "
                        + order()
                        + " limit "
                        + rows;
        String sql =
                "select "
                        + all(i -> sqlite ? "k" + i : "cast(k" + i + " as text) as k" + i)
                        + ", n from ("
                        + inside
                        + ") as chunk order by n desc limit 1";
        var found = query(sql, arguments).maps();
        if (found.isEmpty()) {
            return null;
        }
        var last = found.get(0);
        List<String> labels = IntStream.range(0, keys.size()).mapToObj(i -> "k" + i).toList();
        return new End(
                Position.write(last, labels),
                ((Number) java.util.Objects.requireNonNull(last.get("n"))).intValue());
    }

    /** Changes the rows behind one key, up to another, and answers how many. */
    long update(String after, String upTo) {
        if (chunks.work() != null) {
            return work(after, upTo);
        }
        List<Object> arguments = new ArrayList<>();
        String set =
                chunks.set().entrySet().stream()
                        .map(e -> SqlNames.quote(e.getKey()) + " = " + asWritten(e.getValue()))
                        .collect(Collectors.joining(", "));
        String sql =
                "update "
                        + table
                        + " set "
                        + set
                        + where(after, upTo, arguments)
                        + " returning 1 as one";
        if (sqlite) {
            return query(sql, arguments).maps().size();
        }
        return number(
                "with done as (" + sql + ") select count(*) as n from done", arguments.toArray());
    }

    @SuppressWarnings("NullAway") // as above
    private long work(String after, String upTo) {
        List<Object> arguments = new ArrayList<>();
        String sql =
                "select * from "
                        + table
                        + where(after, upTo, arguments)
                        + " order by "
                        + order()
                        + (sqlite ? "" : " for update");
        List<Map<String, @Nullable Object>> rows = query(sql, arguments).maps();
        if (!rows.isEmpty()) {
            java.util.Objects.requireNonNull(chunks.work()).accept(database, rows);
        }
        return rows.size();
    }

    private String where(String after, String upTo, List<Object> arguments) {
        List<String> conditions = new ArrayList<>();
        if (!after.isEmpty()) {
            conditions.add(compare(">", after, arguments));
        }
        conditions.add(compare("<=", upTo, arguments));
        if (chunks.where() != null) {
            // the last line may be a comment
            conditions.add("(" + asWritten(chunks.where()) + "\n)");
        }
        return " where " + String.join(" and ", conditions);
    }

    private String compare(String operator, String position, List<Object> arguments) {
        int first = arguments.size();
        arguments.addAll(Position.read(position));
        String left = all(i -> keys.get(i).sql());
        String right =
                all(
                        i -> {
                            String argument = "{" + (first + i) + "}";
                            return sqlite
                                    ? argument
                                    : "cast(" + argument + " as " + keys.get(i).type() + ")";
                        });
        return keys.size() == 1
                ? left + " " + operator + " " + right
                : "(" + left + ") " + operator + " (" + right + ")";
    }

    private String order() {
        return all(i -> keys.get(i).sql());
    }

    private String all(java.util.function.IntFunction<String> part) {
        return IntStream.range(0, keys.size()).mapToObj(part).collect(Collectors.joining(", "));
    }

    private long number(String sql, Object... arguments) {
        Object n = database.query(sql, arguments).maps().get(0).get("n");
        return ((Number) java.util.Objects.requireNonNull(n)).longValue();
    }

    @SuppressWarnings("NullAway") // as above
    private RawQuery<@Nullable Object> query(String sql, List<Object> arguments) {
        return database.query(sql, arguments.toArray());
    }

    /** A question mark of PostgreSQL's operators is doubled where values are bound. */
    private static String asWritten(String sql) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (char c : sql.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '?') {
                text.append('?');
            }
            text.append(c);
        }
        return text.toString();
    }
}

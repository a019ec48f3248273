package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.SqlNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schema keeps of a table, an index, a trigger or a view.
 *
 * @param type {@code table}, {@code index}, {@code trigger} or {@code view}
 * @param table whose it is; a table's own name
 * @param sql as it was written, from CREATE on, without schema, TEMP and IF NOT EXISTS; null for
 *     what SQLite made itself
 */
public record Stored(String type, String name, String table, @Nullable String sql) {

    /** All of a schema, in the order in which they were made. */
    public static List<Stored> all(Database database, String schema) {
        List<Stored> all = new ArrayList<>();
        for (Row row :
                Row.all(
                        database,
                        "select type as type, name as name, tbl_name as \"of\", sql as sql from "
                                + SqlNames.quote(schema)
                                + ".sqlite_schema order by rowid")) {
            all.add(
                    new Stored(
                            row.text("type"), row.text("name"), row.text("of"), row.find("sql")));
        }
        return all;
    }

    /** Whether it is of that type. */
    public boolean is(String other) {
        return type.equals(other);
    }

    /** Whether it is a table whose rows a module keeps, such as that of a search. */
    boolean isVirtual() {
        return is("table") && sql != null && SqlTokens.of(sql).is(1, "virtual");
    }

    /** Its text; empty where there is none. */
    String text() {
        return sql == null ? "" : sql;
    }

    /** Whether its statement speaks of this column, or of something else of that name. */
    boolean mentions(String column) {
        SqlTokens tokens = SqlTokens.of(text());
        return CreateTable.mentions(
                tokens,
                Math.min(CreateTable.nameOf(tokens) + 1, tokens.size()),
                tokens.size(),
                column);
    }

    /** The statement that makes it anew in a schema; null for the usual one. */
    String create(@Nullable String schema) {
        SqlTokens tokens = SqlTokens.of(text());
        int name = tokens.get(CreateTable.nameOf(tokens)).start();
        return schema == null
                ? text()
                : text().substring(0, name) + SqlNames.quote(schema) + "." + text().substring(name);
    }
}

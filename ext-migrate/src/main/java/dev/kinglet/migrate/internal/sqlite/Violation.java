package dev.kinglet.migrate.internal.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that refers to one that is not there.
 *
 * @param schema where both tables are: {@code main}, or an attached file
 * @param table whose row it is
 * @param rowid the number of the row; null in a table without such numbers
 * @param parent the table that it refers to
 * @param columns those of the foreign key, in order
 */
public record Violation(
        String schema, String table, @Nullable Long rowid, String parent, List<String> columns) {
    public Violation {
        columns = List.copyOf(columns);
    }

    /** For people: {@code tweet (user_id) row 7 refers to no row of user}. */
    @Override
    public String toString() {
        return (schema.equals("main") ? "" : schema + ".")
                + table
                + " ("
                + String.join(", ", columns)
                + ")"
                + (rowid == null ? " a row" : " row " + rowid)
                + " refers to no row of "
                + parent;
    }
}

package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.schema.SchemaName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and texts as PostgreSQL writes them. */
public final class Sql {
    private Sql() {}

    /** Something in the schema of a table. */
    public static String beside(SchemaName table, String name) {
        return SqlNames.quote(new SchemaName(table.schema(), name));
    }

    /** Names in quotes, with commas. */
    public static String names(List<String> identifiers) {
        return identifiers.stream().map(SqlNames::quote).collect(Collectors.joining(", "));
    }

    /** What columns get in an UPDATE. */
    public static String assignments(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(set -> SqlNames.quote(set.getKey()) + " = " + set.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A text in quotes. */
    public static String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }
}

package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.schema.SchemaName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and texts as PostgreSQL writes them. */
public final class Sql {
    private Sql() {}

    /** A name in quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** A name in quotes, with its schema where it has one. */
    public static String name(SchemaName name) {
        return name.schema() == null
                ? quote(name.name())
                : quote(name.schema()) + "." + quote(name.name());
    }

    /** Something in the schema of a table. */
    public static String beside(SchemaName table, String name) {
        return name(new SchemaName(table.schema(), name));
    }

    /** Names in quotes, with commas. */
    public static String names(List<String> identifiers) {
        return identifiers.stream().map(Sql::quote).collect(Collectors.joining(", "));
    }

    /** What columns get in an UPDATE. */
    public static String assignments(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(set -> quote(set.getKey()) + " = " + set.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A text in quotes. */
    public static String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }
}

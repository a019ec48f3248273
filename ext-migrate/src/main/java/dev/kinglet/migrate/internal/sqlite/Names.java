package dev.kinglet.migrate.internal.sqlite;

import org.jspecify.annotations.Nullable;

/** Names and texts as SQL. */
public final class Names {
    private Names() {}

    /** A name in quotes. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A name in a schema. */
    public static String quote(@Nullable String schema, String name) {
        return schema == null ? quote(name) : quote(schema) + "." + quote(name);
    }

    /** A text. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}

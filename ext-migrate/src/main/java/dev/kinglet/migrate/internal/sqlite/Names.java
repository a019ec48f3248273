package dev.kinglet.migrate.internal.sqlite;

/** Texts as SQL. */
final class Names {
    private Names() {}

    /** A text. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}

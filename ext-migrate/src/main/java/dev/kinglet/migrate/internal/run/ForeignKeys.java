package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;

/** Placeholder until SQLite's own comes. */
final class ForeignKeys {
    private ForeignKeys() {}

    static void without(Database database, Runnable body) {
        body.run();
    }

    static boolean areOff(Database database) {
        return true;
    }
}

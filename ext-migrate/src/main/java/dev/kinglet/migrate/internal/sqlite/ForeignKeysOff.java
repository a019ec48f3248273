package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.AtomicBody;
import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.ProgrammingException;
import java.util.List;

/**
 * A transaction that a table can be made anew in. SQLite would delete the rows that refer to it
 * when the old one is dropped, and does not let go of foreign keys inside of a transaction: so they
 * are off before it begins, and nothing commits that would have been refused with them on.
 */
public final class ForeignKeysOff {
    static final String ENFORCED = "foreign_keys";
    static final String LEGACY = "legacy_alter_table";

    private ForeignKeysOff() {}

    /**
     * Runs the body in one transaction with foreign keys off, on one connection that has them as
     * before when this returns, however it does.
     *
     * @return rows that referred to nothing before, which do not block: somebody should know
     * @throws dev.kinglet.errors.IntegrityException where rows refer to nothing that did not
     *     before; all is rolled back
     * @throws ProgrammingException inside of a transaction with foreign keys on, before anything is
     *     run
     */
    public static <X extends Exception> List<Violation> run(
            Database database, TransactionOptions options, AtomicBody<X> body) throws X {
        try (Scope connection = database.connection()) {
            boolean enforced = isOn(database, ENFORCED);
            boolean legacy = isOn(database, LEGACY);
            if (enforced && database.inTransaction()) {
                throw new ProgrammingException(
                        "a table cannot be made anew inside of a transaction while foreign keys are on: rows that refer to it would be deleted",
                        null,
                        "run the migration outside of a transaction of your own");
            }
            set(database, ENFORCED, enforced, false);
            List<Violation> before;
            try {
                before = compared(database, options, body);
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                try {
                    restore(database, enforced, legacy);
                } catch (RuntimeException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
            restore(database, enforced, legacy);
            return before;
        }
    }

    private static <X extends Exception> List<Violation> compared(
            Database database, TransactionOptions options, AtomicBody<X> body) throws X {
        return database.<List<Violation>, X>atomicResult(
                options,
                transaction -> {
                    Violations before = Violations.of(database);
                    body.run(transaction);
                    before.refuseNew(database);
                    return before.all();
                });
    }

    private static void restore(Database database, boolean enforced, boolean legacy) {
        set(database, LEGACY, isOn(database, LEGACY), legacy);
        set(database, ENFORCED, false, enforced);
    }

    static boolean isOn(Database database, String pragma) {
        return "1".equals(database.sqlite().pragma(pragma));
    }

    private static void set(Database database, String pragma, boolean is, boolean wanted) {
        if (is != wanted) {
            database.execute("pragma " + pragma + " = " + (wanted ? "on" : "off"));
        }
    }
}

package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time migrate a schema. It is given up by the system when a process dies.
 */
public interface MigrationLock {

    /**
     * Takes it.
     *
     * @param patience how long another process is waited for
     * @throws Problem where it was not had in time, with who has it
     */
    Held acquire(Duration patience, Progress progress);

    /** Who has it; null for nobody. */
    @Nullable Holder holder();

    /** The lock, until it is closed. */
    interface Held extends AutoCloseable {
        /** Tells others what is being done. */
        void doing(String what);

        /**
         * Whether it is still there.
         *
         * @throws Problem where it was lost with its connection
         */
        void check();

        @Override
        void close();
    }

    /** The one of a schema and its history. */
    static MigrationLock of(Database database, History history) {
        if (database.dialect() == Dialect.POSTGRES) {
            return new AdvisoryMigrationLock(database, history.name());
        }
        Path file = FileMigrationLock.fileOf(database);
        return file == null ? new NoMigrationLock() : new FileMigrationLock(file);
    }

    /** Nobody else sees a database in memory. */
    final class NoMigrationLock implements MigrationLock {
        @Override
        public Held acquire(Duration patience, Progress progress) {
            return new NothingHeld();
        }

        @Override
        public @Nullable Holder holder() {
            return null;
        }
    }

    /** What is given up with something else, or does not exist. */
    final class NothingHeld implements Held {
        @Override
        public void doing(String what) {}

        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    /** Another process did not end in time. */
    static Problem notHad(@Nullable Holder holder, Duration patience) {
        return new Problem(
                "another process migrates this database for more than "
                        + patience.toSeconds()
                        + " s"
                        + (holder == null ? "" : ": " + text(holder)),
                null,
                "wait for it, or end it; what it has begun is gone on with by the next one");
    }

    private static String text(Holder holder) {
        return "process "
                + holder.pid()
                + (holder.host() == null ? "" : " on " + holder.host())
                + (holder.since() == null ? "" : ", since " + holder.since())
                + (holder.doing() == null ? "" : ", " + holder.doing());
    }
}

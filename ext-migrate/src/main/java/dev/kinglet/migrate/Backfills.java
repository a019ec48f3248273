package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.internal.backfill.Engine;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The backfills of a database, which keeps how far each came in the table {@code
 * kinglet_backfills}; the first call makes it. One process works on a backfill, and any other can
 * look at it, pause, resume or cancel it.
 */
public final class Backfills {
    private final Engine engine;

    private Backfills(Database database) {
        this.engine = new Engine(database);
    }

    /** Those of a database. Touches nothing yet. */
    public static Backfills of(Database database) {
        return new Backfills(database);
    }

    /** See {@link #run(Backfill, Consumer)}. */
    public BackfillStatus run(Backfill backfill) {
        return run(backfill, status -> {});
    }

    /**
     * Works on a backfill until it is done, or somebody cancels it; while it is paused it waits.
     * One that was stopped, or whose process died, goes on behind the last chunk that was
     * committed; one that was done is not done again. Several processes may run the same one: they
     * take turns.
     *
     * <p>A chunk that meets a lock or a deadlock is tried again, up to twenty times.
     *
     * @param progress is told at the beginning and after each chunk, in this thread
     * @return how it ended: done or cancelled
     * @throws dev.kinglet.errors.ProgrammingException inside of a transaction, and for a table, a
     *     column or a key that is not there
     * @throws dev.kinglet.errors.KingletException what a chunk failed with: those before it stay,
     *     and it is FAILED until it is run again
     */
    public BackfillStatus run(Backfill backfill, Consumer<? super BackfillStatus> progress) {
        return engine.run(backfill.chunks(), progress);
    }

    /** All that the database knows, also those that ended; sorted by name. */
    public List<BackfillStatus> list() {
        return engine.list();
    }

    /** The one of that name; null where there is none. */
    public @Nullable BackfillStatus status(String name) {
        return engine.status(name);
    }

    /**
     * Lets whoever works on it wait after its current chunk; it stays paused when it is run anew.
     *
     * @throws dev.kinglet.errors.ProgrammingException where there is none of that name that has not
     *     ended; so for {@link #resume} and {@link #cancel}
     */
    public void pause(String name) {
        engine.change(name, BackfillStatus.State.PAUSED);
    }

    /** Lets it go on. Where nobody works on it, it goes on when it is run. */
    public void resume(String name) {
        engine.change(name, BackfillStatus.State.RUNNING);
    }

    /** Ends it after its current chunk, for good; rows that were changed stay so. */
    public void cancel(String name) {
        engine.change(name, BackfillStatus.State.CANCELLED);
    }

    /** Forgets how far it came: run again, it begins with the first row. */
    public void forget(String name) {
        engine.forget(name);
    }
}

package dev.kinglet.migrate;

import dev.kinglet.migrate.internal.run.Conduct;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what the history says; the schema is not touched. For what was mended by hand, and for
 * files that were edited on purpose.
 */
public final class Repair {
    private final Conduct conduct;

    Repair(Conduct conduct) {
        this.conduct = conduct;
    }

    /**
     * The database has all of it.
     *
     * @param target an id, or its number
     */
    public void markApplied(String target) {
        Migrations.<@Nullable Void>guarded(
                () -> {
                    conduct.markApplied(target);
                    return null;
                });
    }

    /**
     * The database has nothing of it; also for one that nobody declares any more.
     *
     * @param target an id, or its number
     */
    public void markReverted(String target) {
        Migrations.<@Nullable Void>guarded(
                () -> {
                    conduct.markReverted(target);
                    return null;
                });
    }

    /**
     * What it says now is what was applied.
     *
     * @param target an id, or its number
     */
    public void acceptChecksum(String target) {
        Migrations.<@Nullable Void>guarded(
                () -> {
                    conduct.acceptChecksum(target);
                    return null;
                });
    }
}

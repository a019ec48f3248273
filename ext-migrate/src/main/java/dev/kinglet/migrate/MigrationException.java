package dev.kinglet.migrate;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import org.jspecify.annotations.Nullable;

/**
 * Migrations that cannot be run as they are declared, or one that failed; then the cause is what it
 * threw.
 */
public final class MigrationException extends KingletException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String id;

    MigrationException(String summary, @Nullable String id, @Nullable String hint) {
        super(summary, ErrorContext.NONE.withHint(hint), null);
        this.id = id;
    }

    private MigrationException(
            String summary, @Nullable String id, ErrorContext context, Throwable cause) {
        super(summary, context, cause);
        this.id = id;
    }

    /** A migration threw this; the error says the same as its cause, and which migration it was. */
    static MigrationException failed(String id, String direction, Exception cause) {
        String summary =
                "migration '" + id + "' failed on its way " + direction + " and changed nothing: ";
        if (cause instanceof KingletException known) {
            return new MigrationException(summary + known.summary(), id, known.context(), cause);
        }
        return new MigrationException(summary + cause, id, ErrorContext.NONE, cause);
    }

    /** The migration that it is about; null where it is about none, or about several. */
    public @Nullable String id() {
        return id;
    }
}

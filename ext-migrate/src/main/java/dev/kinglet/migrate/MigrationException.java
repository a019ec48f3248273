package dev.kinglet.migrate;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.internal.run.Failure;
import dev.kinglet.migrate.internal.run.Problem;
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
            String summary, @Nullable String id, ErrorContext context, @Nullable Throwable cause) {
        super(summary, context, cause);
        this.id = id;
    }

    /** What the runner found. */
    static MigrationException of(Problem problem) {
        ErrorContext context = ErrorContext.NONE.withHint(problem.hint());
        return new MigrationException(problem.summary(), problem.id(), context, problem.getCause());
    }

    /** A migration threw this; the error says the same as its cause, and which migration it was. */
    static MigrationException of(Failure failure) {
        String summary =
                "migration '"
                        + failure.id()
                        + "' failed on its way "
                        + Direction.of(failure.isDown())
                        + (failure.steps() < 0
                                ? " and changed nothing: "
                                : " behind step "
                                        + failure.steps()
                                        + ", from where the next run"
                                        + " goes on: ");
        Exception cause = failure.reason();
        if (cause instanceof Problem problem) {
            return new MigrationException(
                    summary + problem.summary(),
                    failure.id(),
                    ErrorContext.NONE.withHint(problem.hint()),
                    problem.getCause());
        }
        if (cause instanceof KingletException known) {
            return new MigrationException(
                    summary + known.summary(), failure.id(), known.context(), cause);
        }
        return new MigrationException(summary + cause, failure.id(), ErrorContext.NONE, cause);
    }

    /** The migration that it is about; null where it is about none, or about several. */
    public @Nullable String id() {
        return id;
    }
}

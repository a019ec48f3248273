package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.OperationalException.Kind;
import dev.kinglet.migrate.change.LockWait;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong with locks. */
final class Errors {
    static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.migrate");

    private Errors() {}

    /** The error, or what caused it, where another attempt may succeed; null where none may. */
    static @Nullable OperationalException retryable(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (cause instanceof OperationalException known && known.isRetryable()) {
                return known;
            }
        }
        return null;
    }

    /** The budget is spent. */
    static OperationalException givenUp(OperationalException last, LockWait wait) {
        String pids =
                wait.blockers().stream()
                        .map(blocker -> "pg_terminate_backend(" + blocker.pid() + ")")
                        .collect(Collectors.joining(", "));
        ErrorContext context =
                last.context()
                        .withHint(
                                (pids.isEmpty() ? "" : "end them (select " + pids + "), ")
                                        + "run it when they are gone,"
                                        + " or give it more time: LockPolicy.budget(..)");
        return new OperationalException(
                "gave up on a lock after "
                        + wait.waited().toMillis()
                        + " ms and "
                        + wait.attempt()
                        + (wait.attempt() == 1 ? " attempt" : " attempts")
                        + ", and changed nothing: blocked by "
                        + wait.who(),
                context,
                last,
                last.kind() == Kind.DEADLOCK ? Kind.DEADLOCK : Kind.LOCK_TIMEOUT);
    }

    static OperationalException interrupted(String what, InterruptedException cause) {
        return new OperationalException(
                "interrupted while waiting for a lock",
                new ErrorContext(what, java.util.List.of(), null, null),
                cause,
                Kind.TIMEOUT);
    }
}

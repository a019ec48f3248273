package dev.kinglet.errors;

import java.util.List;

/**
 * The transaction <em>is</em> committed, and work that was to run after it failed. The first
 * failure is the cause, further ones are suppressed; what else was registered ran. Do not run the
 * transaction again because of it.
 */
public final class AfterCommitException extends KingletException {
    private static final long serialVersionUID = 1L;

    public AfterCommitException(int registered, List<? extends Throwable> failures) {
        super(
                "the transaction is committed, but "
                        + failures.size()
                        + " of "
                        + registered
                        + " works after it failed: "
                        + failures.get(0),
                ErrorContext.NONE.withHint(
                        "do not repeat the transaction; work that has to happen needs a row in it that says so"),
                failures.get(0));
        failures.stream().skip(1).forEach(this::addSuppressed);
    }
}

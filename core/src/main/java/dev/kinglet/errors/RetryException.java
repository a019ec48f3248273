package dev.kinglet.errors;

/**
 * A transaction was repeated as often as it may be, and failed each time for a reason that others
 * may not have met: the cause is the last one. Nothing of it was stored.
 */
public final class RetryException extends KingletException {
    private static final long serialVersionUID = 1L;

    private final int attempts;

    public RetryException(int attempts, OperationalException last) {
        super(
                "gave up after " + attempts + " attempts: " + last.summary(),
                last.context()
                        .withHint(
                                "let fewer transactions change the same rows at once, or allow more attempts"),
                last);
        this.attempts = attempts;
    }

    /** How often the transaction was run. */
    public int attempts() {
        return attempts;
    }
}

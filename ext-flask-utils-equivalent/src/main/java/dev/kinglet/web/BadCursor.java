package dev.kinglet.web;

/**
 * A cursor, or another signed value of an address, that this list did not give out: an answer of
 * its own (400), not a failure of the application.
 *
 * <p>Unlike {@link NotFound} it is unchecked. That a row is gone is a usual answer, and a handler
 * may have something to say about it; a cursor is bad when somebody changed it, or kept it for too
 * long, and no handler has more to say than the one place that turns exceptions into answers.
 */
public final class BadCursor extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong with a cursor. */
    public enum Reason {
        /** It is no cursor: too long, too short, of other characters or of another version. */
        MALFORMED("is no cursor"),
        /** Its signature is not that of its key, or its key is none of ours (any more). */
        FORGED("was not signed here"),
        /** It belongs to a query with other conditions. */
        OTHER_QUERY("is of another query"),
        /** It belongs to the same query in another order. */
        OTHER_ORDER("is of another order"),
        /** It was given to somebody else. */
        OTHER_PRINCIPAL("was given to somebody else"),
        /** It is older than cursors may be. */
        EXPIRED("has expired");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    BadCursor(Reason reason) {
        // no stack trace: where it was thrown says nothing, and anybody can send a million of them
        super("the cursor " + reason.text, null, false, false);
        this.reason = reason;
    }

    /** What is wrong with it. For logs; a visitor who forges cursors need not be told. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong, in words. Never the cursor itself. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The status of the answer: always 400. */
    public int status() {
        return 400;
    }
}

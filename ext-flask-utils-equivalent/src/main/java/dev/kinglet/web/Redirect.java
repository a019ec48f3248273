package dev.kinglet.web;

/**
 * The page that was meant has another address: the one without what could not be read. An answer of
 * its own (302), which a {@link Listing} gives that says {@link BadInput#REDIRECT}.
 */
public final class Redirect extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String location;

    Redirect(Parameters canonical) {
        // no stack trace: where it was thrown says nothing, and anybody can send a million of them
        super("the list has another address", null, false, false);
        this.location = "?" + canonical.encoded();
    }

    /**
     * For the header {@code Location}: the parameters alone, as in {@code ?page=3&q=meow}, so it
     * leads to the same path of the same host whatever was sent. Asking there does not redirect
     * again.
     */
    public String location() {
        return location;
    }

    /** The status of the answer: always 302. */
    public int status() {
        return 302;
    }
}

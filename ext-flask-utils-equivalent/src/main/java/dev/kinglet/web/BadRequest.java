package dev.kinglet.web;

import org.jspecify.annotations.Nullable;

/**
 * What a visitor sent cannot be read: an answer of its own (400, or 404 where a {@link Listing}
 * says {@link BadInput#NOT_FOUND}), not a failure of the application. The message names the
 * parameter and never repeats its value, so it may be shown as it is.
 *
 * <p>Unlike {@link NotFound} it is unchecked: no handler has more to say about it than the one
 * place that turns exceptions into answers.
 */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String parameter;

    /**
     * @param parameter the name that the application gave it; null where it is the request as a
     *     whole
     * @param what what is wrong with it, as in {@code "is not a number"}
     */
    public BadRequest(@Nullable String parameter, String what) {
        this(400, parameter, what, null);
    }

    /** As {@link #BadRequest(String, String)}, with what was thrown while it was read. */
    public BadRequest(@Nullable String parameter, String what, @Nullable Throwable cause) {
        this(400, parameter, what, cause);
    }

    BadRequest(int status, @Nullable String parameter, String what, @Nullable Throwable cause) {
        super(
                parameter == null
                        ? "The request " + what
                        : "The parameter '" + parameter + "' " + what,
                cause);
        this.status = status;
        this.parameter = parameter;
    }

    /** What is wrong, in words. Never a value. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The parameter that is wrong; null where it is the request as a whole. */
    public @Nullable String parameter() {
        return parameter;
    }

    /** The status of the answer: 400 or 404. */
    public int status() {
        return status;
    }
}

package dev.kinglet.web;

import dev.kinglet.model.Table;
import dev.kinglet.query.Source;

/**
 * What a visitor asked for is not there: an answer of its own (404), not a failure of the
 * application.
 *
 * <p>It is a checked exception, so that javac asks every handler where it goes: most let it through
 * to the one place where the web framework turns exceptions into answers. Core's {@link
 * dev.kinglet.errors.NotFoundException}, which {@code get} throws, says that a row should have been
 * there, and stays an error 500.
 */
public final class NotFound extends Exception {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }

    /** No row of this source was found. */
    static NotFound of(Source<?> source) {
        Source<?> named = source instanceof Table<?, ?> table ? table.base() : source;
        return new NotFound(named + " not found");
    }

    /** What was looked for, by the name of its model: {@code User not found}. Never a value. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The status of the answer: always 404. */
    public int status() {
        return 404;
    }
}

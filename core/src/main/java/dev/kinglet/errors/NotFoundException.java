package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * One row was asked for by {@code get} and there is none. Use {@code find} where that is no error.
 */
public final class NotFoundException extends KingletException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String summary, ErrorContext context, @Nullable Throwable cause) {
        super(summary, context, cause);
    }
}

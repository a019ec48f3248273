package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * A value that does not fit: out of range, of a wrong form, too precise for the column, null read
 * through an expression that is typed as never null, or more rows than the one that was asked for.
 */
public final class DataException extends KingletException {
    private static final long serialVersionUID = 1L;

    public DataException(String summary, ErrorContext context, @Nullable Throwable cause) {
        super(summary, context, cause);
    }
}

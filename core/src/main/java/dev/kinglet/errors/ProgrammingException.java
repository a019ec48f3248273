package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * A query that cannot be right: an impossible join, a column of a source that is not in the query,
 * SQL that the database does not understand, a table that is not there. Fix the code; retrying does
 * not help.
 */
public final class ProgrammingException extends KingletException {
    private static final long serialVersionUID = 1L;

    public ProgrammingException(String summary, ErrorContext context, @Nullable Throwable cause) {
        super(summary, context, cause);
    }

    public ProgrammingException(String summary, @Nullable String model, @Nullable String hint) {
        this(summary, ErrorContext.NONE.withModel(model).withHint(hint), null);
    }
}

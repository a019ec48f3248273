package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in the declaration of a table or in the use of a row: found when the table is first
 * used, naming both sides. Fix the code; retrying does not help.
 */
public final class ModelException extends KingletException {
    private static final long serialVersionUID = 1L;

    public ModelException(String summary, ErrorContext context, @Nullable Throwable cause) {
        super(summary, context, cause);
    }

    public ModelException(String summary, @Nullable String model, @Nullable String hint) {
        this(summary, ErrorContext.NONE.withModel(model).withHint(hint), null);
    }
}

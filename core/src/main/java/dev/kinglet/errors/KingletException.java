package dev.kinglet.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything Kinglet throws by itself. Exceptions of the caller's own code (a
 * transaction body, a default) pass through unwrapped.
 */
public abstract class KingletException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final transient ErrorContext context;

    protected KingletException(String summary, ErrorContext context, @Nullable Throwable cause) {
        super(context.render(summary), cause);
        this.summary = summary;
        this.context = context;
    }

    /** The first line of the message: what went wrong, without SQL and hint. */
    public final String summary() {
        return summary;
    }

    /** The statement with its placeholders; null where the error came before there was one. */
    public final @Nullable String sql() {
        return context().sql();
    }

    /**
     * The bound values in order; empty unless the database was built with {@code showBinds(true)}.
     */
    public final List<@Nullable Object> binds() {
        return context().binds();
    }

    /** The simple name of the model class; null where none is known. */
    public final @Nullable String model() {
        return context().model();
    }

    /** What to do about it; null where nothing better than the message is known. */
    public final @Nullable String hint() {
        return context().hint();
    }

    /** All of that at once, for an exception that says the same of a larger step. */
    public final ErrorContext context() {
        // null only after Java deserialization, which keeps the text and drops the parts
        return context == null ? ErrorContext.NONE : context;
    }
}

package dev.kinglet.errors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an error happened.
 *
 * @param sql the statement with its placeholders, null where none was made
 * @param binds the bound values in order; empty unless the database was told to show them, because
 *     they may be secrets
 * @param model the simple name of the model class, null where none is known
 * @param hint what to do about it, null where nothing better than the message is known
 */
public record ErrorContext(
        @Nullable String sql,
        List<@Nullable Object> binds,
        @Nullable String model,
        @Nullable String hint) {

    /** Nothing known beyond the message. */
    public static final ErrorContext NONE = new ErrorContext(null, List.of(), null, null);

    public ErrorContext {
        // not List.copyOf: a bound value may be null
        binds = Collections.unmodifiableList(new ArrayList<>(binds));
    }

    /** The same place with its model. */
    public ErrorContext withModel(@Nullable String model) {
        return new ErrorContext(sql, binds, model, hint);
    }

    /** The same place with a hint. */
    public ErrorContext withHint(@Nullable String hint) {
        return new ErrorContext(sql, binds, model, hint);
    }

    String render(String message) {
        StringBuilder text = new StringBuilder(message);
        line(text, "model", model);
        line(text, "sql", sql);
        line(text, "binds", binds.isEmpty() ? null : binds.toString());
        line(text, "hint", hint);
        return text.toString();
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            text.append("\n  ").append(label).append(": ").append(value);
        }
    }
}

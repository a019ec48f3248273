package dev.kinglet.web;

import dev.kinglet.model.Table;
import dev.kinglet.query.Source;
import java.util.List;

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

    private final String model;
    private final transient List<String> key;

    NotFound(String model, List<String> key) {
        super(model + " not found");
        this.model = model;
        this.key = List.copyOf(key);
    }

    /**
     * For what is no row: a file, a row of another system.
     *
     * @param what what was looked for, by its kind and never by its value: {@code "Picture"}
     */
    public static NotFound of(String what) {
        return new NotFound(what, List.of());
    }

    /** No row of this source was found. */
    static NotFound of(Source<?> source) {
        return of(source, List.of());
    }

    static NotFound of(Source<?> source, List<String> key) {
        Source<?> named = source instanceof Table<?, ?> table ? table.base() : source;
        return new NotFound(named.toString(), key);
    }

    /** What was looked for, by the name of its model: {@code User not found}. Never a value. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The name of the model that was looked for: {@code User}. */
    public String model() {
        return model;
    }

    /**
     * The names of the columns of the key that was looked for, in order; empty where conditions or
     * a query said what was. For logs: they are not in the message.
     */
    public List<String> key() {
        return key == null ? List.of() : key; // null only after Java deserialization
    }

    /** The status of the answer: always 404. */
    public int status() {
        return 404;
    }
}

package dev.kinglet.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row with a version was written by someone else since it was read. Nothing was stored, and the
 * object is as it was.
 */
public final class StaleRowException extends KingletException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object key;
    private final transient List<String> columns;
    private final boolean deleted;

    /**
     * @param columns what is another value in the database than the one that was read
     */
    public StaleRowException(
            String summary,
            ErrorContext context,
            @Nullable Object key,
            List<String> columns,
            boolean deleted) {
        super(summary, context, null);
        this.key = key;
        this.columns = List.copyOf(columns);
        this.deleted = deleted;
    }

    /** The primary key; of several columns a {@code CompositeKey}. It is not in the message. */
    public @Nullable Object key() {
        return key;
    }

    /**
     * The Java names of the columns that have another value now than the one that was read, as far
     * as they were read; the version is not among them. Empty where the row is gone.
     */
    public List<String> columns() {
        return columns == null ? List.of() : columns;
    }

    /** Whether the row is gone. */
    public boolean deleted() {
        return deleted;
    }
}

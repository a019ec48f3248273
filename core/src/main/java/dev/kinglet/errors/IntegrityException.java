package dev.kinglet.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constraint of the database refused the statement. Nothing of the statement was stored. */
public final class IntegrityException extends KingletException {
    private static final long serialVersionUID = 1L;

    /** Which rule was broken. */
    public enum Kind {
        UNIQUE,
        FOREIGN_KEY,
        NOT_NULL,
        CHECK,
        /** An exclusion constraint; PostgreSQL only. */
        EXCLUSION,
        /** Another rule, such as one that a trigger watches over. */
        OTHER
    }

    private final Kind kind;
    private final @Nullable String constraint;
    private final @Nullable String table;
    private final transient List<String> columns;

    public IntegrityException(
            String summary,
            ErrorContext context,
            @Nullable Throwable cause,
            Kind kind,
            @Nullable String constraint,
            @Nullable String table,
            List<String> columns) {
        super(summary, context, cause);
        this.kind = kind;
        this.constraint = constraint;
        this.table = table;
        this.columns = List.copyOf(columns);
    }

    /** Which rule was broken; never null. */
    public Kind kind() {
        return kind;
    }

    /**
     * The name of the constraint or unique index. PostgreSQL always tells it, except for NOT NULL
     * before version 18; SQLite only that of a check (its text, where it has no name) and of an
     * index on expressions. Null where it is not told: see {@link #columns()}.
     */
    public @Nullable String constraint() {
        return constraint;
    }

    /**
     * The table whose rule was broken; null where the database does not say (foreign keys on
     * SQLite).
     */
    public @Nullable String table() {
        return table;
    }

    /**
     * The columns of the rule where the database tells them, else empty: for checks, for
     * expressions, for foreign keys on SQLite, and where a row that others refer to is deleted.
     */
    public List<String> columns() {
        return columns == null ? List.of() : columns;
    }
}

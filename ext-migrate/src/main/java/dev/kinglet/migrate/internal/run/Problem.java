package dev.kinglet.migrate.internal.run;

import org.jspecify.annotations.Nullable;

/** Something that cannot be run as it is; the front door makes a MigrationException of it. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String id;
    private final @Nullable String hint;

    public Problem(String summary, @Nullable String id, @Nullable String hint) {
        this(summary, id, hint, null);
    }

    public Problem(
            String summary, @Nullable String id, @Nullable String hint, @Nullable Throwable cause) {
        super(summary, cause);
        this.id = id;
        this.hint = hint;
    }

    /** The sentence that says what is wrong. */
    public String summary() {
        return String.valueOf(getMessage());
    }

    /** The migration that it is about; null for none, or several. */
    public @Nullable String id() {
        return id;
    }

    /** What to do about it. */
    public @Nullable String hint() {
        return hint;
    }
}

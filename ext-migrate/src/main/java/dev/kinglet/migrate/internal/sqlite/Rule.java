package dev.kinglet.migrate.internal.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a column or of a table, as it stands in CREATE TABLE.
 *
 * @param name of the constraint; null where it has none
 * @param namePlace of the token that names it; -1 for none
 * @param columns that it is about: the column it stands at, or those that it lists
 * @param target the table of a foreign key; null for others
 * @param first its first token, with the word CONSTRAINT
 * @param end behind its last token
 */
record Rule(
        Kind kind,
        @Nullable String name,
        int namePlace,
        List<String> columns,
        @Nullable String target,
        int first,
        int end) {

    /** What it says. */
    enum Kind {
        PRIMARY_KEY,
        NOT_NULL,
        /** The word NULL alone, which says nothing. */
        NULL,
        UNIQUE,
        CHECK,
        DEFAULT,
        COLLATE,
        FOREIGN_KEY,
        GENERATED
    }

    /** Whether it is of this kind. */
    boolean is(Kind other) {
        return kind == other;
    }

    /** Whether SQL calls it a constraint that can be dropped by its name. */
    boolean isConstraint() {
        return kind == Kind.CHECK
                || kind == Kind.UNIQUE
                || kind == Kind.FOREIGN_KEY
                || kind == Kind.PRIMARY_KEY
                || kind == Kind.NOT_NULL;
    }
}

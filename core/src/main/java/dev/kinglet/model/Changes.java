package dev.kinglet.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The changed columns of a row with a version, and what they held before: so that a lost race can
 * say what the others changed. Only rows that are changed have one.
 */
final class Changes extends BitSet {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object[] before;

    Changes(int size) {
        super(size);
        this.before = new Object[size];
    }

    /** Notes the first change of a column. */
    void set(int ordinal, @Nullable Object was) {
        if (!get(ordinal)) {
            before[ordinal] = was;
            set(ordinal);
        }
    }

    @Nullable Object before(int ordinal) {
        return before[ordinal];
    }
}

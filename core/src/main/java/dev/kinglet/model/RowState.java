package dev.kinglet.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What a row was before a write whose hooks may change it. */
final class RowState {
    private final Model<?> row;
    private final @Nullable Object[] values;
    private final @Nullable BitSet changed;
    private final @Nullable Object @Nullable [] related;
    private final boolean persisted;

    RowState(Model<?> row) {
        this.row = row;
        this.values = row.values().clone();
        BitSet bits = row.changed;
        this.changed = bits == null ? null : (BitSet) bits.clone();
        @Nullable Object[] slots = row.related;
        this.related = slots == null ? null : slots.clone();
        this.persisted = row.persisted;
    }

    void restore() {
        row.values = values;
        row.changed = changed;
        row.related = related;
        row.persisted = persisted;
    }
}

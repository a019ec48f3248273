package dev.kinglet.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that hang on a row: a slot for each foreign key, and a last one for the back-references.
 * Several threads may load at once, so slots are read and written in a way that shows a row
 * complete to whoever sees it. Two threads that load the same put the same there, and one of them
 * stays.
 */
final class Related {
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    private Related() {}

    /** The row, {@link Model#NONE}, or null where nothing was loaded. */
    static @Nullable Object one(Model<?> row, ForeignKey<?, ?, ?> foreignKey) {
        return get(row, foreignKey.position);
    }

    static void putOne(Model<?> row, ForeignKey<?, ?, ?> foreignKey, @Nullable Object target) {
        put(row, foreignKey.position, target);
    }

    /** The rows of a back-reference; null where nothing was loaded. */
    static @Nullable List<Model<?>> many(Model<?> row, Hop relation) {
        @Nullable Object[] slots = row.related;
        return slots == null ? null : lists(get(row, slots.length - 1)).get(relation);
    }

    static void putMany(Model<?> row, Hop relation, List<Model<?>> rows) {
        int last = size(row) - 1;
        Map<Hop, List<Model<?>>> known = lists(get(row, last));
        if (known.isEmpty()) {
            put(row, last, Map.of(relation, rows));
        } else {
            Map<Hop, List<Model<?>>> changed = new HashMap<>(known);
            changed.put(relation, rows);
            put(row, last, changed);
        }
    }

    /** Rows that refer to a row, and do not know another one yet, need no query for it. */
    static void adopt(Model<?> row, Hop relation, List<? extends Model<?>> children) {
        Object key = row.raw(relation.from().ordinal);
        for (Model<?> child : children) {
            // one that was set to another row since it was read does not come back
            if (one(child, relation.foreignKey()) == null
                    && Objects.deepEquals(key, child.raw(relation.to().ordinal))) {
                putOne(child, relation.foreignKey(), row);
            }
        }
    }

    static boolean isLoaded(Model<?> row, Hop relation) {
        return relation.many()
                ? many(row, relation) != null
                : one(row, relation.foreignKey()) != null;
    }

    private static int size(Model<?> row) {
        return row.table().sealed().foreignKeys().size() + 1;
    }

    private static @Nullable Object get(Model<?> row, int slot) {
        @Nullable Object[] slots = row.related;
        return slots == null ? null : (Object) SLOT.getAcquire(slots, slot);
    }

    private static void put(Model<?> row, int slot, @Nullable Object value) {
        @Nullable Object[] slots = row.related;
        if (slots == null) {
            if (value == null) {
                return;
            }
            slots = new Object[size(row)];
            row.related = slots;
        }
        SLOT.setRelease(slots, slot, value);
    }

    @SuppressWarnings("unchecked") // the last slot is only filled here
    private static Map<Hop, List<Model<?>>> lists(@Nullable Object slot) {
        return slot == null ? Map.of() : (Map<Hop, List<Model<?>>>) slot;
    }
}

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
        Object last = slots == null ? null : get(row, slots.length - 1);
        Bunch known = last instanceof Bunch one ? one : several(last).get(relation);
        return known == null || !known.relation.equals(relation) ? null : known.rows();
    }

    static void putMany(Model<?> row, Bunch rows) {
        int last = size(row) - 1;
        Object known = get(row, last);
        if (known == null || known instanceof Bunch one && one.relation.equals(rows.relation)) {
            put(row, last, rows);
            return;
        }
        Map<Hop, Bunch> all = new HashMap<>(several(known));
        if (known instanceof Bunch one) {
            all.put(one.relation, one);
        }
        all.put(rows.relation, rows);
        put(row, last, all);
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

    /** The last slot has the rows of one back-reference, or a map where there are more. */
    @SuppressWarnings("unchecked") // it is only filled here
    private static Map<Hop, Bunch> several(@Nullable Object slot) {
        return slot instanceof Map<?, ?> map ? (Map<Hop, Bunch>) map : Map.of();
    }
}

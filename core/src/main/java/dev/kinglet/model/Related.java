package dev.kinglet.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows that hang on a row: a slot for each reference, and a last one for all other relations.
 * Several threads may load at once, so slots are read and written in a way that shows a row
 * complete to whoever sees it. Two threads that load the same put the same there, and one of them
 * stays.
 */
final class Related {
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    private Related() {}

    /** Where a row keeps what a reference leads to: first the single columns, then the others. */
    static int slot(Reference<?, ?> reference) {
        return reference instanceof CompositeForeignKey<?, ?> composite
                ? composite.table().foreignKeys().size() + composite.position
                : ((ForeignKey<?, ?, ?>) reference).position;
    }

    /** The row, {@link Model#NONE}, or null where nothing was loaded. */
    static @Nullable Object one(Model<?> row, Reference<?, ?> reference) {
        return get(row, slot(reference));
    }

    static void putOne(Model<?> row, Reference<?, ?> reference, @Nullable Object target) {
        put(row, slot(reference), target);
    }

    /** As {@link #one(Model, Reference)}, also of a relation by no reference. */
    static @Nullable Object one(Model<?> row, Hop relation) {
        if (relation.slot >= 0) {
            return get(row, relation.slot);
        }
        List<Model<?>> known = many(row, relation);
        return known == null ? null : known.isEmpty() ? Model.NONE : known.get(0);
    }

    static void putOne(Model<?> row, Hop relation, @Nullable Object target) {
        if (relation.slot >= 0) {
            put(row, relation.slot, target);
        } else if (target == null) {
            forget(row, relation::equals);
        } else {
            List<Model<?>> rows = target instanceof Model<?> one ? List.of(one) : List.of();
            putMany(row, Bunch.of(relation, rows));
        }
    }

    /** Forgets what a row referred to by a column that holds something else now. */
    static void forget(Model<?> row, Column<?> column) {
        if (row.related == null) {
            return;
        }
        int ordinal = column.ordinal;
        if (column.canonical() instanceof ForeignKey<?, ?, ?> foreignKey) {
            put(row, foreignKey.position, null);
        }
        for (CompositeForeignKey<?, ?> composite : row.table().compositeForeignKeys()) {
            if (composite.has(ordinal)) {
                put(row, slot(composite), null);
            }
        }
        forget(row, relation -> !relation.many() && relation.reads(ordinal));
    }

    /** Forgets the rows of such relations. */
    static void forget(Model<?> row, Predicate<Hop> which) {
        if (row.related == null) {
            return;
        }
        int last = size(row) - 1;
        Object known = get(row, last);
        if (known instanceof Bunch one && which.test(one.relation)) {
            put(row, last, null);
        } else if (several(known).keySet().stream().anyMatch(which)) {
            Map<Hop, Bunch> left = new HashMap<>(several(known));
            left.keySet().removeIf(which);
            put(row, last, left);
        }
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
        Object key = relation.keyOf(row);
        Hop back = relation.inverse();
        for (Model<?> child : children) {
            // one that was set to another row since it was read does not come back
            if (one(child, back) == null && Objects.deepEquals(key, back.keyOf(child))) {
                putOne(child, back, row);
            }
        }
    }

    static boolean isLoaded(Model<?> row, Hop relation) {
        return relation.many() ? many(row, relation) != null : one(row, relation) != null;
    }

    private static int size(Model<?> row) {
        Declaration declared = row.table().declaration();
        return declared.foreignKeys.size() + declared.compositeForeignKeys.size() + 1;
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

    /** The last slot has the rows of one relation, or a map where there are more. */
    @SuppressWarnings("unchecked") // it is only filled here
    private static Map<Hop, Bunch> several(@Nullable Object slot) {
        return slot instanceof Map<?, ?> map ? (Map<Hop, Bunch>) map : Map.of();
    }
}

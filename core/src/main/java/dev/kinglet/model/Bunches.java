package dev.kinglet.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for by the values of one column, and what was found. Two relations that lead to the
 * same column ask for their rows at once.
 */
final class Bunches {
    private final Column<?> to;
    private final Map<Object, Bunch> byKey;
    private List<Object> open = new ArrayList<>();

    /**
     * @param to the column of the base table
     * @param keys about how many there will be
     */
    Bunches(Column<?> to, int keys) {
        this.to = to;
        this.byKey = new HashMap<>(keys * 4 / 3 + 1);
    }

    /** The column that the keys are looked for in, that of the base table. */
    Column<?> to() {
        return to;
    }

    /** The rows of this key, which are read later where they are not there yet. */
    Bunch ask(Hop relation, Object key, @Nullable Model<?> parent) {
        Object comparable = comparable(key);
        Bunch known = byKey.get(comparable);
        if (known == null) {
            known = Bunch.awaited(relation, parent);
            byKey.put(comparable, known);
            open.add(key);
        }
        return known;
    }

    /** The rows of this key; null where nobody asked for it. */
    @Nullable Bunch get(@Nullable Object key) {
        return key == null || key == Model.UNSET ? null : byKey.get(comparable(key));
    }

    /** Whether a key was asked for since they were last looked for. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** The keys that were asked for since the last call, each once, as the rows have them. */
    List<Object> open() {
        List<Object> keys = open;
        open = new ArrayList<>(0);
        return keys;
    }

    /** Puts rows where they belong; those of keys that nobody asked for belong nowhere. */
    void take(List<? extends Model<?>> rows) {
        @Nullable Bunch[] where = new Bunch[rows.size()];
        Object before = null;
        Bunch bunch = null;
        for (int i = 0; i < where.length; i++) {
            Object key = rows.get(i).values()[to.ordinal];
            if (before == null || !before.equals(key)) { // they often come in runs
                bunch = get(key);
                before = key;
            }
            if (bunch != null) {
                bunch.expect();
                where[i] = bunch;
            }
        }
        for (int i = 0; i < where.length; i++) {
            Bunch of = where[i];
            if (of != null) {
                of.add(rows.get(i));
            }
        }
    }

    private static Object comparable(Object key) {
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }
}

package dev.kinglet.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for by keys of one kind, and what was found. Two relations that lead to the same
 * columns ask for their rows at once.
 */
final class Bunches {
    private final Hop hop;
    private final Hop back;
    private final Map<Object, Bunch> byKey;
    private List<Object> open = new ArrayList<>();

    /**
     * @param hop a relation, or one of several that find their rows in the same way
     * @param keys about how many there will be
     */
    Bunches(Hop hop, int keys) {
        this.hop = hop;
        this.back = hop.inverse();
        this.byKey = new HashMap<>(keys * 4 / 3 + 1);
    }

    /** How its rows are found. */
    Hop hop() {
        return hop;
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

    /** Those that a row which was read belongs to; null where nobody asked for it. */
    @Nullable Bunch of(Model<?> row) {
        return get(back.keyOf(hop.holder(row)));
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
            Object key = back.keyOf(hop.holder(rows.get(i)));
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

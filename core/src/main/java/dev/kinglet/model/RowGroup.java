package dev.kinglet.model;

import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one result that load together. What was loaded stays here until a row asks for it, so no
 * thread writes into the row of another.
 */
final class RowGroup {
    /**
     * How often a relation is loaded for the group. A loop that writes between its reads makes what
     * was loaded out of date in each round; after this many its rows load one by one.
     */
    private static final int ROUNDS = 2;

    private Model<?>[] rows = new Model<?>[16];
    private int size;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Map<Hop, Batch> batches = Map.of();
    private volatile boolean asked;

    /** Whether a row was asked for what it had not loaded. */
    boolean asked() {
        return asked;
    }

    /** Only while the result is read. */
    void add(Model<?> row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size < 64 ? size * 2 : size * 4);
        }
        rows[size++] = row;
    }

    /**
     * What a relation leads to from rows of this key, loaded for the whole group if it has to be.
     * Null where the caller has to load for itself: it is alone, what was loaded is out of date for
     * its thread, or another thread is loading right now. Nobody waits here: who waits may hold the
     * connection that the other one needs.
     */
    @Nullable Bunch rows(Hop relation, Object key, QueryExecutor database, @Nullable Lazy lazy) {
        asked = true;
        Batch known = batches.get(relation);
        if (known != null && known.mark.holds()) {
            return known.found.get(key);
        }
        if (size < 2 || !loading.tryLock()) {
            return null;
        }
        try {
            known = batches.get(relation);
            if (known != null && known.mark.holds()) {
                return known.found.get(key);
            }
            int round = known == null ? 1 : known.round + 1;
            Bunches found = new Bunches(relation, relation.many() ? size : 16);
            if (round > ROUNDS || ask(relation, found) < 2 || found.get(key) == null) {
                return null;
            }
            QueryExecutor.Mark mark = database.mark();
            Fetch.of(relation, lazy).read(List.of(found), database);
            Map<Hop, Batch> changed = new HashMap<>(batches);
            changed.put(relation, new Batch(found, mark, round));
            batches = changed;
            return found.get(key);
        } finally {
            loading.unlock();
        }
    }

    /** Asks for the keys of the rows that have not loaded the relation, and counts those rows. */
    private int ask(Hop relation, Bunches found) {
        int wanting = 0;
        for (int i = 0; i < size; i++) {
            Object key = relation.keyOf(rows[i]);
            if (key != null && key != Model.UNSET && !Related.isLoaded(rows[i], relation)) {
                found.ask(relation, key, null);
                wanting++;
            }
        }
        return wanting;
    }

    /** What was loaded for a group at once. */
    private record Batch(Bunches found, QueryExecutor.Mark mark, int round) {}
}

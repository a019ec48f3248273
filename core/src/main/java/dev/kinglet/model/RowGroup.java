package dev.kinglet.model;

import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final List<Model<?>> rows = new ArrayList<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Map<Hop, Batch> batches = Map.of();
    private volatile boolean asked;

    /** Whether a row was asked for what it had not loaded. */
    boolean asked() {
        return asked;
    }

    /** Only while the result is read. */
    void add(Model<?> row) {
        rows.add(row);
    }

    /**
     * What a relation leads to from rows of this key, loaded for the whole group if it has to be.
     * Null where the caller has to load for itself: it is alone, what was loaded is out of date for
     * its thread, or another thread is loading right now. Nobody waits here: who waits may hold the
     * connection that the other one needs.
     */
    @Nullable Batch batch(Hop relation, Object key, QueryExecutor database, @Nullable Lazy lazy) {
        asked = true;
        Batch known = batches.get(relation);
        if (known != null && known.mark.holds()) {
            return known.asked(key) ? known : null;
        }
        if (rows.size() < 2 || !loading.tryLock()) {
            return null;
        }
        try {
            known = batches.get(relation);
            if (known != null && known.mark.holds()) {
                return known.asked(key) ? known : null;
            }
            int round = known == null ? 1 : known.round + 1;
            Set<Object> keys = new LinkedHashSet<>();
            if (round > ROUNDS
                    || collect(relation, keys) < 2
                    || !keys.contains(Fetch.comparable(key))) {
                return null;
            }
            QueryExecutor.Mark mark = database.mark();
            Batch batch =
                    new Batch(keys, Fetch.of(relation, lazy).rows(keys, database), mark, round);
            Map<Hop, Batch> changed = new HashMap<>(batches);
            changed.put(relation, batch);
            batches = changed;
            return batch;
        } finally {
            loading.unlock();
        }
    }

    /** Gathers the keys of the rows that have not loaded the relation, and counts those rows. */
    private int collect(Hop relation, Set<Object> keys) {
        int wanting = 0;
        for (Model<?> row : rows) {
            Object key = relation.keyOf(row);
            if (key != null && key != Model.UNSET && !Related.isLoaded(row, relation)) {
                keys.add(Fetch.comparable(key));
                wanting++;
            }
        }
        return wanting;
    }

    /** What was loaded for a group at once. */
    static final class Batch {
        private final Set<Object> keys;
        private final Map<Object, List<Model<?>>> found;
        private final QueryExecutor.Mark mark;
        private final int round;

        Batch(
                Set<Object> keys,
                Map<Object, List<Model<?>>> found,
                QueryExecutor.Mark mark,
                int round) {
            this.keys = keys;
            this.found = found;
            this.mark = mark;
            this.round = round;
        }

        boolean asked(Object key) {
            return keys.contains(Fetch.comparable(key));
        }

        /** Empty where there are none. */
        List<Model<?>> of(Object key) {
            return found.getOrDefault(Fetch.comparable(key), List.of());
        }
    }
}

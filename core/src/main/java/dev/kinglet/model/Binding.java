package dev.kinglet.model;

import dev.kinglet.query.QueryExecutor;
import org.jspecify.annotations.Nullable;

/** Which database a table uses: one for everybody, and for a while another one in one thread. */
public final class Binding {
    private volatile @Nullable QueryExecutor everybody;
    // made by the first use(..), so that tables that are only bound never look at a thread
    private volatile @Nullable ThreadLocal<@Nullable QueryExecutor> thread;

    Binding() {}

    /** The database from now on, in place of the one of before. */
    public void bind(QueryExecutor database) {
        everybody = database;
    }

    /**
     * Another database for this thread.
     *
     * @return what was there before, to give back to {@link #restore}; null for nothing
     */
    public @Nullable QueryExecutor use(QueryExecutor database) {
        ThreadLocal<@Nullable QueryExecutor> local = local();
        QueryExecutor before = local.get();
        local.set(database);
        return before;
    }

    /** Ends what {@link #use} began, in the same thread. */
    public void restore(@Nullable QueryExecutor before) {
        if (before == null) {
            local().remove();
        } else {
            local().set(before);
        }
    }

    @Nullable QueryExecutor executor() {
        ThreadLocal<@Nullable QueryExecutor> local = thread;
        QueryExecutor here = local == null ? null : local.get();
        return here == null ? everybody : here;
    }

    private ThreadLocal<@Nullable QueryExecutor> local() {
        ThreadLocal<@Nullable QueryExecutor> local = thread;
        if (local == null) {
            synchronized (this) { // once a table, and around no I/O
                local = thread;
                if (local == null) {
                    local = new ThreadLocal<>();
                    thread = local;
                }
            }
        }
        return local;
    }
}

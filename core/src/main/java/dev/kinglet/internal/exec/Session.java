package dev.kinglet.internal.exec;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a thread keeps, for a scope or a transaction. Nothing is taken or begun
 * before a statement needs it: a transaction without a statement costs nothing.
 */
final class Session {
    private final Connections connections;
    private final List<Level> levels = new ArrayList<>(2);
    // a stream may be closed by another thread than the one whose session this is
    private final AtomicInteger holds = new AtomicInteger();
    private @Nullable Lease lease;

    Session(Connections connections) {
        this.connections = connections;
    }

    /** Whether everybody who kept it is gone. */
    boolean isOver() {
        return holds.get() == 0;
    }

    int depth() {
        return levels.size();
    }

    /** The outermost level; null where there is none. */
    @Nullable Object transaction() {
        return levels.isEmpty() ? null : levels.get(0);
    }

    void hold() {
        holds.incrementAndGet();
    }

    /** Gives the connection back when nobody keeps it any more. */
    void letGo() {
        if (holds.decrementAndGet() == 0) {
            Lease done = lease;
            lease = null;
            if (done != null) {
                connections.giveBack(done);
            }
        }
    }

    /** The connection, in the transaction that was asked for. */
    Lease ready() throws SQLException {
        Lease known = lease;
        if (known == null) {
            known = connections.borrow();
            lease = known;
        }
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            if (!level.started) {
                if (i == 0) {
                    connections.engine().begin(known.connection());
                } else {
                    run(known, "savepoint " + name(i));
                }
                level.started = true;
            }
        }
        return known;
    }

    void begin() {
        levels.add(new Level());
    }

    /** The innermost level; null outside of transactions. */
    @Nullable Level innermost() {
        return levels.isEmpty() ? null : levels.get(levels.size() - 1);
    }

    /**
     * Ends the innermost level well. Where the database refuses, the level is still open.
     *
     * @return what is to run now that the outermost level is committed
     */
    List<Runnable> commit() throws SQLException {
        int i = levels.size() - 1;
        Level level = levels.get(i);
        if (level.started && lease != null) {
            if (i == 0) {
                connections.engine().commit(lease.connection());
            } else {
                run(lease, "release savepoint " + name(i));
            }
        }
        levels.remove(i);
        if (i > 0) {
            levels.get(i - 1).absorb(level);
            return List.of();
        }
        ended(level);
        return level.afterCommit();
    }

    /** Undoes the innermost level. It is gone, whatever the database says. */
    void rollback() throws SQLException {
        int i = levels.size() - 1;
        Level level = levels.remove(i);
        ended(level);
        if (level.started && lease != null) {
            if (i == 0) {
                connections.engine().rollback(lease.connection());
            } else {
                run(lease, "rollback to savepoint " + name(i));
                run(lease, "release savepoint " + name(i));
            }
        }
    }

    /** The connection is of no use any more: the pool closes it instead of keeping it. */
    void abandon() {
        Lease broken = lease;
        if (broken != null) {
            connections.evict(broken);
        }
    }

    private void ended(Level level) {
        if (level.started) {
            connections.clock().wrote();
        }
    }

    private static String name(int level) {
        return "kinglet_" + level;
    }

    private static void run(Lease lease, String sql) throws SQLException {
        try (Statement statement = lease.connection().createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import java.sql.SQLException;
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

    private TransactionMode mode = TransactionMode.USUAL;
    private @Nullable PhysicalTransaction begun;
    private @Nullable Throwable lost;
    private int manual;
    private Transactions.@Nullable Open manualTransaction;

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

    /** The level at that depth, from 1. */
    Level level(int depth) {
        return levels.get(depth - 1);
    }

    /** A level has ended: ends the one around it, too, where it waited for that. */
    void nowInnermost() {
        Level around = innermost();
        if (around != null && around.left() != null) {
            around.left().run();
        }
    }

    /** Whether the application begins and ends transactions itself. */
    boolean isManual() {
        return manual > 0;
    }

    void manual(int more) {
        manual += more;
    }

    Transactions.@Nullable Open manualTransaction() {
        return manualTransaction;
    }

    void manualTransaction(Transactions.@Nullable Open open) {
        manualTransaction = open;
    }

    /** How the transaction was asked for. */
    TransactionMode mode() {
        return mode;
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
        if (lost != null) {
            throw gone(lost);
        }
        Lease known = lease;
        if (known == null) {
            known = connections.borrow();
            lease = known;
        }
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            if (!level.started) {
                if (i == 0) {
                    begun = connections.engine().begin(known, mode);
                } else {
                    known.execute("savepoint " + name(i));
                }
                level.started = true;
            }
        }
        return known;
    }

    /** Before a statement that writes inside of a transaction. */
    void beforeWrite() {
        if (begun != null) {
            begun.beforeWrite();
        }
    }

    /** A statement failed: the database may have undone more than the statement. */
    void failed(Throwable because) {
        if (begun != null && lost == null && begun.isOver()) {
            lost = because;
        }
    }

    /** Begins a transaction in that mode, or a savepoint in the one there is. */
    void begin(TransactionMode asked) {
        if (levels.isEmpty()) {
            mode = asked;
        }
        levels.add(new Level());
    }

    /** Begins again what was ended last. */
    void beginAgain() {
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
        if (lost != null) {
            throw gone(lost);
        }
        int i = levels.size() - 1;
        Level level = levels.get(i);
        if (i > 0) {
            if (level.started && lease != null) {
                lease.execute("release savepoint " + name(i));
            }
            levels.remove(i);
            levels.get(i - 1).absorb(level);
            return List.of();
        }
        if (begun != null) {
            begun.commit();
            begun = null;
        }
        levels.remove(i);
        ended(level);
        return level.afterCommit();
    }

    /** Undoes the innermost level. It is gone, whatever the database says. */
    void rollback() throws SQLException {
        int i = levels.size() - 1;
        Level level = levels.remove(i);
        ended(level);
        if (i > 0) {
            if (level.started && lease != null && lost == null) {
                lease.execute("rollback to savepoint " + name(i));
                lease.execute("release savepoint " + name(i));
            }
            return;
        }
        PhysicalTransaction undone = begun;
        begun = null;
        lost = null;
        if (undone != null) {
            undone.rollback();
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

    private static OperationalException gone(Throwable because) {
        return new OperationalException(
                "the database has undone the transaction: " + because.getMessage(),
                ErrorContext.NONE.withHint(
                        "let the error that a statement failed with leave the transaction"),
                because,
                OperationalException.Kind.ABORTED_TRANSACTION);
    }

    private static String name(int level) {
        return "\"kinglet_" + level + "\"";
    }
}

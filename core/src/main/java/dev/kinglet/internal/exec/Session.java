package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a thread keeps, for a scope or a transaction. Nothing is taken or begun
 * before a statement needs it: a transaction without a statement costs nothing.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final AtomicIntegerFieldUpdater<Session> HOLDS =
            AtomicIntegerFieldUpdater.newUpdater(Session.class, "holds");

    private final Connections connections;
    private final boolean refuses;
    private final List<Level> levels = new ArrayList<>(2);
    // a stream may be closed by another thread than the one whose session this is
    private volatile int holds;
    private @Nullable Lease lease;

    private TransactionMode mode = TransactionMode.USUAL;
    private @Nullable PhysicalTransaction begun;
    private @Nullable Throwable lost;
    private boolean ended;
    private int manual;
    private volatile long lastWrite;
    private volatile long lastWriteNanos;
    private Transactions.@Nullable Open manualTransaction;

    Session(Connections connections) {
        this(connections, false);
    }

    private Session(Connections connections, boolean refuses) {
        this.connections = connections;
        this.refuses = refuses;
    }

    /** That of a coroutine which was launched in a transaction: the connection is in use there. */
    static Session refusing(Connections connections) {
        return new Session(connections, true);
    }

    boolean refuses() {
        return refuses;
    }

    /** Whether it was ended over the heads of those who kept it. */
    boolean isEnded() {
        return ended;
    }

    /** Whether everybody who kept it is gone. */
    boolean isOver() {
        return holds == 0;
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

    /** Whether it has its connection, and needs not take one. */
    boolean isConnected() {
        return lease != null;
    }

    void hold() {
        HOLDS.incrementAndGet(this);
    }

    /** Gives the connection back when nobody keeps it any more. */
    void letGo() {
        // of one that was ended nobody gives anything back
        if (HOLDS.updateAndGet(this, held -> Math.max(held - 1, 0)) == 0) {
            giveBack();
        }
    }

    /** How many keep it. */
    int holds() {
        return holds;
    }

    /** Ends it, whoever keeps it: what is open is undone, and then nobody gets that connection. */
    void end() {
        ended = true;
        if (HOLDS.getAndSet(this, 0) <= 1 && levels.isEmpty()) {
            giveBack();
            return;
        }
        try {
            while (!levels.isEmpty()) {
                rollback();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("work was ended with a connection that cannot roll back", e);
        } finally {
            abandon();
            giveBack();
        }
    }

    void giveBack() {
        Lease done = lease;
        lease = null;
        if (done != null) {
            connections.giveBack(done);
        }
    }

    /** The connection, in the transaction that was asked for. */
    Lease ready() throws SQLException {
        refuse();
        if (lost != null) {
            throw gone(lost);
        }
        Lease known = lease;
        if (known != null) {
            known.refuseWhileCopying();
        }
        if (known != null && begun == null && known.isGone()) {
            // whoever used it was told so; nothing hangs on it any more
            giveBack();
            known = null;
        }
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

    /**
     * A statement failed: the database may have undone more than the statement, and the connection
     * may be gone, and the transaction with it.
     */
    void failed(Throwable because) {
        if (lease != null) {
            lease.failed(because);
        }
        if (begun != null && lost == null && (isGone() || begun.isOver())) {
            lost = because;
        }
    }

    private boolean isGone() {
        return lease != null && lease.isGone();
    }

    /**
     * The database refused an explicit commit: one of a transaction is undone, and takes no further
     * statement before it is rolled back. That of a savepoint, and a lost connection, refuse by
     * themselves.
     */
    void refused(KingletException refusal) {
        if (levels.size() > 1
                || begun == null
                || refusal instanceof OperationalException operational
                        && operational.kind() == OperationalException.Kind.CONNECTION) {
            return;
        }
        try {
            begun.rollback();
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            abandon();
        }
        begun = null;
        lost = refusal;
    }

    /** Begins a transaction in that mode, or a savepoint in the one there is. */
    void begin(TransactionMode asked) {
        refuse();
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
            try {
                begun.commit();
            } catch (SQLException e) {
                failed(e);
                throw e;
            }
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
                lease.rollbackTo(name(i));
            }
            return;
        }
        PhysicalTransaction undone = begun;
        boolean told = lost != null;
        begun = null;
        lost = null;
        if (undone != null) {
            try {
                undone.rollback();
            } catch (SQLException e) {
                // with a connection that is gone the server undoes what was begun on it
                if (!told || !isGone()) {
                    throw e;
                }
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

    /** When it wrote last, by the clock of the database; 0 for never. */
    long lastWrite() {
        return lastWrite;
    }

    /** In nanoseconds of the system; see {@link WriteClock#keepTime}. */
    long lastWriteNanos() {
        return lastWriteNanos;
    }

    void wrote(long time, long nanos) {
        lastWriteNanos = nanos;
        lastWrite = time;
    }

    private void refuse() {
        if (refuses) {
            throw new ProgrammingException(
                    "a coroutine uses the database that was launched inside of a transaction",
                    null,
                    "use it before or after the launch: one connection does one thing at a time");
        }
    }

    private void ended(Level level) {
        if (level.started) {
            connections.clock().wrote();
        }
    }

    private OperationalException gone(Throwable because) {
        boolean connection = isGone();
        return new OperationalException(
                (connection
                                ? "the connection of the transaction was lost: "
                                : "the database has undone the transaction: ")
                        + (because instanceof KingletException known
                                ? known.summary()
                                : because.getMessage()),
                ErrorContext.NONE.withHint(
                        "let the error leave the block, or call rollback() of its transaction"),
                because,
                connection
                        ? OperationalException.Kind.CONNECTION
                        : OperationalException.Kind.ABORTED_TRANSACTION);
    }

    private static String name(int level) {
        return "\"kinglet_" + level + "\"";
    }
}

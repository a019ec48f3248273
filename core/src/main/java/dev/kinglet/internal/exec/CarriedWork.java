package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session that belongs to no thread: it is put into the one that goes on with the work, and taken
 * out again. One thread has it at a time.
 */
public final class CarriedWork implements AutoCloseable {
    private final Connections connections;
    private final Transactions transactions;
    private final Session session;
    private final @Nullable TransactionMode mode;
    private final ReentrantLock turn = new ReentrantLock();
    private Transactions.@Nullable Open open;
    private volatile boolean closing;
    private boolean over;

    CarriedWork(
            Connections connections, Transactions transactions, @Nullable TransactionMode mode) {
        this.connections = connections;
        this.transactions = transactions;
        this.mode = mode;
        this.session = new Session(connections);
        session.hold();
        if (mode != null) {
            here(() -> open = transactions.start(mode));
        }
    }

    /** Puts it into this thread; answers what {@link #leave} wants back. */
    public @Nullable Object enter() {
        take();
        if (over || closing) {
            release();
            throw new ProgrammingException(
                    "work is entered that is over",
                    null,
                    "what goes on after its end opens a connection, or a transaction, of its own");
        }
        return connections.put(session);
    }

    /** Puts back what was there before. */
    public void leave(@Nullable Object before) {
        connections.put((Session) before);
        try {
            if (turn.getHoldCount() == 1) {
                rest();
            }
        } finally {
            release();
        }
    }

    /** Borrows the connection, and begins the transaction, if that was not done yet. */
    public void connect() {
        here(
                () -> {
                    try {
                        session.ready();
                    } catch (SQLException e) {
                        session.failed(e);
                        throw connections.translate(e, ErrorContext.NONE);
                    }
                });
    }

    /** Whether a stream, a block or a scope that was opened in it is still open. */
    public boolean isInUse() {
        return session.holds() > (open == null ? 1 : 2);
    }

    public void commit() {
        here(
                () -> {
                    Transactions.Open ended = open;
                    if (ended != null && session.depth() > ended.depth()) {
                        throw new ProgrammingException(
                                "a transaction is committed while a block in it is open",
                                null,
                                "commit it after the block has ended");
                    }
                    open = null;
                    try {
                        if (ended != null) {
                            ended.commit();
                        }
                    } finally {
                        rest();
                    }
                });
    }

    public void rollback() {
        here(
                () -> {
                    Transactions.Open ended = open;
                    open = null;
                    try {
                        if (ended != null) {
                            ended.rollback();
                        }
                    } finally {
                        rest();
                    }
                });
    }

    /** Where another thread is in it, that one ends it when it leaves. */
    @Override
    public void close() {
        closing = true;
        if (turn.tryLock()) {
            try {
                end();
            } finally {
                turn.unlock();
            }
        }
    }

    /** Outside of transactions nothing is kept that others may need while nobody goes on. */
    private void rest() {
        if (session.holds() == 1 && session.depth() == 0) {
            session.giveBack();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        Object before = connections.put(session);
        try {
            if (open != null && open.depth() == session.depth()) {
                open.rollback();
            }
        } finally {
            open = null;
            try {
                session.end();
            } finally {
                connections.put((Session) before);
            }
        }
    }

    private void here(Runnable step) {
        take();
        Object before = connections.put(session);
        try {
            step.run();
        } finally {
            leave(before);
        }
    }

    private void take() {
        try {
            if (turn.tryLock(connections.patience(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting for work that another thread is in",
                    ErrorContext.NONE,
                    e,
                    OperationalException.Kind.TIMEOUT);
        }
        throw new ProgrammingException(
                "work is entered that another thread is in, and was for "
                        + connections.patience()
                        + " ms",
                null,
                "one connection does one thing at a time: leave it before the other enters");
    }

    private void release() {
        turn.unlock();
        if (closing && turn.tryLock()) {
            try {
                end();
            } finally {
                turn.unlock();
            }
        }
    }
}

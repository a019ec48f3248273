package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.CarriedWork;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and the transaction on it if one was asked for, that belongs to no thread: a
 * request that one thread begins and another ends. Each thread {@linkplain #enter enters} it for
 * its part; one at a time, and another waits for its turn.
 *
 * <p>Nothing is borrowed before the first statement. Where there is no transaction the connection
 * goes back whenever a thread leaves. A block is simpler where one thread does all: {@link
 * Database#atomic}.
 */
public final class Work implements AutoCloseable {
    private final CarriedWork work;

    Work(CarriedWork work) {
        this.work = work;
    }

    /**
     * Goes on with it in this thread, until the scope is closed, in this thread. May be nested.
     *
     * @throws ProgrammingException where it is over, or another thread did not leave it for as long
     *     as a statement would wait for a connection
     */
    public Scope enter() {
        @Nullable Object before = work.enter();
        return new Once(() -> work.leave(before));
    }

    /** Takes the connection now, and begins the transaction, rather than at the first statement. */
    public void connect() {
        work.connect();
    }

    /**
     * Whether something that was begun in it is still open: a stream, a block, a scope. The
     * transaction cannot end well before that.
     */
    public boolean isInUse() {
        return work.isInUse();
    }

    /**
     * Ends the transaction well; then statements in it commit by themselves. Where the database
     * refuses, it is rolled back. Does nothing where there is none.
     *
     * @throws dev.kinglet.errors.KingletException where the database refuses
     */
    public void commit() {
        work.commit();
    }

    /** Undoes the transaction; then statements in it commit by themselves. */
    public void rollback() {
        work.rollback();
    }

    /**
     * Ends it: a transaction that is open is rolled back, and the connection goes back, whatever
     * was left open on it. Where another thread is in it, this happens when that one leaves.
     */
    @Override
    public void close() {
        work.close();
    }
}

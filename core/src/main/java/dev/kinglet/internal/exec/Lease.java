package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A borrowed connection. */
class Lease {
    private final Connection pooled;
    private int slot = -1;
    private Thread holder = Thread.currentThread();
    private @Nullable Noted noted;
    private boolean copying;

    Lease(Connection pooled) {
        this.pooled = pooled;
    }

    final Connection connection() {
        return pooled;
    }

    /** Whether the pool has thrown it away, because of an error that ends a connection. */
    boolean isGone() {
        try {
            return pooled.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Rows begin, or end, to flow through it: the driver would wait for ever with all else. */
    final void copying(boolean begins) {
        copying = begins;
    }

    /** Before it is used; refuses while rows are copied, since nobody else would end that. */
    final void refuseWhileCopying() {
        if (copying) {
            throw new ProgrammingException(
                    "the connection is used while rows are copied through it",
                    null,
                    "copy outside of scopes, streams and transactions, or have the rows in memory before");
        }
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return pooled.prepareStatement(sql);
    }

    /** Takes a statement back whose results are closed. */
    void release(String sql, PreparedStatement statement) throws SQLException {
        statement.close();
    }

    /** Ends a statement that failed. */
    void discard(PreparedStatement statement) throws SQLException {
        statement.close();
    }

    /** What it was used for failed; so it may be of no use any more. */
    void failed(Throwable error) {}

    /** Nobody uses it any more: leaves nothing open, and says whether the pool may keep it. */
    boolean mayBeUsedAgain() {
        return true;
    }

    /** Undoes what was done since a savepoint, and the savepoint with it, in one round trip. */
    void rollbackTo(String savepoint) throws SQLException {
        execute("rollback to savepoint " + savepoint + "; release savepoint " + savepoint);
    }

    /** Runs one of our own statements, such as a savepoint. */
    void execute(String sql) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- who has it; written before it is put where others see it

    final void takenBy(Thread thread) {
        holder = thread;
    }

    /** For those who look for leaks. */
    final void takenBy(Thread thread, @Nullable String line, long nanos) {
        holder = thread;
        noted = new Noted(line, nanos);
    }

    final Thread holder() {
        return holder;
    }

    /** Where it was taken, and when; null where nobody asked for that. */
    final @Nullable Noted noted() {
        return noted;
    }

    final int slot() {
        return slot;
    }

    final void slot(int number) {
        slot = number;
    }

    /** Where a lease was taken, and when. */
    static final class Noted {
        private final @Nullable String place;
        private final long since;
        private boolean reported; // by the thread that looks for leaks only

        Noted(@Nullable String place, long since) {
            this.place = place;
            this.since = since;
        }

        /** The line that took it; null where it is not known. */
        @Nullable String place() {
            return place;
        }

        long since() {
            return since;
        }

        boolean firstReport() {
            boolean first = !reported;
            reported = true;
            return first;
        }
    }
}

package dev.kinglet.internal.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * COPY through the driver. Whatever fails of it ends it, so the connection is free again; what it
 * stored is undone by the server.
 */
final class PostgresCopy {
    /** {@code COPY user, line 3, column age: "x"}, in the language of the server. */
    private static final Pattern PLACE =
            Pattern.compile("COPY .*?, \\p{L}+ (\\d+)(?:, \\p{L}+ ([^:]+):)?.*", Pattern.DOTALL);

    private PostgresCopy() {}

    /** Gives all there is to the server. */
    interface Sender {
        void send(OutputStream target) throws IOException, SQLException;
    }

    /** The server refused something; where stands beside it. */
    static final class Failed extends SQLException {
        private static final long serialVersionUID = 1L;

        private final SQLException failure;
        private final String place; // ends in a colon

        private Failed(SQLException failure, String place) {
            super(failure);
            this.failure = failure;
            this.place = place;
        }

        SQLException failure() {
            return failure;
        }

        String place() {
            return place;
        }
    }

    /** Does something with a connection. */
    interface Step {
        long run() throws SQLException;
    }

    /** Runs a step in a transaction: in the one there is, else in one of its own. */
    static long together(Lease lease, Step step) throws SQLException {
        if (!lease.connection().getAutoCommit()) {
            return step.run();
        }
        lease.execute("begin");
        long result;
        try {
            result = step.run();
            lease.execute("commit");
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            try {
                lease.execute("rollback");
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return result;
    }

    /**
     * Sends what a sender gives.
     *
     * @param unit what a line of it is: {@code "row"} or {@code "line"}
     * @return how many rows were stored
     */
    static long in(Lease lease, String sql, String unit, Sender sender) throws SQLException {
        CopyManager manager = manager(lease);
        lease.copying(true);
        CopyIn copy = null;
        try {
            copy = manager.copyIn(sql);
            sender.send(new Target(copy));
            return copy.endCopy();
        } catch (SQLException e) {
            cancel(copy, e);
            throw located(lease, e, unit);
        } catch (Refused e) {
            cancel(copy, e.failure());
            throw located(lease, e.failure(), unit);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            cancel(copy, e);
            throw AfterWork.rethrow(e);
        } finally {
            lease.copying(false);
        }
    }

    /** Takes the rows one by one; answers how many there were. */
    static long out(Lease lease, String sql, OutputStream target) throws SQLException, IOException {
        CopyManager manager = manager(lease);
        lease.copying(true);
        try {
            CopyOut copy = manager.copyOut(sql);
            try {
                byte[] row = copy.readFromCopy();
                while (row != null) {
                    target.write(row);
                    row = copy.readFromCopy();
                }
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                stop(lease, copy, e);
                throw e;
            }
            return copy.getHandledRowCount();
        } catch (SQLException e) {
            throw located(lease, e, "row");
        } finally {
            lease.copying(false);
        }
    }

    /**
     * Nobody wants the rest. The driver's own cancelling leaves it in the stream, where the next
     * statement would find it.
     */
    private static void stop(Lease lease, CopyOut copy, Throwable because) {
        if (!copy.isActive()) {
            return;
        }
        try {
            lease.connection().unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            because.addSuppressed(e); // then all of it comes
        }
        try {
            while (copy.readFromCopy() != null) {
                // what was under way
            }
        } catch (SQLException e) {
            if (!"57014".equals(e.getSQLState())) { // it was cancelled
                because.addSuppressed(e);
            }
        }
    }

    private static CopyManager manager(Lease lease) throws SQLException {
        return lease.connection().unwrap(PGConnection.class).getCopyAPI();
    }

    private static void cancel(@Nullable CopyIn copy, Throwable because) {
        if (copy != null && copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException e) {
                because.addSuppressed(e);
            }
        }
    }

    /** The error with its place. The pool only sees what passes through it: a lost connection. */
    private static SQLException located(Lease lease, SQLException error, String unit) {
        ServerErrorMessage server =
                error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String where = server == null ? null : server.getWhere();
        Matcher place = where == null ? null : PLACE.matcher(where);
        if (place != null && place.matches()) {
            String column = place.group(2);
            return new Failed(
                    error,
                    unit
                            + " "
                            + place.group(1)
                            + (column == null ? "" : ", column " + column)
                            + ": ");
        }
        if (server == null) {
            try {
                lease.execute("select 1");
            } catch (SQLException gone) {
                error.addSuppressed(gone);
            }
        }
        return error;
    }

    private static final class Target extends OutputStream {
        private final CopyIn copy;

        Target(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                copy.writeToCopy(bytes, from, length);
            } catch (SQLException e) {
                throw new Refused(e);
            }
        }
    }

    /** The server's refusal on its way through streams of Java. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final SQLException failure;

        Refused(SQLException failure) {
            super(failure);
            this.failure = failure;
        }

        SQLException failure() {
            return failure;
        }
    }
}

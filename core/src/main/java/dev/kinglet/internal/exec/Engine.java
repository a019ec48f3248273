package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What differs between the databases once SQL is written. */
interface Engine {

    Dialect dialect();

    /** Where it connects to, without secrets. */
    String location();

    /** Whether the database is gone with its connection. */
    default boolean livesInItsConnection() {
        return false;
    }

    /** Refuses what needs one connection of the server for longer than a transaction. */
    default void requireSession(String what) {}

    /** Makes new physical connections, set up. */
    DataSource connections();

    /** A pooled connection, with the means to prepare statements on it. */
    Lease lease(Connection pooled) throws SQLException;

    /** Starts a transaction; it may travel with the first statement. */
    PhysicalTransaction begin(Lease lease, TransactionMode mode) throws SQLException;

    /** Called around a write outside of transactions. */
    default void beforeWrite() {}

    /** Called after {@link #beforeWrite()}, whatever came of the write. */
    default void afterWrite() {}

    /** Whether rows come in portions only inside a transaction. */
    boolean needsTransactionToStream();

    KingletException translate(SQLException error, ErrorContext context);
}

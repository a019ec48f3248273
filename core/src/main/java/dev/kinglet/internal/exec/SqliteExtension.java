package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.SQLException;

/** A function or an order that each connection is given. */
public interface SqliteExtension {

    /** Its name in SQL. */
    String name();

    /** What tells it from others: it takes the place of one with an equal key. */
    String key();

    /** Makes it known to a connection. */
    void register(Connection connection) throws SQLException;

    /** Makes a connection forget it. */
    void unregister(Connection connection) throws SQLException;
}

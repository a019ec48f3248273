package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.SQLException;

/** A function, an aggregate or a collation that each new connection is given. */
public interface SqliteExtension {

    /** Its name in SQL. */
    String name();

    /** Makes it known to a connection. */
    void register(Connection connection) throws SQLException;
}

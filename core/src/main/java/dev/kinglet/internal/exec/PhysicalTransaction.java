package dev.kinglet.internal.exec;

import java.sql.SQLException;

/** A transaction that was begun on a connection. One of the two ends it. */
interface PhysicalTransaction {

    /** Where this fails, {@link #rollback} has to follow. */
    void commit() throws SQLException;

    void rollback() throws SQLException;

    /** Called before each statement of it that writes. */
    default void beforeWrite() {}

    /** Whether the database has undone it by itself; asked after a statement that failed. */
    default boolean isOver() {
        return false;
    }
}

package dev.kinglet.internal.hydrate;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the current row of a result. */
interface RowReader<R extends @Nullable Object> {
    R read(ResultSet result) throws SQLException;

    /** Behind the rows that were read so far, and what was loaded along: no result is open. */
    default void finish() {}
}

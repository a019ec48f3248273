package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the current row of a result. */
interface RowReader<R extends @Nullable Object> {
    R read(ResultSet result) throws SQLException;

    /** What reads the first row with this. */
    default FirstRow<R> first(StatementRunner statements, Plan plan, boolean writes) {
        return new FirstRow<>(this, statements, plan, writes);
    }

    /** Behind the rows that were read so far, and what was loaded along: no result is open. */
    default void finish() {}
}

package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first row of a result, if there is one. Where a reader has no state of its own, one of
 * these serves all calls.
 */
final class FirstRow<R extends @Nullable Object>
        implements StatementRunner.ResultReader<@Nullable R> {
    private final RowReader<R> reader;
    private final StatementRunner statements;
    private final Plan plan;
    private final boolean writes;

    /**
     * @param writes whether the statement writes
     */
    FirstRow(RowReader<R> reader, StatementRunner statements, Plan plan, boolean writes) {
        this.reader = reader;
        this.statements = statements;
        this.plan = plan;
        this.writes = writes;
    }

    @Override
    public @Nullable R read(ResultSet result) throws SQLException {
        if (!result.next()) {
            return null;
        }
        R row = row(result);
        while (writes && result.next()) {
            // SQLite commits a write when its last row was read
        }
        return row;
    }

    private R row(ResultSet result) throws SQLException {
        try {
            return reader.read(result);
        } catch (IllegalArgumentException e) {
            throw statements.unreadable(e, plan);
        }
    }
}

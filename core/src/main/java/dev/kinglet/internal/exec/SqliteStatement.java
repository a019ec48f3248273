package dev.kinglet.internal.exec;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A statement that is kept and run often. It leaves out what the driver does at each execution and
 * nobody needs here: it asks for the names of the columns once, resets the statement when its
 * result is closed and not again, and sends no BEGIN and COMMIT behind a statement to find out
 * whether it was in a transaction. Its rows are {@link SqliteRows}.
 */
final class SqliteStatement extends JDBC4PreparedStatement {
    private final SqliteConnection connection;
    private final SqliteRows rows;
    private String @Nullable [] names;

    /** Whether the driver itself ran it last, so that its own result may be open. */
    private boolean usedByDriver;

    SqliteStatement(SqliteConnection connection, String sql) throws SQLException {
        super(connection, sql);
        this.connection = connection;
        this.rows = new SqliteRows(this, connection.isUtf8());
    }

    /**
     * Lets a statement ask anew. What is read by name has to: a table may have got another column
     * meanwhile.
     */
    static void forgetNames(PreparedStatement statement) throws SQLException {
        if (statement.isWrapperFor(SqliteStatement.class)) {
            statement.unwrap(SqliteStatement.class).names = null;
        }
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        if (columnCount == 0) {
            return super.executeQuery(); // which refuses
        }
        boolean row = run();
        String[] known = names;
        if (known == null) {
            known = pointer.safeRun(DB::column_names);
            names = known;
        }
        rows.begin(known, row);
        return rows;
    }

    @Override
    public int executeUpdate() throws SQLException {
        if (columnCount != 0) {
            return super.executeUpdate(); // which refuses
        }
        run();
        return (int) connection.getDatabase().changes();
    }

    @Override
    public boolean execute() throws SQLException {
        if (columnCount == 0) {
            run();
            exhaustedResults = true; // as there is no result to ask for
            return false;
        }
        rows.close();
        usedByDriver = true;
        return super.execute();
    }

    /** Whether there is a row; then the statement is reset when its rows are closed. */
    private boolean run() throws SQLException {
        checkOpen();
        rows.close();
        if (usedByDriver) {
            rs.close();
            reset();
            usedByDriver = false;
        }
        exhaustedResults = false;
        boolean done = false;
        try {
            boolean row = connection.run(this, batch);
            done = true;
            return row;
        } finally {
            if (!done && !pointer.isClosed()) {
                reset();
            }
        }
    }

    private void reset() throws SQLException {
        pointer.safeRunInt(DB::reset);
    }
}

package dev.kinglet.internal.exec;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;
import org.sqlite.jdbc4.JDBC4ResultSet;

/**
 * The rows of a {@link SqliteStatement}; one object for all its executions. The getters that read
 * most of what is read go straight to the library. As the driver does, they hold the connection's
 * monitor and look whether the statement is still there: it may be closed by another thread, with
 * the pool.
 */
final class SqliteRows extends JDBC4ResultSet {
    private final SafeStmtPtr statement;
    private final DB library;
    private final long address;

    /** Whether texts come as UTF-8, which the driver reads in two steps and a buffer more. */
    private final boolean utf8;

    SqliteRows(SqliteStatement statement, boolean utf8) throws SQLException {
        super(statement);
        this.statement = statement.pointer;
        this.library = statement.getDatabase();
        this.address = statement.pointer.safeRunLong((db, pointer) -> pointer);
        this.utf8 = utf8;
    }

    /** A new result; the one of before is closed. */
    void begin(String[] names, boolean row) {
        if (cols != names) {
            cols = names; // as they are from then on: writing the same again costs a barrier
        }
        colsMeta = names;
        emptyResultSet = !row;
        open = true;
    }

    @Override
    public boolean next() throws SQLException {
        if (!open || emptyResultSet || pastLastRow) {
            return false;
        }
        lastCol = -1;
        if (row == 0) {
            row = 1; // the execution went to it
            return true;
        }
        int state;
        synchronized (library) {
            refuseIfClosed();
            state = library.step(address);
        }
        if (state == Codes.SQLITE_ROW) {
            row++;
            return true;
        }
        if (state != Codes.SQLITE_DONE) {
            library.throwex(state);
        }
        pastLastRow = true;
        return false;
    }

    @Override
    public void close() throws SQLException {
        if (!open) {
            return;
        }
        open = false;
        colsMeta = null; // so that no getter answers any more
        columnNameToIndex = null;
        meta = null;
        row = 0;
        pastLastRow = false;
        lastCol = -1;
        synchronized (library) {
            if (!statement.isClosed()) {
                library.reset(address);
            }
        }
    }

    @Override
    public long getLong(int column) throws SQLException {
        int index = markCol(column);
        synchronized (library) {
            refuseIfClosed();
            return library.column_long(address, index);
        }
    }

    @Override
    public int getInt(int column) throws SQLException {
        int index = markCol(column);
        synchronized (library) {
            refuseIfClosed();
            return library.column_int(address, index);
        }
    }

    @Override
    public double getDouble(int column) throws SQLException {
        int index = markCol(column);
        synchronized (library) {
            refuseIfClosed();
            return library.column_double(address, index);
        }
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        if (!utf8) {
            return super.getString(column);
        }
        int index = markCol(column);
        byte[] text;
        synchronized (library) {
            refuseIfClosed();
            text = library.column_blob(address, index);
        }
        return text == null ? null : new String(text, StandardCharsets.UTF_8);
    }

    private void refuseIfClosed() throws SQLException {
        if (statement.isClosed()) {
            throw new SQLException("the statement is closed, and its rows with it");
        }
    }
}

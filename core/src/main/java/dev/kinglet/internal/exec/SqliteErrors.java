package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** From SQLite's result codes, see sqlite.org/rescode.html, to our exceptions. */
final class SqliteErrors {
    /** The driver's message: {@code [CODE] what the code means (what SQLite said)}. */
    private static final Pattern SAID =
            Pattern.compile("\\[[A-Z_]+] .*? \\((.*)\\)\\s*$", Pattern.DOTALL);

    private static final Pattern FAILED =
            Pattern.compile("([A-Z]+(?: [A-Z]+)?) constraint failed(?:: (.*))?");

    private SqliteErrors() {}

    static KingletException translate(SQLException error, ErrorContext context) {
        if (!(error instanceof SQLiteException sqlite)) {
            String message = String.valueOf(error.getMessage());
            return new OperationalException(
                    message,
                    context,
                    error,
                    // the pool's word, or the driver's, for what was closed under its user
                    message.contains("closed")
                            ? OperationalException.Kind.CONNECTION
                            : OperationalException.Kind.OTHER);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        String message = said(sqlite);
        String name = code.name();
        if (name.startsWith("SQLITE_CONSTRAINT")
                && code != SQLiteErrorCode.SQLITE_CONSTRAINT_DATATYPE) {
            return integrity(code, message, context, error);
        }
        if (message.startsWith("invalid regular expression")
                || message.equals("integer overflow")) {
            // it has no codes of its own for values that do not fit
            return new DataException(message, context, error);
        }
        return switch (code) {
            case SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_CONSTRAINT_DATATYPE ->
                    new DataException(message, context, error);
            case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_SCHEMA, SQLITE_AUTH ->
                    new ProgrammingException(
                            message,
                            context.withHint(
                                    message.startsWith("no such table")
                                            ? "create the table first: database.createTables(..)"
                                            : context.hint()),
                            error);
            default -> new OperationalException(message, context, error, kind(code));
        };
    }

    private static OperationalException.Kind kind(SQLiteErrorCode code) {
        if (code == SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT) {
            return OperationalException.Kind.SERIALIZATION;
        }
        // an extended code is the plain one and more bits
        return switch (code.code & 0xff) {
            case 5, 6 -> OperationalException.Kind.LOCK_TIMEOUT; // busy, locked
            case 8 -> OperationalException.Kind.READ_ONLY;
            case 9 -> OperationalException.Kind.TIMEOUT; // interrupted
            case 13 -> OperationalException.Kind.DISK_FULL;
            case 14, 26 -> OperationalException.Kind.CONNECTION; // cannot be opened, no database
            default -> OperationalException.Kind.OTHER;
        };
    }

    private static IntegrityException integrity(
            SQLiteErrorCode code, String message, ErrorContext context, SQLException error) {
        IntegrityException.Kind kind =
                switch (code) {
                    case SQLITE_CONSTRAINT_UNIQUE,
                            SQLITE_CONSTRAINT_PRIMARYKEY,
                            SQLITE_CONSTRAINT_ROWID ->
                            IntegrityException.Kind.UNIQUE;
                    case SQLITE_CONSTRAINT_FOREIGNKEY -> IntegrityException.Kind.FOREIGN_KEY;
                    // ON DELETE RESTRICT is a trigger of its own
                    case SQLITE_CONSTRAINT_TRIGGER ->
                            message.equals("FOREIGN KEY constraint failed")
                                    ? IntegrityException.Kind.FOREIGN_KEY
                                    : IntegrityException.Kind.OTHER;
                    case SQLITE_CONSTRAINT_NOTNULL -> IntegrityException.Kind.NOT_NULL;
                    case SQLITE_CONSTRAINT_CHECK -> IntegrityException.Kind.CHECK;
                    default -> IntegrityException.Kind.OTHER;
                };
        Matcher failed = FAILED.matcher(message);
        String subject = failed.find() ? failed.group(2) : null;
        if (subject == null || kind == IntegrityException.Kind.CHECK) {
            return new IntegrityException(message, context, error, kind, subject, null, List.of());
        }
        if (subject.startsWith("index '")) {
            String index = subject.substring("index '".length(), subject.length() - 1);
            return new IntegrityException(message, context, error, kind, index, null, List.of());
        }
        // "user.first, user.last"
        String table = null;
        List<String> columns = new ArrayList<>();
        for (String part : subject.split(", ")) {
            int dot = part.lastIndexOf('.');
            if (dot > 0) {
                table = part.substring(0, dot);
                columns.add(part.substring(dot + 1));
            }
        }
        return new IntegrityException(message, context, error, kind, null, table, columns);
    }

    private static String said(SQLiteException error) {
        String message = String.valueOf(error.getMessage());
        Matcher said = SAID.matcher(message);
        return said.find() ? said.group(1) : message;
    }

    /** What the driver would throw for a result code. */
    static SQLiteException ofCode(int code) {
        SQLiteErrorCode known = SQLiteErrorCode.getErrorCode(code);
        return new SQLiteException("[" + known.name() + "]  (" + known.message + ")", known);
    }

    /** Whether somebody else has the lock that was needed. */
    static boolean isBusy(SQLException error) {
        return error instanceof SQLiteException sqlite && (sqlite.getResultCode().code & 0xff) == 5;
    }

    static boolean isNoDatabase(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite
                    && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB) {
                return true;
            }
        }
        return false;
    }
}

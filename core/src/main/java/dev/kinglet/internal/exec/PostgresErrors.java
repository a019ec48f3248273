package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** From SQLSTATE, see appendix A of PostgreSQL's manual, to our exceptions. */
final class PostgresErrors {
    /**
     * The detail of a violated key: {@code Key (a, b)=(1, 2) already exists.} The values are left
     * out.
     */
    private static final Pattern KEY = Pattern.compile("\\((.+?)\\)=\\(");

    /** A column as the server writes it in a list: plain, or in quotes where it has to be. */
    private static final Pattern COLUMN =
            Pattern.compile("\\G(?:([\\p{L}_][\\p{L}\\p{N}_$]*)|\"((?:[^\"]|\"\")+)\")(?:, |$)");

    /** A value in a message, in the quotes of any language; from the first to the last one. */
    private static final Pattern QUOTED = Pattern.compile("[\"„“«].*[\"“”»]", Pattern.DOTALL);

    private PostgresErrors() {}

    /**
     * @param showBinds whether values of the statement may be seen: the server repeats some
     */
    static KingletException translate(
            SQLException thrown, ErrorContext context, boolean showBinds) {
        // the error of a batch repeats the statement with its values; the server's own stands
        // behind it
        SQLException error =
                thrown instanceof PostgresCopy.Failed copy
                        ? copy.failure()
                        : thrown instanceof BatchUpdateException
                                        && thrown.getNextException() != null
                                ? thrown.getNextException()
                                : thrown;
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        ServerErrorMessage server =
                error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String message =
                server != null && server.getMessage() != null
                        ? server.getMessage()
                        : firstLine(error);
        if (thrown instanceof PostgresCopy.Failed copy) {
            message = copy.place() + message;
        }
        if (isIntegrity(state)) {
            return integrity(state, message, server, context, error);
        }
        if (state.startsWith("22") || state.equals("21000") || state.equals("54000")) {
            return showBinds || !QUOTED.matcher(message).find()
                    ? new DataException(message, context, error)
                    : withoutValues(message, context, error);
        }
        ErrorContext hinted = context.withHint(hint(state, server));
        return isProgramming(state)
                ? new ProgrammingException(message, hinted, error)
                : new OperationalException(message, hinted, error, kind(state, message));
    }

    /** What stood in the way of a statement that may be right. */
    static OperationalException.Kind kind(String state, String message) {
        return switch (state) {
            case "40001" -> OperationalException.Kind.SERIALIZATION;
            case "40P01" -> OperationalException.Kind.DEADLOCK;
            case "55P03" -> OperationalException.Kind.LOCK_TIMEOUT;
            case "57014", "25P04" -> OperationalException.Kind.TIMEOUT;
            case "25P02" -> OperationalException.Kind.ABORTED_TRANSACTION;
            case "25006" -> OperationalException.Kind.READ_ONLY;
            case "53100" -> OperationalException.Kind.DISK_FULL;
            // too many connections, ended by the administrator, by a crash, by a time of idleness;
            // not yet started, database dropped, or one that is not there
            case "53300", "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "3D000" ->
                    OperationalException.Kind.CONNECTION;
            // what the pool says of a connection that was closed under its user
            case "" ->
                    message.contains("closed")
                            ? OperationalException.Kind.CONNECTION
                            : OperationalException.Kind.OTHER;
            default ->
                    state.startsWith("08") || state.startsWith("28")
                            ? OperationalException.Kind.CONNECTION
                            : OperationalException.Kind.OTHER;
        };
    }

    private static boolean isIntegrity(String state) {
        // P0001 is what a trigger raises; SQLite has that among its constraints, too
        return state.startsWith("23")
                || state.equals("44000")
                || state.equals("27000")
                || state.equals("P0001");
    }

    private static boolean isProgramming(String state) {
        if (state.length() != 5) {
            return false;
        }
        return switch (state.substring(0, 2)) {
            case "42", "0A", "3F", "2B", "24", "34", "54" -> !state.equals("42P05");
            // such as a statement that cannot be run inside of a transaction
            case "25" -> !state.startsWith("25P") && !state.equals("25006");
            default -> false;
        };
    }

    private static IntegrityException integrity(
            String state,
            String message,
            @Nullable ServerErrorMessage server,
            ErrorContext context,
            SQLException error) {
        IntegrityException.Kind kind =
                switch (state) {
                    case "23505" -> IntegrityException.Kind.UNIQUE;
                    case "23503", "23001" -> IntegrityException.Kind.FOREIGN_KEY;
                    case "23502" -> IntegrityException.Kind.NOT_NULL;
                    case "23514", "44000" -> IntegrityException.Kind.CHECK;
                    case "23P01" -> IntegrityException.Kind.EXCLUSION;
                    default -> IntegrityException.Kind.OTHER;
                };
        return new IntegrityException(
                message,
                context,
                error,
                kind,
                server == null ? null : server.getConstraint(),
                server == null ? null : server.getTable(),
                server == null ? List.of() : columns(server, message));
    }

    private static List<String> columns(ServerErrorMessage server, String message) {
        if (server.getColumn() != null) {
            return List.of(server.getColumn());
        }
        String detail = server.getDetail() == null ? "" : server.getDetail();
        Matcher key = KEY.matcher(detail);
        if (!key.find() || isReferredTo(server, detail.substring(key.end()), message)) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        Matcher column = COLUMN.matcher(key.group(1));
        int end = 0;
        while (column.find()) {
            end = column.end();
            columns.add(
                    column.group(1) == null
                            ? column.group(2).replace("\"\"", "\"")
                            : column.group(1));
        }
        // an expression is no column
        return end == key.group(1).length() ? columns : List.of();
    }

    /**
     * Whether the key of the detail is not the rule's but that of the row which others refer to:
     * {@code Key (id)=(1) is still referenced from table "book".}
     */
    private static boolean isReferredTo(ServerErrorMessage server, String detail, String message) {
        if (!"23503".equals(server.getSQLState()) && !"23001".equals(server.getSQLState())) {
            return false;
        }
        String table =
                "[\"„“«]\\s?" + Pattern.quote(String.valueOf(server.getTable())) + "\\s?[\"“”»]";
        if (!Pattern.compile(table).matcher(detail).find()) {
            return false;
        }
        // a table that refers to itself is named in both cases; here the message has it twice
        long named = Pattern.compile(table).matcher(message).results().count();
        return named > 1 || !message.startsWith("insert");
    }

    /** The server's message has a value in it, and so has the exception of the driver. */
    private static DataException withoutValues(
            String message, ErrorContext context, SQLException error) {
        String plain = QUOTED.matcher(message).replaceFirst("…");
        SQLException cause = new SQLException(plain, error.getSQLState(), error.getErrorCode());
        cause.setStackTrace(error.getStackTrace());
        return new DataException(plain, context, cause);
    }

    private static @Nullable String hint(String state, @Nullable ServerErrorMessage server) {
        return switch (state) {
            case "42P01" -> "create the table first: database.createTables(..)";
            case "42803" -> "group by it; by an expression with values in it by its name: as(..)";
            case "25P02" ->
                    "an earlier statement of this transaction failed; run what may fail in an atomic of its own";
            case "26000", "42P05" ->
                    "behind a pooler such as PgBouncer set the database up with transactionPooler()";
            default -> server == null ? null : server.getHint();
        };
    }

    private static String firstLine(SQLException error) {
        String message = String.valueOf(error.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}

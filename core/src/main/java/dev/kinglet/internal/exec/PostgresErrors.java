package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
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
    private static final Pattern KEY = Pattern.compile("Key \\((.+?)\\)=");

    private PostgresErrors() {}

    static KingletException translate(SQLException thrown, ErrorContext context) {
        // the error of a batch repeats the statement with its values; the server's own stands
        // behind it
        SQLException error =
                thrown instanceof BatchUpdateException && thrown.getNextException() != null
                        ? thrown.getNextException()
                        : thrown;
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        ServerErrorMessage server =
                error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String message =
                server != null && server.getMessage() != null
                        ? server.getMessage()
                        : firstLine(error);
        if (state.startsWith("23")) {
            return integrity(state, message, server, context, error);
        }
        if (state.equals("25P02")) {
            return new OperationalException(
                    message,
                    context.withHint(
                            "an earlier statement of this transaction failed; run what may fail in an atomic of its own"),
                    error,
                    false);
        }
        if (state.startsWith("22")) {
            return new DataException(message, context, error);
        }
        if (state.startsWith("42") || state.startsWith("0A") || state.startsWith("3F")) {
            return new ProgrammingException(message, context.withHint(hint(state, server)), error);
        }
        boolean retryable = state.equals("40001") || state.equals("40P01") || state.equals("55P03");
        return new OperationalException(
                message, context.withHint(hint(state, server)), error, retryable);
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
                    case "23503" -> IntegrityException.Kind.FOREIGN_KEY;
                    case "23502" -> IntegrityException.Kind.NOT_NULL;
                    case "23514" -> IntegrityException.Kind.CHECK;
                    default -> IntegrityException.Kind.OTHER;
                };
        return new IntegrityException(
                message,
                context,
                error,
                kind,
                server == null ? null : server.getConstraint(),
                server == null ? null : server.getTable(),
                columns(server));
    }

    private static List<String> columns(@Nullable ServerErrorMessage server) {
        if (server == null) {
            return List.of();
        }
        if (server.getColumn() != null) {
            return List.of(server.getColumn());
        }
        Matcher key = KEY.matcher(server.getDetail() == null ? "" : server.getDetail());
        return key.find() ? List.of(key.group(1).split(", ")) : List.of();
    }

    private static @Nullable String hint(String state, @Nullable ServerErrorMessage server) {
        if (state.equals("42P01")) {
            return "create the table first: database.createTables(..)";
        }
        if (state.equals("42803")) {
            return "group by it; by an expression with values in it by its name: as(..)";
        }
        return server == null ? null : server.getHint();
    }

    private static String firstLine(SQLException error) {
        String message = String.valueOf(error.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}

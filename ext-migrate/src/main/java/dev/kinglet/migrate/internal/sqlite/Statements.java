package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.schema.SchemaName;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements of a text, one by one. */
public final class Statements {
    private static final Set<String> OPENING = Set.of("begin", "case");

    private Statements() {}

    /**
     * The statements as they are written, without the semicolons at their ends; comments between
     * them go with the statement behind them. None for a text of spaces and comments.
     *
     * <p>A trigger of SQLite, and a function of PostgreSQL whose body is no text, is one statement,
     * whatever its body holds.
     */
    public static List<String> of(String sql, Dialect dialect) {
        SqlTokens tokens = SqlTokens.of(sql, dialect);
        List<String> statements = new ArrayList<>();
        int from = 0;
        int first = 0;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlTokens.Token token = tokens.get(i);
            if (token.is("(")) {
                i = tokens.behind(i) - 1;
            } else if (token.kind() == SqlTokens.Kind.WORD && hasBody(tokens, first)) {
                depth += change(tokens, i, depth);
            } else if (depth == 0 && token.is(";")) {
                if (i > first) {
                    statements.add(sql.substring(from, token.start()).strip());
                }
                first = i + 1;
                from = token.end();
            }
        }
        if (first < tokens.size()) {
            statements.add(sql.substring(from).strip());
        }
        return statements;
    }

    /** The table that a statement of SQLite drops; null where it does something else. */
    public static @Nullable SchemaName droppedTable(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        if (!tokens.are(0, "drop", "table")) {
            return null;
        }
        int at = tokens.are(2, "if", "exists") ? 4 : 2;
        if (tokens.is(at + 1, ".") && at + 2 < tokens.size()) {
            return new SchemaName(tokens.get(at).text(), tokens.get(at + 2).text());
        }
        return at < tokens.size() ? SchemaName.of(tokens.get(at).text()) : null;
    }

    /** BEGIN .. END and CASE .. END of a body; a transaction's BEGIN stands at the beginning. */
    private static int change(SqlTokens tokens, int place, int depth) {
        String word = tokens.get(place).text().toLowerCase(Locale.ROOT);
        if (tokens.is(place - 1, ".")) {
            return 0; // a column of that name
        }
        return word.equals("end") && depth > 0 ? -1 : OPENING.contains(word) ? 1 : 0;
    }

    /** CREATE TRIGGER of SQLite, CREATE FUNCTION or PROCEDURE of PostgreSQL. */
    private static boolean hasBody(SqlTokens tokens, int first) {
        if (!tokens.is(first, "create")) {
            return false;
        }
        for (int i = first + 1; i < Math.min(first + 5, tokens.size()); i++) {
            if (tokens.is(i, "trigger") || tokens.is(i, "function") || tokens.is(i, "procedure")) {
                return true;
            }
        }
        return false;
    }
}

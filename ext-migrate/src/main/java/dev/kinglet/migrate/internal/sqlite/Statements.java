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
        return all(sql, dialect).stream()
                .map(part -> sql.substring(part.from, part.to).strip())
                .toList();
    }

    /** As {@link #of}, and without the comments around them. */
    public static List<String> bare(String sql, Dialect dialect) {
        return all(sql, dialect).stream()
                .map(part -> sql.substring(part.first, part.last))
                .toList();
    }

    /** The first word of a statement in lower case; empty where it begins with something else. */
    public static String firstWord(String statement) {
        SqlTokens tokens = SqlTokens.of(statement);
        return tokens.size() > 0 && tokens.get(0).kind() == SqlTokens.Kind.WORD
                ? tokens.get(0).text().toLowerCase(Locale.ROOT)
                : "";
    }

    /** A statement by its places: all of it, and from its first to behind its last token. */
    private record Part(int from, int to, int first, int last) {}

    private static List<Part> all(String sql, Dialect dialect) {
        SqlTokens tokens = SqlTokens.of(sql, dialect);
        List<Part> parts = new ArrayList<>();
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
                    parts.add(part(tokens, from, token.start(), first, i));
                }
                first = i + 1;
                from = token.end();
            }
        }
        if (first < tokens.size()) {
            parts.add(part(tokens, from, sql.length(), first, tokens.size()));
        }
        return parts;
    }

    private static Part part(SqlTokens tokens, int from, int to, int first, int end) {
        return new Part(from, to, tokens.get(first).start(), tokens.get(end - 1).end());
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

package dev.kinglet.migrate.internal.run;

import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts an SQL text into its statements, as the database itself would: a semicolon ends one unless
 * it stands in a string, a quoted name, a comment, a dollar-quoted text, parentheses, or the body
 * of a trigger or function.
 */
final class SqlSplitter {
    private final String sql;
    private final boolean postgres;
    private final List<String> statements = new ArrayList<>();
    private int at;

    // of the statement that is being read
    private int start = -1;
    private int end;
    private int parentheses;
    private int blocks;
    private final List<String> words = new ArrayList<>();

    private SqlSplitter(String sql, Dialect dialect) {
        this.sql = sql;
        this.postgres = dialect == Dialect.POSTGRES;
    }

    /** The statements in order, without the semicolons and the comments around them. */
    static List<String> statements(String sql, Dialect dialect) {
        return new SqlSplitter(sql, dialect).split();
    }

    /** The first word of a statement in lower case; empty where it begins with something else. */
    static String firstWord(String statement) {
        int end = 0;
        while (end < statement.length() && isWord(statement.charAt(end))) {
            end++;
        }
        return statement.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private List<String> split() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || c == '\ufeff') {
                at++;
            } else if (sql.startsWith("--", at)) {
                at = behind("\n", at + 2);
            } else if (sql.startsWith("/*", at)) {
                at = behindComment();
            } else if (c == ';' && parentheses <= 0 && blocks == 0) {
                finish();
                at++;
            } else {
                token(c);
            }
        }
        finish();
        return statements;
    }

    private void token(char c) {
        if (start < 0) {
            start = at;
        }
        if (c == '\'') {
            at = behindString(isEscaped());
        } else if (c == '"' || c == '`' && !postgres) {
            at = behindQuoted(c);
        } else if (c == '[' && !postgres) {
            at = behind("]", at + 1);
        } else if (c == '$' && postgres) {
            at = behindDollar();
        } else if (isWord(c)) {
            word();
        } else {
            parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        end = at;
    }

    private void word() {
        int from = at;
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        String word = sql.substring(from, at).toLowerCase(Locale.ROOT);
        if (hasBody()) {
            switch (word) {
                case "begin" -> blocks += postgres && !isAtomic() ? 0 : 1;
                case "case" -> blocks += blocks > 0 ? 1 : 0;
                case "end" -> blocks -= blocks > 0 ? 1 : 0;
                default -> {}
            }
        }
        if (words.size() < 8) {
            words.add(word);
        }
    }

    /** {@code create trigger} of SQLite, {@code create function} with a body of SQL. */
    private boolean hasBody() {
        if (words.isEmpty() || !words.get(0).equals("create")) {
            return false;
        }
        for (String word : words.subList(1, Math.min(words.size(), 4))) {
            boolean body =
                    postgres
                            ? word.equals("function") || word.equals("procedure")
                            : word.equals("trigger");
            if (body) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtomic() {
        int next = at;
        while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
            next++;
        }
        return sql.regionMatches(true, next, "atomic", 0, 6);
    }

    private void finish() {
        if (start >= 0) {
            statements.add(sql.substring(start, end));
        }
        start = -1;
        parentheses = 0;
        blocks = 0;
        words.clear();
    }

    /** Whether the string that begins here is PostgreSQL's {@code E'..'}. */
    private boolean isEscaped() {
        return postgres
                && at > 0
                && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')
                && (at == 1 || !isWord(sql.charAt(at - 2)));
    }

    private int behindString(boolean escaped) {
        int i = at + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (escaped && c == '\\') {
                i += 2;
            } else if (c == '\'') {
                return i + 1; // of a doubled one the second begins the next string: as good
            } else {
                i++;
            }
        }
        return sql.length();
    }

    private int behindQuoted(char quote) {
        return behind(String.valueOf(quote), at + 1);
    }

    /** {@code $tag$ .. $tag$}; {@code $1} is a parameter. */
    private int behindDollar() {
        int tagEnd = at + 1;
        while (tagEnd < sql.length()
                && isWord(sql.charAt(tagEnd))
                && sql.charAt(tagEnd) != '$'
                && !(tagEnd == at + 1 && Character.isDigit(sql.charAt(tagEnd)))) {
            tagEnd++;
        }
        if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
            return at + 1;
        }
        String tag = sql.substring(at, tagEnd + 1);
        return behind(tag, tagEnd + 1);
    }

    /** Comments of PostgreSQL nest. */
    private int behindComment() {
        int depth = 1;
        int i = at + 2;
        while (i < sql.length() && depth > 0) {
            if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
            } else if (postgres && sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return i;
    }

    private int behind(String what, int from) {
        int found = sql.indexOf(what, from);
        return found < 0 ? sql.length() : found + what.length();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}

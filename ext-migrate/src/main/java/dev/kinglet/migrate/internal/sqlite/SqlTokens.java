package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * An SQL text in tokens, as the database itself reads it. Spaces and comments are none; each token
 * knows where it stands, so that all between two of them can be kept.
 */
public final class SqlTokens {
    private final String sql;
    private final boolean postgres;
    private final List<Token> all = new ArrayList<>();

    /** What a token is. */
    public enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in quotes. */
        NAME,
        /** A text, or bytes. */
        TEXT,
        NUMBER,
        /** Any other character. */
        SIGN
    }

    /**
     * A token.
     *
     * @param text a name or a text without its quotes; all else as it is written
     * @param start where it begins
     * @param end behind its last character
     */
    public record Token(Kind kind, String text, int start, int end) {

        /** Whether it is this keyword or sign. */
        public boolean is(String word) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
        }

        /** Whether it is a name, with or without quotes, that SQLite takes for this one. */
        public boolean names(String name) {
            return (kind == Kind.WORD || kind == Kind.NAME) && text.equalsIgnoreCase(name);
        }
    }

    private SqlTokens(String sql, Dialect dialect) {
        this.sql = sql;
        this.postgres = dialect == Dialect.POSTGRES;
        int i = 0;
        while (i < sql.length()) {
            int behind = behindSpace(i);
            i = behind > i ? behind : token(i);
        }
    }

    /** The tokens of a text of SQLite. */
    public static SqlTokens of(String sql) {
        return of(sql, Dialect.SQLITE);
    }

    /** The tokens of a text of this database. */
    public static SqlTokens of(String sql, Dialect dialect) {
        return new SqlTokens(sql, dialect);
    }

    /** The whole text. */
    public String sql() {
        return sql;
    }

    /** All tokens, in order. */
    public List<Token> all() {
        return all;
    }

    /** How many there are. */
    public int size() {
        return all.size();
    }

    /** The token at a place. */
    public Token get(int place) {
        return all.get(place);
    }

    /** Whether this keyword or sign stands at a place; no where there is no such place. */
    public boolean is(int place, String word) {
        return place >= 0 && place < all.size() && all.get(place).is(word);
    }

    /** Whether these keywords stand there, one behind the other. */
    public boolean are(int place, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!is(place + i, words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The text of these tokens as it stands, from the first to behind the last one. */
    public String between(int first, int end) {
        return first >= end ? "" : sql.substring(get(first).start(), get(end - 1).end());
    }

    /** The place behind the parenthesis that closes the one at this place. */
    public int behind(int open) {
        int depth = 0;
        for (int i = open; i < all.size(); i++) {
            if (is(i, "(")) {
                depth++;
            } else if (is(i, ")") && --depth == 0) {
                return i + 1;
            }
        }
        return all.size();
    }

    /** The first place of a keyword or sign outside of parentheses; -1 where it is not. */
    public int find(String word, int from) {
        for (int i = from; i < all.size(); i++) {
            if (is(i, word)) {
                return i;
            }
            if (is(i, "(")) {
                i = behind(i) - 1;
            }
        }
        return -1;
    }

    // ---- inside

    private int behindSpace(int start) {
        // the mark at the beginning of a file, which databases pass over too
        if (Character.isWhitespace(sql.charAt(start)) || sql.charAt(start) == '\ufeff') {
            return start + 1;
        }
        if (sql.startsWith("--", start)) {
            int end = sql.indexOf('\n', start);
            return end < 0 ? sql.length() : end;
        }
        return sql.startsWith("/*", start) ? behindComment(start + 2) : start;
    }

    /** PostgreSQL's comments may stand in each other. */
    private int behindComment(int from) {
        int depth = 1;
        for (int i = from; i < sql.length(); i++) {
            if (sql.startsWith("*/", i)) {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            } else if (postgres && sql.startsWith("/*", i)) {
                i++;
                depth++;
            }
        }
        return sql.length();
    }

    private int token(int start) {
        char c = sql.charAt(start);
        if (c == '\'') {
            return quoted(start, start, Kind.TEXT, false);
        }
        if (c == '"') {
            return quoted(start, start, Kind.NAME, false);
        }
        if (!postgres && c == '`') {
            return quoted(start, start, Kind.NAME, false);
        }
        if (!postgres && c == '[') {
            int end = sql.indexOf(']', start);
            return end < 0
                    ? add(Kind.NAME, sql.substring(start + 1), start, sql.length())
                    : add(Kind.NAME, sql.substring(start + 1, end), start, end + 1);
        }
        if (isOneOf("xXbBeE", c) && start + 1 < sql.length() && sql.charAt(start + 1) == '\'') {
            boolean escapes = isOneOf("eE", c);
            if (postgres || isOneOf("xX", c)) {
                return quoted(start, start + 1, Kind.TEXT, escapes);
            }
        }
        if (postgres && c == '$') {
            int behind = behindDollars(start);
            if (behind > start) {
                return add(Kind.TEXT, sql.substring(start, behind), start, behind);
            }
        }
        if (isDigit(c) || c == '.' && start + 1 < sql.length() && isDigit(sql.charAt(start + 1))) {
            return number(start);
        }
        if (isPartOfName(c)) {
            int end = start;
            while (end < sql.length() && isPartOfName(sql.charAt(end))) {
                end++;
            }
            return add(Kind.WORD, sql.substring(start, end), start, end);
        }
        return add(Kind.SIGN, String.valueOf(c), start, start + 1);
    }

    private int number(int start) {
        int end = start;
        while (end < sql.length()
                && (isPartOfName(sql.charAt(end))
                        || sql.charAt(end) == '.'
                        || isOneOf("+-", sql.charAt(end))
                                && isOneOf("eE", sql.charAt(end - 1))
                                && !isOneOf("xX", sql.charAt(Math.min(start + 1, end - 1))))) {
            end++;
        }
        return add(Kind.NUMBER, sql.substring(start, end), start, end);
    }

    private int quoted(int start, int open, Kind kind, boolean escapes) {
        char quote = sql.charAt(open);
        StringBuilder text = new StringBuilder();
        int i = open + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (escapes && c == '\\' && i + 1 < sql.length()) {
                text.append(c).append(sql.charAt(i + 1));
                i += 2;
            } else if (c != quote) {
                text.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                text.append(c);
                i += 2;
            } else {
                return add(kind, text.toString(), start, i + 1);
            }
        }
        return add(kind, text.toString(), start, sql.length());
    }

    /** Behind {@code $tag$ .. $tag$}; here where none begins. */
    private int behindDollars(int start) {
        int close = sql.indexOf('$', start + 1);
        if (close < 0) {
            return start;
        }
        for (int i = start + 1; i < close; i++) {
            char c = sql.charAt(i);
            if (!(Character.isLetter(c) || c == '_' || i > start + 1 && isDigit(c))) {
                return start; // a parameter, such as $1
            }
        }
        String tag = sql.substring(start, close + 1);
        int end = sql.indexOf(tag, close + 1);
        return end < 0 ? sql.length() : end + tag.length();
    }

    private static boolean isPartOfName(char c) {
        return c == '_' || c == '$' || c >= 0x80 || isDigit(c) || isLetter(c);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isOneOf(String characters, char c) {
        return characters.indexOf(c) >= 0;
    }

    private int add(Kind kind, String text, int start, int end) {
        all.add(new Token(kind, text, start, end));
        return end;
    }
}

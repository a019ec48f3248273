package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Names as SQL text has them: in quotes, which there are, and the same text with another one. */
public final class SqlNames {
    private SqlNames() {}

    /** A name in quotes. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A name in quotes, with its schema where it has one. */
    public static String quote(SchemaName name) {
        return name.schema() == null
                ? quote(name.name())
                : quote(name.schema()) + "." + quote(name.name());
    }

    /** Takes what stands in the text, in order. */
    private interface Parts {
        void part(String text, String name);
    }

    /** Whether the text has that name in it, as a column or a table. */
    public static boolean mentions(String sql, String name) {
        return of(sql).contains(name.toLowerCase(Locale.ROOT));
    }

    /** All names and keywords, in small letters, in order. */
    public static Set<String> of(String sql) {
        Set<String> names = new LinkedHashSet<>();
        read(
                sql,
                (text, name) -> {
                    if (!name.isEmpty()) {
                        names.add(name.toLowerCase(Locale.ROOT));
                    }
                });
        return names;
    }

    /** The same text with another name in the place of one, in quotes. */
    public static String renamed(String sql, String from, String to) {
        StringBuilder renamed = new StringBuilder();
        read(sql, (text, name) -> renamed.append(name.equalsIgnoreCase(from) ? quote(to) : text));
        return renamed.toString();
    }

    /** The same text in small letters, with one space between words; texts stay as they are. */
    public static String plain(String sql) {
        StringBuilder plain = new StringBuilder();
        read(
                sql,
                (text, name) -> {
                    String word = name.isEmpty() ? text.strip() : name.toLowerCase(Locale.ROOT);
                    if (!word.isEmpty()) {
                        plain.append(word).append(' ');
                    }
                });
        return plain.toString().strip();
    }

    private static void read(String sql, Parts parts) {
        int i = 0;
        while (i < sql.length()) {
            int end = end(sql, i);
            String text = sql.substring(i, end);
            parts.part(text, name(sql, text, end));
            i = end;
        }
    }

    /** The name that the text is; empty where it is none. */
    private static String name(String sql, String text, int end) {
        char first = text.charAt(0);
        if (first == '"' || first == '`' || first == '[') {
            char close = first == '[' ? ']' : first;
            String inner = text.substring(1, Math.max(1, text.length() - 1));
            return inner.replace("" + close + close, "" + close);
        }
        boolean word = Character.isLetter(first) || first == '_';
        return word && !isCall(sql, end) ? text : "";
    }

    private static boolean isCall(String sql, int end) {
        int i = end;
        while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
            i++;
        }
        return i < sql.length() && sql.charAt(i) == '(';
    }

    private static int end(String sql, int start) {
        char c = sql.charAt(start);
        if (sql.startsWith("--", start)) {
            return behind(sql, "\n", start + 2);
        }
        if (sql.startsWith("/*", start)) {
            return behind(sql, "*/", start + 2);
        }
        if (c == '\'' || c == '"' || c == '`') {
            return quoted(sql, start, c);
        }
        if (c == '[') {
            // in PostgreSQL an element of an array, which begins with no letter
            boolean name = start + 1 < sql.length() && Character.isLetter(sql.charAt(start + 1));
            boolean follows = start > 0 && isPart(sql.charAt(start - 1));
            return name && !follows ? behind(sql, "]", start + 1) : start + 1;
        }
        int end = start;
        while (end < sql.length() && isPart(sql.charAt(end))) {
            end++;
        }
        return end == start ? start + 1 : end;
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private static int quoted(String sql, int start, char quote) {
        int i = start + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    private static int behind(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }
}

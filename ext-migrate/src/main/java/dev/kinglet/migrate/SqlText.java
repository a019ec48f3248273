package dev.kinglet.migrate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of an SQL text is code, as SQLite reads it: without comments, strings and quoted names. */
final class SqlText {
    private static final Pattern TRIGGER =
            Pattern.compile(
                    "\\A\\s*create\\s+(temp\\s+|temporary\\s+)?trigger\\b.*", Pattern.DOTALL);
    // the end of a trigger's body; that of a CASE follows no semicolon
    private static final Pattern TRIGGER_END = Pattern.compile(";\\s*end\\b");

    private final String code;

    SqlText(String sql) {
        this.code = code(sql).toLowerCase(Locale.ROOT);
    }

    boolean isBlank() {
        return isBlank(code);
    }

    boolean hasSecondStatement() {
        int from = 0;
        if (TRIGGER.matcher(code).matches()) {
            Matcher end = TRIGGER_END.matcher(code);
            if (!end.find()) {
                return false;
            }
            from = end.end();
        }
        int end = code.indexOf(';', from);
        return end >= 0 && !isBlank(code.substring(end));
    }

    private static boolean isBlank(String code) {
        return code.replace(';', ' ').isBlank();
    }

    private static String code(String sql) {
        StringBuilder code = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            int end = endOfNonCode(sql, i);
            if (end == i) {
                code.append(sql.charAt(i));
                i++;
            } else {
                // a comment separates words, a string or a name is one
                code.append(isComment(sql, i) ? " " : "x");
                i = end;
            }
        }
        return code.toString();
    }

    /** Behind the comment, string or quoted name that begins here; here where none does. */
    private static int endOfNonCode(String sql, int start) {
        if (sql.startsWith("--", start)) {
            return behind(sql, "\n", start + 2);
        }
        if (sql.startsWith("/*", start)) {
            return behind(sql, "*/", start + 2);
        }
        // a doubled quote ends one string and begins the next: as good, since both are left out
        return switch (sql.charAt(start)) {
            case '\'' -> behind(sql, "'", start + 1);
            case '"' -> behind(sql, "\"", start + 1);
            case '`' -> behind(sql, "`", start + 1);
            case '[' -> behind(sql, "]", start + 1);
            default -> start;
        };
    }

    private static boolean isComment(String sql, int start) {
        return sql.startsWith("--", start) || sql.startsWith("/*", start);
    }

    private static int behind(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }
}

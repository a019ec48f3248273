package dev.kinglet.internal.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SQL text in words: names, texts, numbers, signs. Spaces and comments are left out. */
final class SqlText {
    private final String sql;
    private final List<Word> words = new ArrayList<>();

    /**
     * A word.
     *
     * @param text a name without its quotes, a keyword in small letters, a text with its quotes
     * @param quoted whether it is a name in quotes, which is no keyword
     */
    record Word(String text, boolean quoted, int start, int end) {
        boolean is(String keyword) {
            return !quoted && text.equals(keyword);
        }
    }

    /** Takes the items of a list. */
    interface Items {
        void item(int start, int end);
    }

    private SqlText(String sql) {
        this.sql = sql;
        int i = 0;
        while (i < sql.length()) {
            i = word(i);
        }
    }

    static SqlText of(String sql) {
        return new SqlText(sql);
    }

    List<Word> words() {
        return words;
    }

    /** The text of these words as it stands; without those at the ends. */
    String between(int first, int end) {
        return first >= end
                ? ""
                : sql.substring(words.get(first).start(), words.get(end - 1).end());
    }

    /** The place of the parenthesis that closes the one at this place. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            if (words.get(i).is("(")) {
                depth++;
            } else if (words.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return words.size();
    }

    /** The first place of each item of a list in parentheses, and the place behind its last. */
    void items(int open, Items items) {
        int end = closing(open);
        int start = open + 1;
        for (int i = start; i <= end && i < words.size(); i++) {
            if (i == end || words.get(i).is(",")) {
                items.item(start, i);
                start = i + 1;
            } else if (words.get(i).is("(")) {
                i = closing(i);
            }
        }
    }

    /** The place of a keyword outside of parentheses; -1 where it is not. */
    int find(String keyword, int from) {
        for (int i = from; i < words.size(); i++) {
            if (words.get(i).is("(") && !keyword.equals("(")) {
                i = closing(i);
            } else if (words.get(i).is(keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** Without parentheses around all of it. */
    static String unwrapped(String sql) {
        SqlText text = of(sql);
        int size = text.words.size();
        return size > 2 && text.words.get(0).is("(") && text.closing(0) == size - 1
                ? unwrapped(text.between(1, size - 1))
                : sql.strip();
    }

    /** Whether two texts say the same but for spaces, capitals, quotes and outer parentheses. */
    static boolean same(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return plain(a).equals(plain(b));
    }

    private static List<String> plain(String sql) {
        return of(unwrapped(sql)).words.stream()
                .map(word -> word.text().startsWith("'") ? word.text() : lower(word.text()))
                .toList();
    }

    private int word(int start) {
        char c = sql.charAt(start);
        if (Character.isWhitespace(c)) {
            return start + 1;
        }
        if (sql.startsWith("--", start)) {
            int end = sql.indexOf('\n', start);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", start)) {
            int end = sql.indexOf("*/", start + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        if (c == '"' || c == '`' || c == '[') {
            int end = quoted(start, c == '[' ? ']' : c);
            String inner = sql.substring(start + 1, Math.max(start + 1, end - 1));
            String name = c == '[' ? inner : inner.replace("" + c + c, "" + c);
            return add(name, true, start, end);
        }
        if (c == '\'') {
            int end = quoted(start, c);
            return add(sql.substring(start, end), false, start, end);
        }
        int end = start;
        while (end < sql.length() && isPart(sql.charAt(end))) {
            end++;
        }
        end = end == start ? start + 1 : end;
        return add(lower(sql.substring(start, end)), false, start, end);
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
    }

    private int quoted(int start, char close) {
        int i = start + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) != close) {
                i++;
            } else if (close != ']' && i + 1 < sql.length() && sql.charAt(i + 1) == close) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    private int add(String text, boolean quoted, int start, int end) {
        words.add(new Word(text, quoted, start, end));
        return end;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

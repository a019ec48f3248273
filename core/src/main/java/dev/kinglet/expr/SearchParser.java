package dev.kinglet.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into a search box. There is no text that it refuses. */
final class SearchParser {
    /** More is no word that anybody looks for, and PostgreSQL refuses more than 2,046 bytes. */
    private static final int WORD = 200;

    private static final int PHRASE = 32;

    private final String text;
    private final ToIntFunction<String> columns;
    private int at;
    private int terms;
    private int depth;

    /**
     * @param columns the number of the column of a name; -1 where there is none
     */
    SearchParser(String text, ToIntFunction<String> columns) {
        this.text = text;
        this.columns = columns;
    }

    /** Null where there is nothing to look for. */
    @Nullable SearchNode parse() {
        List<SearchNode> found = new ArrayList<>();
        while (more()) {
            // a parenthesis that closes nothing ends nothing
            if (peek() == ')') {
                at++;
                continue;
            }
            SearchNode node = either(-1);
            if (node != null) {
                found.add(node);
            }
        }
        return SearchNode.all(found, List.of());
    }

    static @Nullable SearchNode words(String text, boolean prefix) {
        List<String> words = split(text);
        List<SearchNode> found = new ArrayList<>();
        for (int i = 0; i < Math.min(words.size(), SearchText.TERMS); i++) {
            boolean last = i == words.size() - 1;
            boolean open = last && !text.isEmpty() && !isSpace(text.codePointBefore(text.length()));
            found.add(new SearchNode.Term(List.of(words.get(i)), prefix && open, -1));
        }
        return SearchNode.all(found, List.of());
    }

    static @Nullable SearchNode phrase(String text) {
        List<String> words = split(text);
        return words.isEmpty()
                ? null
                : new SearchNode.Term(
                        List.copyOf(words.subList(0, Math.min(words.size(), PHRASE))), false, -1);
    }

    /** Alternatives, up to a closing parenthesis or the end. */
    private @Nullable SearchNode either(int column) {
        List<SearchNode> found = new ArrayList<>();
        do {
            SearchNode node = together(column);
            if (node != null) {
                found.add(node);
            }
        } while (operator("OR"));
        return SearchNode.any(found);
    }

    /** What stands side by side, up to OR, a closing parenthesis or the end. */
    private @Nullable SearchNode together(int column) {
        List<SearchNode> found = new ArrayList<>();
        List<SearchNode> excluded = new ArrayList<>();
        while (more() && peek() != ')' && !isNext("OR")) {
            boolean not = false;
            boolean prefixed = true;
            while (prefixed && more()) {
                if (operator("NOT") || minus()) {
                    not = !not;
                } else {
                    prefixed = operator("AND");
                }
            }
            if (!more() || peek() == ')' || isNext("OR")) {
                break; // an operator without an operand
            }
            SearchNode node = operand(column);
            if (node != null) {
                (not ? excluded : found).add(node);
            }
        }
        return SearchNode.all(found, excluded);
    }

    private @Nullable SearchNode operand(int outer) {
        int column = outer;
        for (int named = filter(); named >= 0; named = filter()) {
            column = named;
        }
        if (at == text.length()) {
            return null; // the name of a column, and nothing behind it
        }
        int c = peek();
        if (isSpace(c) || c == ')') {
            return null;
        }
        if (c == '(') {
            return group(column);
        }
        if (isQuote(c)) {
            return quoted(column);
        }
        int start = at;
        while (at < text.length() && !ends(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        int end = at;
        while (end > start && text.charAt(end - 1) == '*') {
            end--;
        }
        return term(split(text.substring(start, end)), end < at, column);
    }

    /** The column that is named here, behind which it goes on; -1 for none. */
    private int filter() {
        int end = at;
        while (end < text.length() && end - at <= WORD && !ends(text.codePointAt(end))) {
            if (text.charAt(end) == ':') {
                int named = columns.applyAsInt(text.substring(at, end));
                at = named < 0 ? at : end + 1;
                return named;
            }
            end += Character.charCount(text.codePointAt(end));
        }
        return -1;
    }

    private @Nullable SearchNode group(int column) {
        at++;
        if (depth == SearchText.DEPTH) {
            return null; // what is in it counts as if the parenthesis were not there
        }
        depth++;
        SearchNode node = either(column);
        depth--;
        if (at < text.length()) {
            at++; // the parenthesis that closes it
        }
        return node;
    }

    private @Nullable SearchNode quoted(int column) {
        int start = ++at;
        while (at < text.length() && !isQuote(text.charAt(at))) {
            at++;
        }
        List<String> words = split(text.substring(start, at));
        at = Math.min(at + 1, text.length());
        boolean prefix = at < text.length() && text.charAt(at) == '*';
        at += prefix ? 1 : 0;
        return term(words.subList(0, Math.min(words.size(), PHRASE)), prefix, column);
    }

    private @Nullable SearchNode term(List<String> words, boolean prefix, int column) {
        if (words.isEmpty() || terms == SearchText.TERMS) {
            return null;
        }
        terms++;
        return new SearchNode.Term(List.copyOf(words), prefix, column);
    }

    // ---- the text

    /** Goes to the next thing that is no space; false at the end. */
    private boolean more() {
        while (at < text.length() && isSpace(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at < text.length();
    }

    private int peek() {
        return text.codePointAt(at);
    }

    /** A minus that something follows. */
    private boolean minus() {
        if (peek() != '-' || at + 1 == text.length() || isSpace(text.codePointAt(at + 1))) {
            return false;
        }
        at++;
        return true;
    }

    private boolean operator(String word) {
        if (!more() || !isNext(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    private boolean isNext(String word) {
        int end = at + word.length();
        return text.startsWith(word, at) && (end == text.length() || ends(text.codePointAt(end)));
    }

    private static boolean ends(int c) {
        return isSpace(c) || c == '(' || c == ')' || isQuote(c);
    }

    private static boolean isQuote(int c) {
        return c == '"' || c == '\u201c' || c == '\u201d' || c == '\u201e';
    }

    /** What no database takes as text counts as a space: NUL, controls, halves of characters. */
    private static boolean isSpace(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** The words that have a letter or a digit, without quotes; long ones are cut. */
    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean searchable = false;
        int size = 0;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            i += Character.charCount(c);
            if (!isSpace(c) && !isQuote(c)) {
                if (size++ < WORD) {
                    word.appendCodePoint(c);
                    searchable |= Character.isLetterOrDigit(c);
                }
                continue;
            }
            if (searchable) {
                words.add(word.toString());
            }
            word.setLength(0);
            searchable = false;
            size = 0;
        }
        return words;
    }
}

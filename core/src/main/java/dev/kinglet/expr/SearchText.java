package dev.kinglet.expr;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for, as it was typed. Any text is valid, whatever is in it: what cannot be
 * searched for is left out, and of a text without a letter or a digit nothing is left, which finds
 * no rows. Of very long texts the first {@value #TERMS} words and phrases count, and of nested
 * parentheses the outer {@value #DEPTH}.
 */
public final class SearchText {
    static final int TERMS = 64;
    static final int DEPTH = 12;

    private final String text;
    private final Form form;

    private enum Form {
        WEB,
        WORDS,
        PHRASE,
        PREFIX
    }

    private SearchText(String text, Form form) {
        this.text = text;
        this.form = form;
    }

    /**
     * As in a search box of the web. Words stand for rows that have all of them, in any order;
     * {@code "a phrase"} for those words in that order; {@code OR} for either side; {@code -word}
     * or {@code NOT word} for rows without it; {@code wor*} for words that begin so; {@code
     * title:word} for a word in that column; parentheses group. Operators are in capitals, {@code
     * AND} may be left out and binds closer than {@code OR}. Something that is only excluded finds
     * nothing.
     */
    public static SearchText web(String text) {
        return new SearchText(text, Form.WEB);
    }

    /** All of these words, in any order; nothing in the text is an operator. */
    public static SearchText words(String text) {
        return new SearchText(text, Form.WORDS);
    }

    /** These words in this order; nothing in the text is an operator. */
    public static SearchText phrase(String text) {
        return new SearchText(text, Form.PHRASE);
    }

    /** As {@link #words}, where the last word may go on: for a search while it is typed. */
    public static SearchText prefix(String text) {
        return new SearchText(text, Form.PREFIX);
    }

    /**
     * The same as an expression of FTS5, which is valid in any case.
     *
     * @param columns the names of the columns that it may name
     */
    public String fts5(List<String> columns) {
        SearchNode node = node(columns);
        // the empty phrase finds nothing, and the empty text is an error
        return node == null ? "\"\"" : node.fts5(columns);
    }

    /**
     * The same as a query for to_tsquery, which is valid in any case.
     *
     * @param columns the names of the columns that it may name
     * @param weights the letters of the weights that each of them has in the vector
     */
    public String tsquery(List<String> columns, List<String> weights) {
        SearchNode node = node(columns);
        return node == null ? "" : node.tsquery(weights);
    }

    /** The kind of search. The text is what somebody typed, and so is not shown. */
    @Override
    public String toString() {
        return "a search";
    }

    private @Nullable SearchNode node(List<String> columns) {
        ToIntFunction<String> column =
                name -> {
                    for (int i = 0; i < columns.size(); i++) {
                        if (columns.get(i).equalsIgnoreCase(name)) {
                            return i;
                        }
                    }
                    return -1;
                };
        return switch (form) {
            case WEB -> new SearchParser(text, column).parse();
            case WORDS -> SearchParser.words(text, false);
            case PHRASE -> SearchParser.phrase(text);
            case PREFIX -> SearchParser.words(text, true);
        };
    }
}

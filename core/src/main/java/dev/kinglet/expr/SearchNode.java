package dev.kinglet.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search, simplified: each node finds something by what it has, never only by what it has not,
 * because FTS5 knows no other way to exclude than from what was found.
 */
sealed interface SearchNode {

    /** As FTS5 takes it. Everything that was typed is in quotes. */
    String fts5(List<String> columns);

    /** As to_tsquery takes it. Everything that was typed is in quotes. */
    String tsquery(List<String> weights);

    /**
     * A word, or words in this order.
     *
     * @param words each has a letter or a digit; at least one
     * @param prefix whether the last word may go on
     * @param column where it has to be; -1 for anywhere
     */
    record Term(List<String> words, boolean prefix, int column) implements SearchNode {
        @Override
        public String fts5(List<String> columns) {
            String where =
                    column < 0 ? "" : "\"" + columns.get(column).replace("\"", "\"\"") + "\" : ";
            return where + '"' + String.join(" ", words) + '"' + (prefix ? " *" : "");
        }

        @Override
        public String tsquery(List<String> weights) {
            List<String> letters = weights.stream().distinct().sorted().toList();
            if (column < 0 && words.size() > 1 && letters.size() > 1) {
                // the end of one column stands beside the beginning of the next
                return letters.stream()
                        .map(this::lexemes)
                        .collect(Collectors.joining(" | ", "(", ")"));
            }
            return lexemes(column < 0 ? "" : weights.get(column));
        }

        private String lexemes(String weight) {
            if (!prefix) {
                return lexeme(words, weight);
            }
            // PostgreSQL would let each word of a phrase go on
            String last = lexeme(words.subList(words.size() - 1, words.size()), "*" + weight);
            return words.size() == 1
                    ? last
                    : "("
                            + lexeme(words.subList(0, words.size() - 1), weight)
                            + " <-> "
                            + last
                            + ")";
        }

        private static String lexeme(List<String> words, String flags) {
            String text = String.join(" ", words).replace("\\", "\\\\").replace("'", "''");
            return "'" + text + "'" + (flags.isEmpty() ? "" : ":" + flags);
        }
    }

    /**
     * All of these, and none of those.
     *
     * @param found at least one
     */
    record All(List<SearchNode> found, List<SearchNode> excluded) implements SearchNode {
        @Override
        public String fts5(List<String> columns) {
            String some = joined(found, " AND ", node -> node.fts5(columns));
            // one NOT for all: each of them would nest the expression deeper
            return excluded.isEmpty()
                    ? some
                    : "(" + some + " NOT " + joined(excluded, " OR ", n -> n.fts5(columns)) + ")";
        }

        @Override
        public String tsquery(List<String> weights) {
            String some = joined(found, " & ", node -> node.tsquery(weights));
            return excluded.isEmpty()
                    ? some
                    : "(" + some + " & !" + joined(excluded, " | ", n -> n.tsquery(weights)) + ")";
        }
    }

    /** At least one of these. */
    record Any(List<SearchNode> found) implements SearchNode {
        @Override
        public String fts5(List<String> columns) {
            return joined(found, " OR ", node -> node.fts5(columns));
        }

        @Override
        public String tsquery(List<String> weights) {
            return joined(found, " | ", node -> node.tsquery(weights));
        }
    }

    /** All of these; null where there is nothing to look for. */
    static @Nullable SearchNode all(List<SearchNode> found, List<SearchNode> excluded) {
        if (found.isEmpty()) {
            return null;
        }
        if (excluded.isEmpty() && found.size() == 1) {
            return found.get(0);
        }
        List<SearchNode> flat = new ArrayList<>();
        List<SearchNode> without = new ArrayList<>();
        for (SearchNode node : found) {
            if (node instanceof All all) {
                flat.addAll(all.found);
                without.addAll(all.excluded);
            } else {
                flat.add(node);
            }
        }
        without.addAll(excluded);
        return new All(List.copyOf(flat), List.copyOf(without));
    }

    /** One of these; null where there is nothing to look for. */
    static @Nullable SearchNode any(List<SearchNode> found) {
        if (found.isEmpty()) {
            return null;
        }
        return found.size() == 1 ? found.get(0) : new Any(List.copyOf(found));
    }

    private static String joined(
            List<SearchNode> nodes,
            String operator,
            java.util.function.Function<SearchNode, String> text) {
        return nodes.size() == 1
                ? text.apply(nodes.get(0))
                : nodes.stream().map(text).collect(Collectors.joining(operator, "(", ")"));
    }
}

package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions of FTS5, for the tables of the model room. */
public final class Fts5 {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int WORDS = 64;
    private static final String INSTEAD = "declare search(columns..), which both databases have";
    private static final SqlFunction MATCH = only("match", "{0} match {1}");
    private static final SqlFunction BM25 = only("bm25", null);
    private static final SqlFunction HIGHLIGHT = only("highlight", null);
    private static final SqlFunction SNIPPET = only("snippet", null);

    private Fts5() {}

    /** Whether a table or a column has what an expression says. */
    public static Condition match(Expr<?> in, String expression) {
        return Calls.test(MATCH, Nulls.AS_ARGUMENT, in, text(expression));
    }

    /** How well a row of a table suits, with a weight for each column. */
    public static Expr<Double> bm25(Expr<?> table, List<Double> weights) {
        List<Expr<?>> arguments = new ArrayList<>(List.of(table));
        weights.forEach(weight -> arguments.add(Nodes.value(weight, DataType.DOUBLE)));
        return Nodes.call(BM25, Nulls.NEVER, DataType.DOUBLE, arguments.toArray(Expr<?>[]::new));
    }

    /** A column with marks, counted from 0. */
    public static Expr<@Nullable String> highlight(
            Expr<?> table, int column, String open, String close) {
        return Nodes.call(
                HIGHLIGHT,
                Nulls.ALWAYS,
                DataType.TEXT,
                table,
                number(column),
                text(open),
                text(close));
    }

    /** A part of a column with marks; -1 for whichever suits best. */
    public static Expr<@Nullable String> snippet(
            Expr<?> table, int column, String open, String close, String ellipsis, int words) {
        if (words < 1 || words > WORDS) {
            throw new ProgrammingException(
                    "a snippet of " + words + " words", null, "say 1 to " + WORDS);
        }
        return Nodes.call(
                SNIPPET,
                Nulls.ALWAYS,
                DataType.TEXT,
                table,
                number(column),
                text(open),
                text(close),
                text(ellipsis),
                number(words));
    }

    /** A bound text. */
    public static Expr<String> text(String value) {
        return Nodes.value(value, DataType.TEXT);
    }

    /** A bound number. */
    public static Expr<Long> number(long value) {
        return Nodes.value(value, DataType.BIGINT);
    }

    /** The name of an option. */
    public static String word(String name) {
        if (!WORD.matcher(name).matches()) {
            throw new ModelException(
                    "'" + name + "' is no name of an option of FTS5",
                    null,
                    "give the name alone, such as detail");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** A name in quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in quotes. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static SqlFunction only(String name, @Nullable String template) {
        return SqlFunction.only(Dialect.SQLITE, name, template, INSTEAD);
    }
}

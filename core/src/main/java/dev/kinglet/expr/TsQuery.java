package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in a tsvector of PostgreSQL. An immutable value; the text is bound.
 *
 * @see dev.kinglet.model.SearchColumn
 */
public final class TsQuery {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final String INSTEAD = "declare search(columns..), which both databases have";

    private final String function;
    private final String text;
    private final @Nullable String language;

    private TsQuery(String function, String text, @Nullable String language) {
        this.function = function;
        this.text = text;
        this.language = language;
    }

    /** All of the words, in any order ({@code plainto_tsquery}). No text is refused. */
    public static TsQuery plain(String text) {
        return new TsQuery("plainto_tsquery", text, null);
    }

    /** The words in this order ({@code phraseto_tsquery}). No text is refused. */
    public static TsQuery phrase(String text) {
        return new TsQuery("phraseto_tsquery", text, null);
    }

    /**
     * As in a search box: {@code "a phrase"}, {@code or}, {@code -word} ({@code
     * websearch_to_tsquery}). No text is refused.
     */
    public static TsQuery websearch(String text) {
        return new TsQuery("websearch_to_tsquery", text, null);
    }

    /**
     * PostgreSQL's own syntax: {@code fat & (rat | cat:*)} ({@code to_tsquery}). What is wrong in
     * it is a ProgrammingException or a DataException of the server.
     */
    public static TsQuery parse(String query) {
        return new TsQuery("to_tsquery", query, null);
    }

    /** By the rules of a text search configuration, such as {@code english} or {@code simple}. */
    public TsQuery language(String configuration) {
        return new TsQuery(function, text, checked(configuration));
    }

    /** The same, by the rules of this configuration where it does not say another. */
    public TsQuery languageOr(String configuration) {
        return language == null ? language(configuration) : this;
    }

    /**
     * Whether these texts, taken together, have it: for columns without a search column, computed
     * for each row.
     */
    public Condition match(Expr<? extends @Nullable String> first, List<? extends Expr<?>> more) {
        List<Expr<?>> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return matchIn(vector(language, all));
    }

    /** Whether a tsvector has it. */
    public Condition matchIn(Expr<String> vector) {
        return Calls.test(MATCH, Nulls.AS_ARGUMENT, vector, expr());
    }

    /**
     * How well a tsvector suits, 0 where it does not ({@code ts_rank}).
     *
     * @param weights what each of the weights D, C, B and A counts, 0 to 1; empty for PostgreSQL's
     *     0.1, 0.2, 0.4 and 1
     */
    public Expr<Double> rank(Expr<String> vector, double... weights) {
        return ranked("ts_rank", vector, weights);
    }

    /** As {@link #rank}, with how near to each other the words are ({@code ts_rank_cd}). */
    public Expr<Double> rankCd(Expr<String> vector, double... weights) {
        return ranked("ts_rank_cd", vector, weights);
    }

    /**
     * The parts of a text that have it, with what was found in marks ({@code ts_headline}). Not
     * safe to be put into a page: see {@link dev.kinglet.model.SearchMatch#htmlSnippet}.
     *
     * @param options as PostgreSQL takes them: {@code MaxWords=10, MinWords=5, StartSel=<b>}; empty
     *     for its own
     */
    public Expr<@Nullable String> headline(Expr<? extends @Nullable String> text, String options) {
        return Nodes.call(
                only("ts_headline", "ts_headline(" + literal() + "{0}, {1}, {2})"),
                Nulls.ALWAYS,
                DataType.TEXT,
                text,
                expr(),
                Nodes.value(options, DataType.TEXT));
    }

    /** The function; the text is hidden. */
    @Override
    public String toString() {
        return function + "(" + literal() + "?)";
    }

    /**
     * The tsvector of some texts, of which NULL counts as none.
     *
     * @param language null for the server's default
     */
    static Expr<String> vector(@Nullable String language, List<? extends Expr<?>> texts) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            all.append(i == 0 ? "" : " || ' ' || ").append("coalesce({").append(i).append("}, '')");
        }
        String literal = language == null ? "" : "'" + checked(language) + "', ";
        return Nodes.call(
                only("to_tsvector", "to_tsvector(" + literal + all + ")"),
                Nulls.NEVER,
                DataType.TSVECTOR,
                texts.toArray(Expr<?>[]::new));
    }

    /**
     * The tsvector of some texts with a weight each.
     *
     * @param weights A to D, one for each text
     */
    public static Expr<String> weighted(
            String language, List<? extends Expr<?>> texts, List<String> weights) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            all.append(i == 0 ? "" : " || ");
            all.append("setweight(to_tsvector('").append(checked(language));
            all.append("', coalesce({").append(i).append("}, '')), '");
            all.append(weights.get(i)).append("')");
        }
        return Nodes.call(
                only("setweight", all.toString()),
                Nulls.NEVER,
                DataType.TSVECTOR,
                texts.toArray(Expr<?>[]::new));
    }

    private static final SqlFunction MATCH = only("@@", "{0} @@ {1}");

    private Expr<String> expr() {
        return Nodes.call(
                only(function, function + "(" + literal() + "{0})"),
                Nulls.NEVER,
                DataType.TEXT,
                Nodes.value(text, DataType.TEXT));
    }

    private Expr<Double> ranked(String name, Expr<String> vector, double[] weights) {
        StringBuilder array = new StringBuilder();
        for (double weight : weights) {
            if (!(weight >= 0 && weight <= 1) || weights.length != 4) {
                throw new ProgrammingException(
                        "the weights of " + name + " are four numbers from 0 to 1",
                        null,
                        "give those of D, C, B and A, in this order");
            }
            array.append(array.isEmpty() ? "'{" : ",").append(weight);
        }
        array.append(array.isEmpty() ? "" : "}', ");
        return Nodes.call(
                only(name, "cast(" + name + "(" + array + "{0}, {1}) as double precision)"),
                Nulls.NEVER,
                DataType.DOUBLE,
                vector,
                expr());
    }

    private String literal() {
        return language == null ? "" : "'" + language + "', ";
    }

    private static SqlFunction only(String name, String template) {
        return SqlFunction.only(Dialect.POSTGRES, name, template, INSTEAD);
    }

    /** A name of a text search configuration, which stands in the SQL as it is. */
    public static String checked(String configuration) {
        if (!LANGUAGE.matcher(configuration).matches()) {
            throw new ProgrammingException(
                    "'" + configuration + "' is no name of a text search configuration",
                    null,
                    "say one that PostgreSQL has, such as english or simple");
        }
        return configuration.toLowerCase(Locale.ROOT);
    }
}

package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Markup;
import dev.kinglet.expr.SearchText;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.query.Select;
import dev.kinglet.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for a text: a condition, and what goes with it. Keep it while a query is said, so that
 * {@link #rank} is of the same search as the condition.
 */
public final class SearchMatch implements Condition {
    private final SearchIndex index;
    private final Condition condition;
    private final String expression;
    private final TsQuery query;
    private @Nullable Expr<Double> rank;

    SearchMatch(SearchIndex index, SearchText text) {
        this.index = index;
        this.expression = text.fts5(index.columnNames());
        this.query =
                TsQuery.parse(text.tsquery(index.columnNames(), index.letters()))
                        .language(index.language());
        Fts5Table<?> fts5 = index.fts5();
        this.condition =
                Exprs.byDialect(
                        key().in(fts5.select(fts5.rowid).where(fts5.match(expression))),
                        query.matchIn(index.vector()));
    }

    /**
     * How well a row suits: more is better, and 0 is a row that does not match. Only good to
     * compare the rows of one search: {@code orderBy(match.rank().desc(), ARTICLE.id)}. The numbers
     * of the two databases have nothing to do with each other.
     */
    public Expr<Double> rank() {
        Expr<Double> known = rank;
        if (known == null) {
            known = Exprs.byDialect(rankOnSqlite(), query.rank(index.vector(), index.scale()));
            rank = known;
        }
        return known;
    }

    /**
     * A part of a column around what was found.
     *
     * @param column one that is searched
     * @param open before each word that was found
     * @param close behind it
     * @param ellipsis where the text was cut
     * @param words at most so many, 1 to 64
     */
    public Expr<@Nullable String> snippet(
            Column<? extends @Nullable String> column,
            String open,
            String close,
            String ellipsis,
            int words) {
        Fts5Table<?> fts5 = index.fts5();
        Column<?> indexed = fts5.columns().get(index.indexOf(column) + 1);
        return Exprs.byDialect(
                ofRow(fts5.snippet(indexed, open, close, ellipsis, words)),
                Markup.cut(
                        query.headline(
                                own(column),
                                // words of few letters would be cut off at the ends
                                "MaxFragments=1, ShortWord=0, MaxWords="
                                        + Math.max(2, words)
                                        + ", MinWords="
                                        + Math.max(1, words / 2)
                                        + Markup.options(open, close)),
                        own(column),
                        open,
                        close,
                        ellipsis));
    }

    /**
     * A whole column.
     *
     * @param column one that is searched
     * @param open before each word that was found
     * @param close behind it
     */
    public Expr<@Nullable String> highlight(
            Column<? extends @Nullable String> column, String open, String close) {
        Fts5Table<?> fts5 = index.fts5();
        Column<?> indexed = fts5.columns().get(index.indexOf(column) + 1);
        return Exprs.byDialect(
                ofRow(fts5.highlight(indexed, open, close)),
                query.headline(own(column), "HighlightAll=true" + Markup.options(open, close)));
    }

    /**
     * As {@link #snippet}, safe to be put into a page of HTML: everything that comes from the row,
     * and the ellipsis, is escaped, and the marks are not.
     */
    public Expr<@Nullable String> htmlSnippet(
            Column<? extends @Nullable String> column,
            String open,
            String close,
            String ellipsis,
            int words) {
        return Markup.html(
                snippet(column, Markup.OPEN, Markup.CLOSE, ellipsis, words), open, close);
    }

    /** As {@link #highlight}, safe as {@link #htmlSnippet} is. */
    public Expr<@Nullable String> htmlHighlight(
            Column<? extends @Nullable String> column, String open, String close) {
        return Markup.html(highlight(column, Markup.OPEN, Markup.CLOSE), open, close);
    }

    @Override
    public DataType<?> type() {
        return DataType.BOOLEAN;
    }

    @Override
    public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
        return condition.accept(visitor);
    }

    /** What is searched; the text is hidden. */
    @Override
    public String toString() {
        return index + " matches ?";
    }

    /**
     * bm25 reads all rows that match, so it is asked once for all of them: the limit keeps SQLite
     * from asking it for each row.
     */
    private Expr<Double> rankOnSqlite() {
        Fts5Table<?> fts5 = index.fts5();
        Expr<Double> rank = Fn.negate(fts5.bm25(weights(fts5))).as("rank");
        var ranked =
                fts5.select(fts5.rowid, rank)
                        .where(fts5.match(expression))
                        .limit(Long.MAX_VALUE)
                        .as("ranked");
        Select<?> own = ranked.select(ranked.col(rank)).where(ranked.col(fts5.rowid).eq(key()));
        return Exprs.<Double>scalar(own, DataType.DOUBLE).coalesce(0.0);
    }

    private SearchPart[] weights(Fts5Table<?> fts5) {
        SearchPart[] weights = new SearchPart[index.parts().size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] =
                    new SearchPart.Weighted(
                            fts5.columns().get(i + 1), index.parts().get(i).weight());
        }
        return weights;
    }

    private <T extends @Nullable Object> Expr<T> ofRow(Expr<T> expr) {
        Fts5Table<?> fts5 = index.fts5();
        return Exprs.scalar(
                fts5.select(expr).where(fts5.match(expression), fts5.rowid.eq(key())), expr);
    }

    /** Whatever its type: that it is a number is said where the index is made. */
    @SuppressWarnings("unchecked")
    private Expr<Long> key() {
        List<Column<?>> key = index.table().keyColumns();
        return (Expr<Long>) (key.isEmpty() ? index.table().columns().get(0) : key.get(0));
    }

    @SuppressWarnings("unchecked") // the same column of the same table
    private <T extends @Nullable Object> Expr<T> own(Column<T> column) {
        return (Expr<T>) index.table().own(column);
    }
}

package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.model.SearchPart.Weighted;
import dev.kinglet.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tsvector that PostgreSQL computes from columns of text and stores, with a GIN index over it;
 * declared by {@link Table#tsvector}. It is no column of the rows: a query reads it only where it
 * is selected. PostgreSQL only; {@link SearchIndex} is for both databases.
 */
public final class SearchColumn extends SearchField implements ColumnExpr<String> {
    private final String language;

    SearchColumn(Table<?, ?> table, int ordinal, String language, List<Weighted> parts) {
        super(table, ordinal, parts);
        this.language = language;
    }

    /** Its name in SQL, in place of the one made from the Java field. */
    public SearchColumn named(String name) {
        give(name);
        return this;
    }

    // ---- in queries

    /** Rows that have all of these words, in any order. */
    public Condition match(String words) {
        return match(TsQuery.plain(words));
    }

    /** Rows that have it; by the rules of the column, unless the query says others. */
    public Condition match(TsQuery query) {
        return query.languageOr(language).matchIn(this);
    }

    /** How well a row suits, 0 where it does not; by the weights of the columns. */
    public Expr<Double> rank(TsQuery query) {
        return query.languageOr(language).rank(this, scale());
    }

    /** As {@link #rank}, with how near to each other the words are. */
    public Expr<Double> rankCd(TsQuery query) {
        return query.languageOr(language).rankCd(this, scale());
    }

    /**
     * The parts of a column that have it, with what was found in marks; see {@link
     * TsQuery#headline}.
     */
    public Expr<@Nullable String> headline(
            Expr<? extends @Nullable String> text, TsQuery query, String options) {
        return query.languageOr(language).headline(text, options);
    }

    /** The same of an alias of the table. */
    public SearchColumn of(Table<?, ?> alias) {
        alias.requireSame(table);
        return new SearchColumn(alias, ordinal, language, parts);
    }

    // ---- what it is

    /** What PostgreSQL computes it as. */
    public Expr<String> computation() {
        List<Column<?>> columns = parts.stream().<Column<?>>map(Weighted::column).toList();
        return TsQuery.weighted(language, columns, letters());
    }

    @Override
    public String name() {
        return sqlName();
    }

    @Override
    public String qualifier() {
        return table.qualifier();
    }

    @Override
    public @Nullable String schema() {
        return table.aliasName() == null ? table.schema() : null;
    }

    @Override
    public Object identity() {
        return canonical();
    }

    @Override
    public Table<?, ?> source() {
        return table;
    }

    @Override
    public boolean isNullable() {
        return false;
    }

    @Override
    public DataType<?> type() {
        return DataType.TSVECTOR;
    }

    @Override
    SearchColumn canonical() {
        // that of a SearchIndex is in no list
        List<SearchColumn> declared = table.base().declaration().searchColumns;
        return ordinal < 0 ? declaredByIndex() : declared.get(ordinal);
    }

    private SearchColumn declaredByIndex() {
        return table.base().declaration().searches.get(-1 - ordinal).vector();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof SearchColumn that
                        && ordinal == that.ordinal
                        && table.equals(that.table);
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(table.base()) - ordinal;
    }

    /** Table and name as SQL knows them. */
    @Override
    public String toString() {
        return qualifier() + "." + name();
    }
}

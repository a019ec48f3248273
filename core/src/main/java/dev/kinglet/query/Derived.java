package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import dev.kinglet.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A query as a source with a name: {@code (select ..) as "name"}.
 *
 * @param <M> the rows of the query
 */
public final class Derived<M extends @Nullable Object> implements Source<M> {
    static final Expr<?> ONE = Fn.raw(Integer.class, "1");

    private final String name;
    private final Select<M> query;

    Derived(String name, Select<M> query) {
        this.name = name;
        this.query = query;
    }

    /**
     * A column of the inner query, as seen from outside. Whether it is there is checked when the
     * query is planned.
     */
    public <T extends @Nullable Object> Expr<T> col(Expr<T> inner) {
        return new Column<>(name, inner);
    }

    /** A query on this source. */
    public Select<M> select(Selection... items) {
        return Select.from(this, items);
    }

    /** The inner query. */
    public SelectDefinition definition() {
        return query.definition();
    }

    @Override
    public String qualifier() {
        return name;
    }

    @Override
    public Link link(Source<?> target, @Nullable On on) {
        if (on instanceof Condition condition) {
            return new Link(condition, null, false);
        }
        throw new ProgrammingException(
                "'"
                        + name
                        + "' is a query, so no foreign key says how '"
                        + target.qualifier()
                        + "' joins it",
                null,
                "say it: join(source, condition)");
    }

    @Override
    public QueryExecutor executor() {
        return query.definition().root().executor();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Derived<?> that
                && name.equals(that.name)
                && definition().equals(that.definition());
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private record Column<T extends @Nullable Object>(String qualifier, Expr<T> inner)
            implements ColumnExpr<T> {
        @Override
        public String name() {
            return Labels.sqlName(inner);
        }

        @Override
        public String label() {
            return Labels.label(inner);
        }

        @Override
        public Object identity() {
            return inner;
        }

        @Override
        public DataType<?> type() {
            return inner.type();
        }

        @Override
        public String toString() {
            return qualifier + "." + name();
        }
    }
}

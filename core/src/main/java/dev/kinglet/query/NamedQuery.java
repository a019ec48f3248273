package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ArrayExpr;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.On;
import dev.kinglet.expr.RangeExpr;
import dev.kinglet.expr.Selection;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that another one reads from by a name. Its rows are those of the model it selects from,
 * where it selects from one: {@code query.as("newest").select()}.
 *
 * @param <M> the rows of the query
 */
public abstract sealed class NamedQuery<M extends @Nullable Object> implements Source<M>
        permits Derived, Cte {
    private final String name;

    NamedQuery(String name) {
        this.name = name;
    }

    /** What the name stands for; null inside of a recursive query, for itself. */
    public abstract @Nullable QueryDefinition body();

    /**
     * A column of the inner query, as seen from outside: one of its select list, with the alias it
     * has there. Whether it is there is checked when the query is planned.
     */
    public final <T extends @Nullable Object> Expr<T> col(Expr<T> inner) {
        return new Column<>(name, inner);
    }

    /** As {@link #col(Expr)}, of an array, as one. */
    public final <T extends @Nullable List<E>, E extends @Nullable Object> ArrayExpr<T, E> col(
            ArrayExpr<T, E> inner) {
        return new OfArray<>(name, inner);
    }

    /** As {@link #col(Expr)}, of a range, as one. */
    public final <T extends @Nullable Range<E>, E extends Comparable<? super E>>
            RangeExpr<T, E> col(RangeExpr<T, E> inner) {
        return new OfRange<>(name, inner);
    }

    /** A query on this source; without items it selects all columns. */
    public final Select<M> select(Selection... items) {
        return Select.from(this, items);
    }

    @Override
    public final String qualifier() {
        return name;
    }

    @Override
    public final Link link(Source<?> target, @Nullable On on) {
        if (on instanceof Condition condition) {
            return new Link(condition, null);
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
    public final String toString() {
        return name;
    }

    /** A column of a query; what it is of is what it shows. */
    private interface Inner<T extends @Nullable Object> extends ColumnExpr<T> {
        Expr<T> inner();

        @Override
        default String name() {
            return Labels.sqlName(inner());
        }

        @Override
        default String label() {
            return Labels.label(inner());
        }

        @Override
        default Object identity() {
            return inner();
        }

        @Override
        default boolean isNullable() {
            return Exprs.isNullable(inner());
        }

        @Override
        default DataType<?> type() {
            return inner().type();
        }
    }

    private record Column<T extends @Nullable Object>(String qualifier, Expr<T> inner)
            implements Inner<T> {
        @Override
        public String toString() {
            return qualifier + "." + label();
        }
    }

    private record OfArray<T extends @Nullable List<E>, E extends @Nullable Object>(
            String qualifier, Expr<T> inner) implements Inner<T>, ArrayExpr<T, E> {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.column(this);
        }

        @Override
        public String toString() {
            return qualifier + "." + label();
        }
    }

    private record OfRange<T extends @Nullable Range<E>, E extends Comparable<? super E>>(
            String qualifier, Expr<T> inner) implements Inner<T>, RangeExpr<T, E> {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.column(this);
        }

        @Override
        public String toString() {
            return qualifier + "." + label();
        }
    }
}

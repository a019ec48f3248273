package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import dev.kinglet.type.DataType;
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
        public boolean isNullable() {
            return Exprs.isNullable(inner);
        }

        @Override
        public DataType<?> type() {
            return inner.type();
        }

        @Override
        public String toString() {
            return qualifier + "." + Labels.label(inner);
        }
    }
}

package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ArrayExpr;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.type.DataType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array as rows, one an element, in a join: {@code POST.select(POST.id,
 * tag.value()).crossJoin(tag)}. The array may be a column of a source that was joined before.
 * PostgreSQL only.
 *
 * <p>An array without elements has no rows; {@code leftJoin(tag, tag.value().isNotNull())} keeps
 * the row that it belongs to.
 *
 * @param alias the name it goes by in the query
 * @param array what the elements are of
 * @param <E> the Java type of the elements
 */
public record Unnest<E extends @Nullable Object>(String alias, ArrayExpr<?, E> array)
        implements Source<@Nullable Object> {
    private static final String VALUE = "value";
    private static final String ORDINALITY = "ordinality";

    /** The elements of an array. */
    public static <E extends @Nullable Object> Unnest<E> of(String alias, ArrayExpr<?, E> array) {
        return new Unnest<>(alias, array);
    }

    /** The element. */
    public ColumnExpr<E> value() {
        return new Relation.Column<>(alias, VALUE, Objects.requireNonNull(array.type().element()));
    }

    /** The place of the element in its array, counted from 0. */
    @SuppressWarnings("unchecked") // never NULL, but in a left join that missed
    public Expr<Integer> index() {
        Expr<?> place = new Relation.Column<Long>(alias, ORDINALITY, DataType.BIGINT);
        return (Expr<Integer>) (Expr<?>) Fn.raw(Integer.class, "cast({0} - 1 as integer)", place);
    }

    /** The names of its columns, in order. */
    public static List<String> columns() {
        return List.of(VALUE, ORDINALITY);
    }

    @Override
    public String qualifier() {
        return alias;
    }

    @Override
    public Link link(Source<?> target, @Nullable On on) {
        if (on instanceof Condition condition) {
            return new Link(condition, null);
        }
        throw new ProgrammingException(
                "'"
                        + alias
                        + "' are elements, so no foreign key says how '"
                        + target.qualifier()
                        + "' joins them",
                null,
                "say it: join(source, condition), or joinFrom(source, ..)");
    }

    @Override
    public QueryExecutor executor() {
        throw new ProgrammingException(
                "'" + alias + "' is of no database",
                alias,
                "begin with a table, and join the elements");
    }

    @Override
    public String toString() {
        return alias;
    }
}

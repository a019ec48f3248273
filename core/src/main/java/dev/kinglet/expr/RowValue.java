package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several expressions compared as one: {@code row(a, b).in(..)}. Order is that of dictionaries: the
 * first parts decide, and the next where they are equal.
 */
public final class RowValue {
    private final Nodes.Row row;

    RowValue(List<Expr<?>> parts) {
        if (parts.isEmpty()) {
            throw new ProgrammingException("a row value without parts", null, "name one or more");
        }
        this.row = new Nodes.Row(parts);
    }

    /**
     * Equal in all parts.
     *
     * @param values one for each part, or expressions
     * @throws ProgrammingException for another number of values
     */
    public Condition eq(@Nullable Object... values) {
        return compare(Operator.EQ, values);
    }

    /** Different in one part or more; as {@link #eq(Object...)}. */
    public Condition ne(@Nullable Object... values) {
        return compare(Operator.NE, values);
    }

    /** Before these; as {@link #eq(Object...)}. */
    public Condition lt(@Nullable Object... values) {
        return compare(Operator.LT, values);
    }

    /** Before these, or equal; as {@link #eq(Object...)}. */
    public Condition le(@Nullable Object... values) {
        return compare(Operator.LE, values);
    }

    /** Behind these; as {@link #eq(Object...)}. */
    public Condition gt(@Nullable Object... values) {
        return compare(Operator.GT, values);
    }

    /** Behind these, or equal; as {@link #eq(Object...)}. */
    public Condition ge(@Nullable Object... values) {
        return compare(Operator.GE, values);
    }

    /** One of these rows; of none, nothing matches. Each has a value, or an expression, a part. */
    public Condition in(Collection<? extends List<? extends @Nullable Object>> rows) {
        return in(rows, false);
    }

    /** None of these rows; of none, everything matches. */
    public Condition notIn(Collection<? extends List<? extends @Nullable Object>> rows) {
        return in(rows, true);
    }

    /** One of the rows of a query, which selects as many columns as there are parts. */
    public Condition in(Subquery query) {
        return new Nodes.InQuery(row, query, false);
    }

    /** None of the rows of a query. */
    public Condition notIn(Subquery query) {
        return new Nodes.InQuery(row, query, true);
    }

    private Condition in(
            Collection<? extends List<? extends @Nullable Object>> rows, boolean negated) {
        if (rows.isEmpty()) {
            return new Nodes.Constant(negated);
        }
        List<Expr<?>> all = new ArrayList<>(rows.size());
        for (List<? extends @Nullable Object> values : rows) {
            all.add(rowOf(values.toArray()));
        }
        return new Nodes.InRows(row, List.copyOf(all), negated);
    }

    private Condition compare(Operator operator, @Nullable Object[] values) {
        return new Nodes.Comparison(operator, row, rowOf(values));
    }

    private Nodes.Row rowOf(@Nullable Object[] values) {
        List<Expr<?>> parts = row.parts();
        if (values.length != parts.size()) {
            throw new ProgrammingException(
                    "the row value "
                            + row
                            + " of "
                            + parts.size()
                            + " parts is compared with "
                            + values.length,
                    null,
                    "give one value for each part");
        }
        List<Expr<?>> others = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            others.add(operand(values[i], parts.get(i)));
        }
        return new Nodes.Row(List.copyOf(others));
    }

    private static Expr<?> operand(@Nullable Object value, Expr<?> like) {
        if (value instanceof Expr<?> expr) {
            return expr;
        }
        Expr<?> operand = Nodes.<@Nullable Object>operand(value, like);
        return operand;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowValue that && row.equals(that.row);
    }

    @Override
    public int hashCode() {
        return row.hashCode();
    }

    @Override
    public String toString() {
        return row.toString();
    }
}

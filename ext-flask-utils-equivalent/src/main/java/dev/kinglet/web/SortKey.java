package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.SqlFunction;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One expression of the order that rows are cut by.
 *
 * @param expr what is sorted by
 * @param descending the largest first
 * @param nullsFirst where NULL goes
 * @param nullable whether there may be any NULL
 */
record SortKey(Expr<?> expr, boolean descending, boolean nullsFirst, boolean nullable) {
    private static final SqlFunction AS_STORED = new SqlFunction("stored", "{0}", "{0}");

    static SortKey of(Sort sort, boolean nullable) {
        Expr<?> expr = sort.expr() instanceof ForeignKey<?, ?, ?> fk ? fk.key() : sort.expr();
        boolean nullsFirst =
                switch (sort.nulls()) {
                    case DEFAULT -> sort.descending();
                    case FIRST -> true;
                    case LAST -> false;
                };
        return new SortKey(expr, sort.descending(), nullsFirst, nullable);
    }

    SortKey mirrored() {
        return new SortKey(expr, !descending, !nullsFirst, nullable);
    }

    /** As it is said in ORDER BY; what is usual is not said, so that usual indexes serve it. */
    Sort sort() {
        return sort(expr);
    }

    Sort sort(Expr<?> selected) {
        Sort.Nulls nulls =
                !nullable || nullsFirst == descending
                        ? Sort.Nulls.DEFAULT
                        : nullsFirst ? Sort.Nulls.FIRST : Sort.Nulls.LAST;
        return new Sort(selected, descending, nulls);
    }

    /** As SQLite's indexes have it, where there is no NULL in what is sorted. */
    Sort withoutNulls() {
        return nullable
                ? new Sort(expr, descending, descending ? Sort.Nulls.LAST : Sort.Nulls.FIRST)
                : sort();
    }

    /** What is read and bound: a type of the application's own as what is stored for it. */
    DataType<?> stored() {
        return expr.type().stored();
    }

    private boolean isPlain() {
        return expr.type().equals(expr.type().stored());
    }

    /** The expression as it is selected to be read into a cursor. */
    Expr<?> selected(String alias) {
        return isPlain()
                ? Fn.orNull(expr).as(alias)
                : Exprs.call(AS_STORED, stored(), expr).as(alias);
    }

    /** A value that is compared with the expression. */
    Expr<?> operand(Object value) {
        HasType like = isPlain() ? expr.compared() : stored().unlimited();
        return Fn.<Object>value(value, like);
    }

    Condition equal(@Nullable Object value) {
        return value == null ? expr.isNull() : compare("=", value);
    }

    /** Behind a value in this order, among the rows that have one. */
    Condition behind(Object value, boolean inclusive) {
        return compare((descending ? "<" : ">") + (inclusive ? "=" : ""), value);
    }

    @SuppressWarnings("unchecked") // a value that was read by the type of the expression
    private Condition compare(String operator, Object value) {
        Expr<Object> left = (Expr<Object>) expr;
        Expr<Object> right = (Expr<Object>) operand(Objects.requireNonNull(value));
        return switch (operator) {
            case "=" -> left.eq(right);
            case "<" -> left.lt(right);
            case "<=" -> left.le(right);
            case ">" -> left.gt(right);
            case ">=" -> left.ge(right);
            default -> throw new ProgrammingException(operator, (String) null, null);
        };
    }
}

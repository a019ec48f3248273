package dev.kinglet.expr;

import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.HasType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * An SQL expression whose values are of one Java type. Expressions are immutable and compare
 * structurally: one built again with the same parts is equal, so {@code row.get(count(TWEET.id))}
 * finds what a query selected. Of those that hold a query, only those that hold the same one are
 * equal.
 *
 * <p>Comparing with a null value means IS NULL (and {@code ne} IS NOT NULL). Otherwise SQL's
 * three-valued logic stands: {@code ne} does not match rows where the column is NULL.
 *
 * <p>Decimals are compared and computed with all their digits. How many zeros a computed one ends
 * with is the database's own: compare with {@code compareTo}.
 *
 * @param <T> the Java type of the values; nullable where they can be NULL
 */
public interface Expr<T extends @Nullable Object> extends Selection, Ordering, HasType {

    /** Shows the node's parts to a visitor. */
    <R extends @Nullable Object> R accept(ExprVisitor<R> visitor);

    /** Equal; null means IS NULL. */
    default Condition eq(T value) {
        return value == null ? isNull() : compare(Operator.EQ, Nodes.operand(value, this));
    }

    default Condition eq(Expr<? extends @Nullable T> other) {
        return compare(Operator.EQ, other);
    }

    /** Not equal; null means IS NOT NULL. Rows where this is NULL do not match. */
    default Condition ne(T value) {
        return value == null ? isNotNull() : compare(Operator.NE, Nodes.operand(value, this));
    }

    default Condition ne(Expr<? extends @Nullable T> other) {
        return compare(Operator.NE, other);
    }

    /** Different, where NULL differs from every value and not from NULL: never unknown. */
    default Condition isDistinctFrom(T value) {
        return value == null ? isNotNull() : compare(Operator.DISTINCT, Nodes.operand(value, this));
    }

    default Condition isDistinctFrom(Expr<? extends @Nullable T> other) {
        return compare(Operator.DISTINCT, other);
    }

    /** Equal, where NULL equals NULL: never unknown. */
    default Condition isNotDistinctFrom(T value) {
        return value == null
                ? isNull()
                : compare(Operator.NOT_DISTINCT, Nodes.operand(value, this));
    }

    default Condition isNotDistinctFrom(Expr<? extends @Nullable T> other) {
        return compare(Operator.NOT_DISTINCT, other);
    }

    default Condition lt(@NonNull T value) {
        return compare(Operator.LT, Nodes.operand(value, this));
    }

    default Condition lt(Expr<? extends @Nullable T> other) {
        return compare(Operator.LT, other);
    }

    default Condition le(@NonNull T value) {
        return compare(Operator.LE, Nodes.operand(value, this));
    }

    default Condition le(Expr<? extends @Nullable T> other) {
        return compare(Operator.LE, other);
    }

    default Condition gt(@NonNull T value) {
        return compare(Operator.GT, Nodes.operand(value, this));
    }

    default Condition gt(Expr<? extends @Nullable T> other) {
        return compare(Operator.GT, other);
    }

    default Condition ge(@NonNull T value) {
        return compare(Operator.GE, Nodes.operand(value, this));
    }

    default Condition ge(Expr<? extends @Nullable T> other) {
        return compare(Operator.GE, other);
    }

    /** Between the two, both ends included. */
    default Condition between(@NonNull T low, @NonNull T high) {
        return Nodes.between(this, Nodes.operand(low, this), Nodes.operand(high, this));
    }

    /** Between the two, both ends included. */
    default Condition between(Expr<? extends @Nullable T> low, Expr<? extends @Nullable T> high) {
        return Nodes.between(this, low, high);
    }

    /** One of these values; of none, nothing matches. A null among them matches nothing. */
    @SuppressWarnings("unchecked") // the array is only read
    default Condition in(T... values) {
        return in(Arrays.asList(values));
    }

    /**
     * One of these values; an empty collection is valid and matches nothing. The collection is
     * copied.
     */
    default Condition in(Collection<? extends T> values) {
        return Nodes.inList(this, values, false);
    }

    /**
     * One of the values of a query. A query of models without columns of its own selects their
     * primary key.
     */
    default Condition in(Subquery query) {
        return new Nodes.InQuery(this, query, false);
    }

    /** None of these values; an empty collection matches every row. */
    default Condition notIn(Collection<? extends T> values) {
        return Nodes.inList(this, values, true);
    }

    /** None of the values of a query; where those include NULL, SQL says that nothing matches. */
    default Condition notIn(Subquery query) {
        return new Nodes.InQuery(this, query, true);
    }

    default Condition isNull() {
        return new Nodes.IsNull(this, false);
    }

    default Condition isNotNull() {
        return new Nodes.IsNull(this, true);
    }

    /**
     * SQL's LIKE: {@code %} stands for any text, {@code _} for one character, a backslash before
     * one of the three for that character itself. Tells case apart on both databases.
     */
    default Condition like(String pattern) {
        return compare(Operator.LIKE, Nodes.like(this, pattern));
    }

    default Condition like(Expr<? extends @Nullable String> pattern) {
        Nodes.requireText(this, "like");
        return compare(Operator.LIKE, pattern);
    }

    /** As {@link #like(String)}, without regard to case: of ASCII letters only on SQLite. */
    default Condition ilike(String pattern) {
        return compare(Operator.ILIKE, Nodes.ilike(this, pattern));
    }

    default Condition ilike(Expr<? extends @Nullable String> pattern) {
        Nodes.requireText(this, "ilike");
        return compare(Operator.ILIKE, pattern);
    }

    /**
     * A part of the text matches the regular expression. What both databases understand alike are
     * the common parts of POSIX's and Java's: classes, groups, repetition, anchors.
     */
    default Condition regexp(String pattern) {
        return compare(Operator.REGEXP, Nodes.text(this, "regexp", pattern));
    }

    /** As {@link #regexp}, without regard to case. */
    default Condition iregexp(String pattern) {
        return compare(Operator.IREGEXP, Nodes.text(this, "iregexp", pattern));
    }

    /**
     * Contains this text, without regard to case; {@code %} and {@code _} in it stand for
     * themselves.
     */
    default Condition contains(String text) {
        return compare(
                Operator.ILIKE_ESCAPED,
                Nodes.text(this, "contains", "%" + Nodes.escape(text) + "%"));
    }

    default Condition contains(Expr<? extends @Nullable String> text) {
        Nodes.requireText(this, "contains");
        return compare(Operator.ILIKE_ESCAPED, Nodes.escape(text, "%", "%"));
    }

    /**
     * Starts with this text, without regard to case; {@code %} and {@code _} in it stand for
     * themselves.
     */
    default Condition startsWith(String text) {
        return compare(
                Operator.ILIKE_ESCAPED, Nodes.text(this, "startsWith", Nodes.escape(text) + "%"));
    }

    default Condition startsWith(Expr<? extends @Nullable String> text) {
        Nodes.requireText(this, "startsWith");
        return compare(Operator.ILIKE_ESCAPED, Nodes.escape(text, "", "%"));
    }

    /**
     * Ends with this text, without regard to case; {@code %} and {@code _} in it stand for
     * themselves.
     */
    default Condition endsWith(String text) {
        return compare(
                Operator.ILIKE_ESCAPED, Nodes.text(this, "endsWith", "%" + Nodes.escape(text)));
    }

    default Condition endsWith(Expr<? extends @Nullable String> text) {
        Nodes.requireText(this, "endsWith");
        return compare(Operator.ILIKE_ESCAPED, Nodes.escape(text, "%", ""));
    }

    default Expr<T> plus(@NonNull T value) {
        return Nodes.arithmetic(Operator.PLUS, this, Nodes.operand(value, this));
    }

    default Expr<T> plus(Expr<? extends @Nullable T> other) {
        return Nodes.arithmetic(Operator.PLUS, this, other);
    }

    default Expr<T> minus(@NonNull T value) {
        return Nodes.arithmetic(Operator.MINUS, this, Nodes.operand(value, this));
    }

    default Expr<T> minus(Expr<? extends @Nullable T> other) {
        return Nodes.arithmetic(Operator.MINUS, this, other);
    }

    default Expr<T> times(@NonNull T value) {
        return Nodes.arithmetic(Operator.TIMES, this, Nodes.operand(value, this));
    }

    default Expr<T> times(Expr<? extends @Nullable T> other) {
        return Nodes.arithmetic(Operator.TIMES, this, other);
    }

    /**
     * Division as SQL has it: of two integers an integer. By zero it is NULL on SQLite and an error
     * on PostgreSQL.
     */
    default Expr<T> div(@NonNull T value) {
        return Nodes.arithmetic(Operator.DIVIDE, this, Nodes.operand(value, this));
    }

    /**
     * Division as SQL has it: of two integers an integer. By zero it is NULL on SQLite and an error
     * on PostgreSQL.
     */
    default Expr<T> div(Expr<? extends @Nullable T> other) {
        return Nodes.arithmetic(Operator.DIVIDE, this, other);
    }

    /** This text and then the other; NULL where one of them is. */
    default Expr<T> concat(String text) {
        return new Nodes.Arithmetic<>(Operator.CONCAT, this, Nodes.text(this, "concat", text));
    }

    /** This text and then the other; NULL where one of them is. */
    default Expr<T> concat(Expr<? extends @Nullable String> text) {
        Nodes.requireText(this, "concat");
        return new Nodes.Arithmetic<>(Operator.CONCAT, this, text);
    }

    /** This value, or the other where this is NULL. */
    default Expr<@NonNull T> coalesce(@NonNull T other) {
        return coalesce(Nodes.<@NonNull T>operand(other, this));
    }

    /** This value, or the other where this is NULL. */
    default <R extends @Nullable T> Expr<R> coalesce(Expr<R> other) {
        return Nodes.call(
                SqlFunction.named("coalesce"),
                Nulls.AS_LAST_ARGUMENT,
                Nodes.computed(this),
                this,
                other);
    }

    /**
     * CAST to the column type that stands for that class. How fractions are rounded, and how
     * numbers, times and booleans look as text, is the database's own. NULL stays NULL, and is read
     * as such through {@code Fn.orNull(x.cast(..))}.
     */
    default <R> Expr<R> cast(Class<R> type) {
        return new Nodes.Cast<>(this, Nodes.typeOf(type));
    }

    /**
     * The same, compared and sorted by a collation of the database: {@code "C"} on PostgreSQL,
     * {@code "NOCASE"} on SQLite.
     */
    default Expr<T> collate(String collation) {
        return new Nodes.Collate<>(this, collation);
    }

    /** Gives the expression a name in the result; ORDER BY uses it. */
    default Expr<T> as(String name) {
        return new Nodes.Alias<>(this, name);
    }

    /** Smallest first. */
    default Sort asc() {
        return new Sort(this, false, Sort.Nulls.DEFAULT);
    }

    /** Largest first. */
    default Sort desc() {
        return new Sort(this, true, Sort.Nulls.DEFAULT);
    }

    @Override
    default List<Sort> sorts() {
        return List.of(asc());
    }

    private Condition compare(Operator operator, Expr<?> other) {
        Nodes.requireOrder(operator, this);
        return new Nodes.Comparison(operator, this, other);
    }
}

package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * An array of PostgreSQL: a column that was declared as one, or any expression that {@link
 * Fn#array} takes as one. Places count from 0, as in the lists that it stands for; a slice stops
 * before its end.
 *
 * <p>Arrays are equal where their elements are, in order, and are sorted by the first that differs.
 *
 * @param <T> the lists; nullable where the expression can be NULL
 * @param <E> the Java type of the elements
 */
public interface ArrayExpr<T extends @Nullable List<E>, E extends @Nullable Object>
        extends Expr<T> {

    /** Has all of these elements, in whatever order. */
    @SuppressWarnings("unchecked") // the array is only read
    default Condition contains(E... elements) {
        return contains(Arrays.asList(elements));
    }

    /** Has all of these elements, in whatever order; every array has all of none. */
    default Condition contains(Collection<? extends E> elements) {
        return Calls.test(ArraySql.CONTAINS, this, list(elements));
    }

    /** Has all elements of the other array, in whatever order. */
    default Condition contains(ArrayExpr<?, E> other) {
        return Calls.test(ArraySql.CONTAINS, this, ArraySql.alike(other, this));
    }

    /**
     * Has this element.
     *
     * @throws ModelException where it is no array of texts
     */
    @Override
    @SuppressWarnings("unchecked") // the elements were found to be texts
    default Condition contains(String text) {
        DataType<?> element = type().element();
        if (element == null || element.javaType() != String.class) {
            throw new ModelException(
                    "a text is looked for in " + this + ", which is of type " + type(),
                    null,
                    "give a value of the type of its elements");
        }
        return contains((Collection<? extends E>) List.of(text));
    }

    /** Has no other elements than these. */
    default Condition containedBy(Collection<? extends E> elements) {
        return Calls.test(ArraySql.CONTAINED_BY, this, list(elements));
    }

    /** Has no other elements than the other array. */
    default Condition containedBy(ArrayExpr<?, E> other) {
        return Calls.test(ArraySql.CONTAINED_BY, this, ArraySql.alike(other, this));
    }

    /** Has one of these elements, or more; of none, nothing matches. */
    default Condition overlaps(Collection<? extends E> elements) {
        return Calls.test(ArraySql.OVERLAPS, this, list(elements));
    }

    /** Has an element of the other array, or more. */
    default Condition overlaps(ArrayExpr<?, E> other) {
        return Calls.test(ArraySql.OVERLAPS, this, ArraySql.alike(other, this));
    }

    /**
     * Any of its elements, on the right side of a comparison and nowhere else: {@code
     * price.lt(limits.any())}. Never met by an array without elements.
     */
    default Expr<E> any() {
        return Nodes.call(ArraySql.ANY, Nulls.ALWAYS, new Kind.Element(this), this);
    }

    /**
     * All of its elements, on the right side of a comparison and nowhere else: {@code
     * price.ge(limits.all())}. Always met by an array without elements.
     */
    default Expr<E> all() {
        return Nodes.call(ArraySql.ALL, Nulls.ALWAYS, new Kind.Element(this), this);
    }

    /** The number of elements. */
    default Expr<@Nullable Integer> length() {
        return Nodes.call(ArraySql.LENGTH, Nulls.ALWAYS, DataType.INTEGER, this);
    }

    /**
     * The element at a place; NULL where there is none.
     *
     * @param index counts from 0, or where it is negative from the end: the last one is at -1
     */
    default Expr<@Nullable E> at(int index) {
        return Nodes.call(
                index < 0 ? ArraySql.AT_FROM_END : ArraySql.AT,
                Nulls.ALWAYS,
                new Kind.Element(this),
                this,
                ArraySql.number(index + 1));
    }

    /**
     * The element at a place that is computed; NULL where there is none.
     *
     * @param index counts from 0
     */
    default Expr<@Nullable E> at(Expr<? extends @Nullable Integer> index) {
        return Nodes.call(ArraySql.AT_COMPUTED, Nulls.ALWAYS, new Kind.Element(this), this, index);
    }

    /**
     * The elements from a place on, and before another one; fewer, or none, where the array ends.
     *
     * @param from counts from 0
     * @param to counts from 0; the first one that is left out
     */
    default ArrayExpr<T, E> slice(int from, int to) {
        return made(
                ArraySql.SLICE,
                ArraySql.number(ArraySql.place(from) + 1),
                ArraySql.number(ArraySql.place(to)));
    }

    /**
     * The elements from a place on.
     *
     * @param from counts from 0
     */
    default ArrayExpr<T, E> slice(int from) {
        return made(ArraySql.REST, ArraySql.number(ArraySql.place(from) + 1));
    }

    /** Where an element is first found, counted from 0; NULL where it is not. */
    default Expr<@Nullable Integer> indexOf(@NonNull E element) {
        return Nodes.call(
                ArraySql.INDEX_OF, Nulls.ALWAYS, DataType.INTEGER, this, element(element));
    }

    /** With one more element at the end. */
    default ArrayExpr<T, E> append(E element) {
        return concat(Collections.singletonList(element));
    }

    /** With one more element in front. */
    default ArrayExpr<T, E> prepend(E element) {
        Expr<?> one = list(Collections.singletonList(element));
        return new Kind.OfArray<>(Nodes.call(ArraySql.CONCAT, compared(), one, this));
    }

    /** With these elements behind its own. */
    default ArrayExpr<T, E> concat(Collection<? extends E> elements) {
        return made(ArraySql.CONCAT, list(elements));
    }

    /** With the elements of the other array behind its own. */
    default ArrayExpr<T, E> concat(ArrayExpr<?, E> other) {
        return made(ArraySql.CONCAT, other);
    }

    /** Without the elements that equal this one. */
    default ArrayExpr<T, E> remove(@NonNull E element) {
        return made(ArraySql.REMOVE, element(element));
    }

    /** With another element in each place of this one. */
    default ArrayExpr<T, E> replace(@NonNull E element, @NonNull E replacement) {
        return made(ArraySql.REPLACE, element(element), element(replacement));
    }

    private ArrayExpr<T, E> made(SqlFunction function, Expr<?>... arguments) {
        Expr<?>[] all = new Expr<?>[arguments.length + 1];
        all[0] = this;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Kind.OfArray<>(Nodes.call(function, compared(), all));
    }

    private Expr<?> list(Collection<? extends E> elements) {
        List<E> copy = Collections.unmodifiableList(new ArrayList<>(elements));
        return Nodes.operand(copy, this);
    }

    private Expr<?> element(@NonNull E value) {
        return Nodes.operand(value, new Kind.Element(this));
    }
}

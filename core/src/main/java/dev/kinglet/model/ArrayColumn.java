package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ArrayExpr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.type.DataType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of lists, an array of PostgreSQL. The lists that are read cannot be changed; set another
 * one.
 *
 * @param <T> the lists; nullable where the column is
 * @param <E> the Java type of the elements
 */
public final class ArrayColumn<T extends @Nullable List<E>, E extends @Nullable Object>
        extends KindColumn<T, ArrayColumn<T, E>> implements ArrayExpr<T, E> {

    ArrayColumn(Table<?, ?> table, DataType<?> type) {
        super(table, type);
    }

    @Override
    @SuppressWarnings("unchecked") // the same object: nothing of it was used yet
    public ArrayColumn<@Nullable T, E> nullable() {
        super.nullable();
        return (ArrayColumn<@Nullable T, E>) this;
    }

    /**
     * Sets one element, in an update and nowhere else. Behind the end the array grows, with NULLs
     * up to there.
     *
     * @param index counts from 0
     */
    public Assignment toElement(int index, E value) {
        if (index < 0) {
            throw new ModelException(
                    "the element at " + index + " of " + this,
                    table.toString(),
                    "places count from 0");
        }
        return new Assignment.Part(
                writable(),
                Fn.value(value, Objects.requireNonNull(type().element())),
                Fn.value(index + 1, DataType.INTEGER));
    }

    @Override
    Column<?> copyTo(Table<?, ?> alias) {
        return new ArrayColumn<>(alias, type());
    }
}

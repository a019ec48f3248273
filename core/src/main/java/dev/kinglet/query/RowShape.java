package dev.kinglet.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a result row.
 *
 * @param <R> what each row becomes
 */
public sealed interface RowShape<R extends @Nullable Object> {

    /** A model, with the joined models hanging on it. */
    record Models<R extends @Nullable Object>() implements RowShape<R> {}

    /** A map from label to value, in the order of the select list. */
    record Maps() implements RowShape<Map<String, @Nullable Object>> {}

    /** All values of the row, found by expression or position. */
    record Rows() implements RowShape<Row> {}

    /**
     * The only column.
     *
     * @param nullable whether NULL is an answer even where the type of the expression says that
     *     there is none
     */
    record Single<R extends @Nullable Object>(boolean nullable) implements RowShape<R> {

        /** As the type of the expression says. */
        public Single() {
            this(false);
        }
    }

    /** An object of a class, filled through its constructor by name. */
    record Into<R>(Class<R> type) implements RowShape<R> {}
}

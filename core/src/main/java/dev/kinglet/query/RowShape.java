package dev.kinglet.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a result row.
 *
 * @param <R> what each row becomes
 */
public sealed interface RowShape<R extends @Nullable Object> {

    /**
     * A model, with the joined models hanging on it.
     *
     * @param loads what is loaded along with the rows
     * @param lazy what happens when more is asked of them; null for what the database does
     */
    record Models<R extends @Nullable Object>(List<EagerLoad<?>> loads, @Nullable Lazy lazy)
            implements RowShape<R> {
        /** Nothing is loaded along. */
        public Models() {
            this(List.of(), null);
        }
    }

    /**
     * A model of the root, which all that was selected of other sources is read from.
     *
     * @param models what is loaded along, and what happens when more is asked
     */
    record Flat<R extends @Nullable Object>(Models<R> models) implements RowShape<R> {}

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

package dev.kinglet.query;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code column.to(value)} says: one column set to one value, or several for a value that
 * spans columns.
 */
public interface Assignment {

    /** The columns and their values, in order; never empty. */
    List<Part> parts();

    /**
     * One column and what it is set to.
     *
     * @param place of the element that is set, as SQL counts it; null for the whole
     */
    record Part(ColumnExpr<?> column, Expr<?> value, @Nullable Expr<?> place)
            implements Assignment {
        public Part(ColumnExpr<?> column, Expr<?> value) {
            this(column, value, null);
        }

        /** Itself. */
        @Override
        public List<Part> parts() {
            return List.of(this);
        }

        /**
         * The same, where a new row is made.
         *
         * @throws ModelException where it is of one element
         */
        public Part whole() {
            if (place != null) {
                throw new ModelException(
                        "one element of " + column + " is set, and a new row has none",
                        null,
                        "set the whole list, or say it in an update");
            }
            return this;
        }
    }
}

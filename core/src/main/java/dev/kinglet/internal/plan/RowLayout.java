package dev.kinglet.internal.plan;

import dev.kinglet.expr.Expr;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.query.Source;
import dev.kinglet.type.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which result column fills what.
 *
 * @param items what was selected, in order, without the keys that were added; positions count from
 *     1
 * @param sources the models of a row; the first is the root, and a source stands behind the one it
 *     hangs on. Empty where the root is no table.
 * @param extras the expressions that are no column of a model
 */
public record RowLayout(List<Item> items, List<Slot> sources, List<Item> extras) {

    /**
     * One item of the select list.
     *
     * @param nullable whether NULL is a value that it can have
     */
    public record Item(
            Expr<?> expr, String label, int position, Codec<?> codec, boolean nullable) {}

    /**
     * One model of a row.
     *
     * @param columns those of its columns that were selected; the label is not used
     * @param parent the index of the source it hangs on, -1 for the root
     * @param foreignKey by which it hangs there, null where none does
     * @param forward whether the foreign key is the parent's
     * @param optional whether an outer join may have missed it
     * @param key the position of a column that is never NULL when the row is there; 0 where none
     *     was selected
     */
    public record Slot(
            Table<?, ?> table,
            List<SlotColumn> columns,
            int parent,
            @Nullable ForeignKey<?, ?, ?> foreignKey,
            boolean forward,
            boolean optional,
            int key) {

        /** As what a query names it. */
        public Source<?> source() {
            return table;
        }
    }

    /** A column of a model and where its value is. */
    public record SlotColumn(int ordinal, int position, Codec<?> codec) {}
}

package dev.kinglet.internal.plan;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
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
 *     hangs on. Empty where the root's rows are of no model.
 */
public record RowLayout(List<Item> items, List<Slot> sources) {

    /**
     * What a query selected, in the order of {@link #items()}. A plan is shared by queries that
     * differ in values only, so the expressions of a layout may be those of another query: {@code
     * id + 1} instead of {@code id + 2}.
     */
    public static List<Expr<?>> selected(QueryDefinition query) {
        QueryDefinition first = query;
        while (first instanceof SelectDefinition select && select.options().compound() != null) {
            first = select.options().compound().left();
        }
        return Exposed.expand(first);
    }

    /**
     * One item of the select list.
     *
     * @param nullable whether NULL is a value that its type allows
     */
    public record Item(
            Expr<?> expr, String label, int position, Codec<?> codec, boolean nullable) {}

    /**
     * One model of a row.
     *
     * @param source as what the query names it
     * @param table whose rows they are
     * @param columns those of its columns that were selected
     * @param extras the expressions that are read from this row and are no column of it
     * @param parent the index of the source it hangs on, -1 for the root
     * @param relation by which it hangs there, from the parent to it; null where none does
     * @param optional whether an outer join may have missed it
     * @param key the position of a column that is never NULL when the row is there; 0 where none
     *     was selected
     */
    public record Slot(
            Source<?> source,
            Table<?, ?> table,
            List<SlotColumn> columns,
            List<Extra> extras,
            int parent,
            @Nullable Hop relation,
            boolean optional,
            int key) {}

    /**
     * An expression that is read from the row of a source.
     *
     * @param item what it is asked for by, and where its value is
     * @param index where it is among what was selected; -1 where the item is all that is known
     * @param inside whether it is asked for by what it is inside of a named query
     */
    public record Extra(Item item, int index, boolean inside) {

        /** What it is asked for by, of a query that selected these. */
        public Expr<?> of(List<Expr<?>> selected) {
            if (index < 0) {
                return item.expr();
            }
            Expr<?> expr = selected.get(index);
            return inside && expr instanceof ColumnExpr<?> column
                    ? (Expr<?>) column.identity()
                    : expr;
        }
    }

    /** A column of a model and where its value is. */
    public record SlotColumn(int ordinal, int position, Codec<?> codec) {}
}

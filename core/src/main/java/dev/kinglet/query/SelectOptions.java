package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What few queries say. Apart from {@link SelectDefinition}, so that the others do not carry it.
 *
 * @param distinctOn of the rows that agree in these the first is kept; empty for no such clause
 * @param windows the named windows, in the order they were declared
 * @param with the queries that were put in front, in the order they were added
 * @param lock what is done to the rows; null for nothing
 * @param compound where the rows come from two queries: which; then root and items are those of the
 *     left one, and of the other clauses only order, limit and offset are said
 */
public record SelectOptions(
        List<Expr<?>> distinctOn,
        List<Window> windows,
        List<Cte<?>> with,
        @Nullable Lock lock,
        @Nullable Compound compound) {

    /** Nothing of all that. */
    public static final SelectOptions NONE =
            new SelectOptions(List.of(), List.of(), List.of(), null, null);

    SelectOptions withDistinctOn(List<Expr<?>> distinctOn) {
        return new SelectOptions(distinctOn, windows, with, lock, compound);
    }

    SelectOptions withWindows(List<Window> windows) {
        return new SelectOptions(distinctOn, windows, with, lock, compound);
    }

    SelectOptions withCtes(List<Cte<?>> with) {
        return new SelectOptions(distinctOn, windows, with, lock, compound);
    }

    SelectOptions withLock(@Nullable Lock lock) {
        return new SelectOptions(distinctOn, windows, with, lock, compound);
    }
}

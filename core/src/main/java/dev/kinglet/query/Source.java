package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query can read from: a table, an alias of one, a derived table.
 *
 * @param <M> the rows
 */
public interface Source<M extends @Nullable Object> extends Selection, EagerLoad.Branch {

    /**
     * The name the source goes by in a query, unquoted; two sources of one query have different
     * ones.
     */
    String qualifier();

    /**
     * Finds how this source, already in the query, is joined with another.
     *
     * @param on the condition or the foreign key that is meant; null where the one foreign key
     *     between the two is
     * @throws ProgrammingException where there is none, or more than one
     */
    Link link(Source<?> target, @Nullable On on);

    /**
     * Where queries on this source run when they were not told.
     *
     * @throws ProgrammingException where it is bound to no database
     */
    QueryExecutor executor();

    /**
     * Finds how these hang on this source and on each other, as {@link Select#prefetch} says.
     *
     * @throws ProgrammingException where something hangs on nothing
     */
    default List<EagerLoad<M>> prefetching(List<? extends EagerLoad.Branch> branches) {
        throw new ProgrammingException(
                "'" + qualifier() + "' is a query, so no foreign key says what hangs on it",
                null,
                "prefetch from a table");
    }

    /**
     * An expression for the select list that is read from this source's row of the graph, by {@code
     * row.get(expr)}, instead of from the root.
     */
    default Selection attach(Expr<?> expr) {
        return new Attached(this, expr);
    }

    /** What an update sets, with what each update of this table sets besides. */
    default List<Assignment.Part> updating(List<Assignment.Part> set) {
        return set;
    }

    /** The columns that tell its rows apart, in order; empty where none are known. */
    default List<? extends ColumnExpr<?>> keyColumns() {
        return List.of();
    }

    /**
     * What has to happen before rows of this source are deleted, in the same transaction; null for
     * nothing, as usual.
     */
    default @Nullable Runnable deleting(DeleteDefinition delete, QueryExecutor database) {
        return null;
    }

    /** Whether a foreign key leads from this source to another, or back. */
    default boolean relates(Source<?> other) {
        return false;
    }
}

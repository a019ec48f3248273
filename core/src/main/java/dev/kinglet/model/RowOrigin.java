package dev.kinglet.model;

import dev.kinglet.expr.Expr;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Source;
import java.util.List;

/**
 * What the rows of one result share: where they came from, and what was selected beside their own
 * columns.
 */
public final class RowOrigin {
    private final QueryExecutor executor;
    private final List<Expr<?>> expressions;
    private final List<Source<?>> sources;

    /**
     * The slots of a row hold first the values of the expressions, then the rows of the joined
     * sources.
     *
     * @param executor the database they came from
     */
    public RowOrigin(QueryExecutor executor, List<Expr<?>> expressions, List<Source<?>> sources) {
        this.executor = executor;
        this.expressions = expressions;
        this.sources = sources;
    }

    QueryExecutor executor() {
        return executor;
    }

    /**
     * The slot of an expression, or -1: by identity first, because that is the common case and the
     * cheap one.
     */
    int indexOf(Expr<?> expr) {
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) == expr) {
                return i;
            }
        }
        return expressions.indexOf(expr);
    }

    /** The slot of a joined source, or -1. */
    int indexOf(Source<?> source) {
        int index = sources.indexOf(source);
        return index < 0 ? -1 : expressions.size() + index;
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.query.Join;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sources that a query may read from: its own, and those of the queries around it. */
record Scope(@Nullable Scope outer, QueryDefinition query, Set<String> qualifiers) {

    static Scope of(@Nullable Scope outer, QueryDefinition query) {
        Set<String> qualifiers = new HashSet<>();
        qualifiers.add(query.root().qualifier());
        if (query instanceof SelectDefinition select) {
            for (Join join : select.joins()) {
                qualifiers.add(join.right().qualifier());
            }
        }
        return new Scope(outer, query, qualifiers);
    }

    /** Refuses a column of a source that is not in the query. */
    void check(ColumnExpr<?> column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.qualifiers.contains(column.qualifier())) {
                return;
            }
        }
        throw missing(column, query);
    }

    static ProgrammingException missing(ColumnExpr<?> column, QueryDefinition query) {
        return new ProgrammingException(
                "column " + column + " is of a source that is not in the query on " + query.root(),
                query.root().toString(),
                "join '"
                        + column.qualifier()
                        + "' first, or use the column of the alias that is joined");
    }
}

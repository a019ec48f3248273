package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.query.Conflict;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Join;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.query.UpdateDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a query may read from: its own, and those of the queries around it.
 *
 * @param optional the names of those whose rows an outer join may miss
 */
record Scope(
        @Nullable Scope outer,
        QueryDefinition query,
        Map<String, Source<?>> sources,
        Set<String> optional) {
    private static final String EXCLUDED = "excluded";

    static Scope of(@Nullable Scope outer, QueryDefinition query) {
        Map<String, Source<?>> sources = new HashMap<>();
        Set<String> optional = new HashSet<>();
        sources.put(query.root().qualifier(), query.root());
        if (query instanceof SelectDefinition select) {
            for (Join join : select.joins()) {
                if (join.kind().missesLeft()) {
                    optional.addAll(sources.keySet());
                }
                sources.put(join.right().qualifier(), join.right());
                if (join.kind().missesRight()) {
                    optional.add(join.right().qualifier());
                }
            }
        }
        if (query instanceof UpdateDefinition update) {
            update.from().forEach(source -> sources.put(source.qualifier(), source));
        }
        if (query instanceof InsertDefinition insert
                && insert.conflict() != null
                && insert.conflict().action() == Conflict.Action.UPDATE) {
            sources.put(EXCLUDED, insert.root());
        }
        return new Scope(outer, query, sources, optional);
    }

    /** The source of a column; refuses one that is not in the query. */
    Source<?> source(ColumnExpr<?> column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Source<?> source = scope.sources.get(column.qualifier());
            if (source != null) {
                return source;
            }
        }
        throw missing(column, query);
    }

    static ProgrammingException missing(ColumnExpr<?> column, QueryDefinition query) {
        return new ProgrammingException(
                "column " + column + " is of a source that is not in the query on " + query.root(),
                query.root().toString(),
                column.qualifier().equals(EXCLUDED)
                        ? "excluded() is the row that an insert was to store: say it in"
                                + " onConflict(..).doUpdate(..)"
                        : "join '"
                                + column.qualifier()
                                + "' first, or use the column of the alias that is joined");
    }
}

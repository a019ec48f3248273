package dev.kinglet.internal.hydrate;

import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Conflict;
import dev.kinglet.query.Insert.Outcome;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RowShape;
import dev.kinglet.type.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the row of an insert. */
final class Outcomes {
    /** A version that PostgreSQL has just made of nothing was never locked or deleted. */
    private static final Expr<@Nullable Boolean> NEW = Fn.raw(Boolean.class, "xmax = 0");

    private Outcomes() {}

    static Outcome of(InsertDefinition insert, QueryExecutor executor, Dialect dialect) {
        Conflict conflict = insert.conflict();
        if (conflict == null || conflict.action() == Conflict.Action.NOTHING) {
            return executor.execute(insert) == 0 ? Outcome.IGNORED : Outcome.INSERTED;
        }
        if (dialect == Dialect.POSTGRES) {
            Boolean isNew =
                    executor.first(
                            insert.withReturning(List.of(NEW)), new RowShape.Single<Boolean>());
            return isNew == null ? Outcome.IGNORED : isNew ? Outcome.INSERTED : Outcome.UPDATED;
        }
        // SQLite does not say it; but nobody else writes between the statements of a transaction
        // that writes
        return executor.atomically(
                () ->
                        executor.execute(insert.withConflict(conflict.ignored())) > 0
                                ? Outcome.INSERTED
                                : executor.execute(insert) == 0
                                        ? Outcome.IGNORED
                                        : Outcome.UPDATED);
    }
}

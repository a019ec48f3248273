package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.query.QueryExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deletion of rows with all that refers to them, to look at before it is carried out: {@code
 * user.deletePlan().steps()}. Nothing runs before {@link #execute()}.
 *
 * <p>Rows that refer to a deleted one by a foreign key that may be NULL are kept, and refer to
 * nothing then; where that key is declared with ON DELETE CASCADE, or may not be NULL, they are
 * deleted, with all that refers to them. So far as tables are known: those that are bound to the
 * same database. A foreign key that the database has and no bound table declares is refused.
 */
public final class DeletePlan {
    private final Table<?, ?> table;
    private final @Nullable Model<?> row;
    private final @Nullable Condition where;
    private final boolean nullable;

    private DeletePlan(
            Table<?, ?> table,
            @Nullable Model<?> row,
            @Nullable Condition where,
            boolean nullable) {
        this.table = table;
        this.row = row;
        this.where = where;
        this.nullable = nullable;
    }

    static DeletePlan of(Model<?> row) {
        return new DeletePlan(row.table(), row, null, false);
    }

    static DeletePlan of(Table<?, ?> table, Condition where) {
        return new DeletePlan(table, null, where, false);
    }

    /** The same, where rows whose foreign key may be NULL are deleted as well. */
    public DeletePlan withNullable() {
        return new DeletePlan(table, row, where, true);
    }

    /**
     * Looks what would happen now, in the order in which it would. Reads only.
     *
     * @throws dev.kinglet.errors.ModelException where foreign keys lead in a circle that no NULL
     *     can open, and for a foreign key of the database that no bound table declares
     */
    public List<Step> steps() {
        QueryExecutor executor = executor();
        Cascade cascade = cascade(executor);
        List<Step> steps = new ArrayList<>();
        for (Cascade.Write write : cascade.writes()) {
            steps.add(
                    new Step(
                            write.table(),
                            write.reference(),
                            write.deletes(),
                            cascade.count(write),
                            executor.sql(write.definition()).text()));
        }
        return steps;
    }

    /**
     * Carries it out, in one transaction.
     *
     * @return how many rows were deleted, of all tables together
     * @throws dev.kinglet.errors.ModelException as {@link #steps()}; nothing was written
     * @throws dev.kinglet.errors.StaleRowException where the row has a version, and someone else
     *     wrote it since it was read; everything is undone
     */
    public int execute() {
        QueryExecutor executor = executor();
        if (row != null) {
            return RowWriter.delete(row, () -> cascade(executor).runBefore());
        }
        return executor.<Integer>atomically(() -> cascade(executor).run());
    }

    /** What is planned, without a look at the rows: a line each. */
    @Override
    public String toString() {
        return "delete of "
                + (row == null ? "rows of " : "a row of ")
                + table
                + " with what refers to "
                + (row == null ? "them" : "it");
    }

    private Cascade cascade(QueryExecutor executor) {
        Cascade cascade =
                row != null
                        ? Cascade.of(row, executor, nullable)
                        : Cascade.of(table, Model.as(where), executor, nullable);
        References.refuseUndeclared(cascade, executor);
        return cascade;
    }

    private QueryExecutor executor() {
        return row == null ? table.executor() : row.executor();
    }

    /**
     * One statement of a plan.
     *
     * @param table whose rows are touched
     * @param reference by which they refer to rows that are deleted; null for the rows that the
     *     plan is about
     * @param deletes whether they are deleted; else the foreign key is set to NULL
     * @param rows how many there are now that no step before deletes
     * @param sql the statement
     */
    public record Step(
            Table<?, ?> table,
            @Nullable Reference<?, ?> reference,
            boolean deletes,
            long rows,
            String sql) {

        /** {@code delete 3 of Tweet by tweet.user_id}. */
        @Override
        public String toString() {
            String what =
                    deletes
                            ? "delete " + rows + " of " + table
                            : "set " + reference + " of " + rows + " to null";
            return deletes && reference != null ? what + " by " + reference : what;
        }
    }
}

package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import org.jspecify.annotations.Nullable;

/** A DELETE as an immutable value; nothing runs before {@link #execute()}. */
@CheckReturnValue
public final class Delete {
    private final DeleteDefinition definition;
    private final boolean all;
    private final @Nullable QueryExecutor executor;

    private Delete(DeleteDefinition definition, boolean all, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.all = all;
        this.executor = executor;
    }

    /** A delete of no rows yet: a condition, or {@link #all()}, has to follow. */
    public static Delete from(Source<?> table) {
        return new Delete(new DeleteDefinition(table, null), false, null);
    }

    /** Adds conditions; all have to hold. */
    public Delete where(Condition... conditions) {
        return new Delete(
                new DeleteDefinition(
                        definition.root(),
                        Conditions.all(definition.where(), conditions),
                        definition.returning()),
                all,
                executor);
    }

    /** Says that every row is meant. */
    public Delete all() {
        return new Delete(definition, true, executor);
    }

    /** Runs on this database, whatever the table is bound to. */
    public Delete using(QueryExecutor database) {
        return new Delete(definition, all, database);
    }

    /**
     * Deletes.
     *
     * @return the number of rows
     * @throws ProgrammingException without a condition and without {@link #all()}; nothing was sent
     */
    @CanIgnoreReturnValue
    public int execute() {
        return executor().execute(checked());
    }

    /**
     * The same as a write that answers the rows it removed.
     *
     * @param rows the table
     * @param columns what of each row; without any all of it
     */
    public <M extends @Nullable Object> Returning<M> returning(Source<M> rows, Expr<?>... columns) {
        return Returning.of(
                rows,
                columns,
                items -> new DeleteDefinition(checked().root(), definition.where(), items),
                this::executor);
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        return executor().sql(definition);
    }

    @Override
    public String toString() {
        return sql().text();
    }

    private DeleteDefinition checked() {
        if (definition.where() == null && !all) {
            throw new ProgrammingException(
                    "delete from "
                            + definition.root()
                            + " without a condition would remove every row",
                    definition.root().toString(),
                    "add where(..), or all() if every row is meant");
        }
        return definition;
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}

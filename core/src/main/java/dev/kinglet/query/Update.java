package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An UPDATE as an immutable value; nothing runs before {@link #execute()}. */
@CheckReturnValue
public final class Update {
    private final UpdateDefinition definition;
    private final boolean all;
    private final @Nullable QueryExecutor executor;

    private Update(UpdateDefinition definition, boolean all, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.all = all;
        this.executor = executor;
    }

    /** An update of no rows yet: a condition, or {@link #all()}, has to follow. */
    public static Update of(Source<?> table, List<Assignment.Part> set) {
        if (set.isEmpty()) {
            throw new ProgrammingException(
                    "update of " + table + " sets nothing",
                    table.toString(),
                    "name at least one: column.to(value)");
        }
        return new Update(new UpdateDefinition(table, List.copyOf(set), null), false, null);
    }

    /** Adds conditions; all have to hold. */
    public Update where(Condition... conditions) {
        return new Update(
                new UpdateDefinition(
                        definition.root(),
                        definition.set(),
                        Conditions.all(definition.where(), conditions),
                        definition.returning()),
                all,
                executor);
    }

    /** Says that every row is meant. */
    public Update all() {
        return new Update(definition, true, executor);
    }

    /** Runs on this database, whatever the table is bound to. */
    public Update using(QueryExecutor database) {
        return new Update(definition, all, database);
    }

    /**
     * Updates.
     *
     * @return the number of rows
     * @throws ProgrammingException without a condition and without {@link #all()}; nothing was sent
     */
    @CanIgnoreReturnValue
    public int execute() {
        return executor().execute(checked());
    }

    /**
     * The same as a write that answers the rows it wrote, as they are now.
     *
     * @param rows the table
     * @param columns what of each row; without any all of it
     */
    public <M extends @Nullable Object> Returning<M> returning(Source<M> rows, Expr<?>... columns) {
        return Returning.of(
                rows,
                columns,
                items -> {
                    UpdateDefinition write = checked();
                    return new UpdateDefinition(write.root(), write.set(), write.where(), items);
                },
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

    private UpdateDefinition checked() {
        if (definition.where() == null && !all) {
            throw new ProgrammingException(
                    "update of "
                            + definition.root()
                            + " without a condition would change every row",
                    definition.root().toString(),
                    "add where(..), or all() if every row is meant");
        }
        return definition;
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}

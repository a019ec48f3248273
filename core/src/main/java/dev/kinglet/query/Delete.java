package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Ordering;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A DELETE as an immutable value; nothing runs before {@link #execute()}. */
@CheckReturnValue
public final class Delete {
    private final DeleteDefinition definition;
    private final MeantRows rows;
    private final @Nullable QueryExecutor executor;

    private Delete(DeleteDefinition definition, MeantRows rows, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.rows = rows;
        this.executor = executor;
    }

    /** A delete of no rows yet: a condition, or {@link #all()}, has to follow. */
    public static Delete from(Source<?> table) {
        return new Delete(new DeleteDefinition(table, null), MeantRows.UNSAID, null);
    }

    /** Adds conditions; all have to hold. */
    public Delete where(Condition... conditions) {
        return with(definition.withWhere(Conditions.all(definition.where(), conditions)));
    }

    /** Which rows come first, where {@link #limit} says how many are meant. */
    public Delete orderBy(Ordering... orderings) {
        return new Delete(definition, rows.plus(orderings), executor);
    }

    /** So many rows at most: the first of the order. Counts as a condition. */
    public Delete limit(long limit) {
        return new Delete(definition, rows.most(definition.root(), limit), executor);
    }

    /** Says that every row is meant. */
    public Delete all() {
        return new Delete(definition, rows.every(), executor);
    }

    /** Puts queries in front of the statement; see {@link Select#with}. */
    public Delete with(Cte<?>... ctes) {
        return with(definition.withCtes(Clauses.plus(definition.with(), Arrays.asList(ctes))));
    }

    /** Runs on this database, whatever the table is bound to. */
    public Delete using(QueryExecutor database) {
        return new Delete(definition, rows, database);
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
                rows, columns, items -> checked().withReturning(items), null, this::executor);
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        return executor().sql(limited());
    }

    @Override
    public String toString() {
        return sql().text();
    }

    private Delete with(DeleteDefinition changed) {
        return new Delete(changed, rows, executor);
    }

    private DeleteDefinition limited() {
        return definition.withWhere(rows.of(definition.root(), definition.where(), "delete from"));
    }

    private DeleteDefinition checked() {
        return definition.withWhere(
                rows.checked(definition.root(), definition.where(), "delete from", "remove"));
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}

package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Ordering;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An UPDATE as an immutable value; nothing runs before {@link #execute()}. */
@CheckReturnValue
public final class Update {
    private final UpdateDefinition definition;
    private final MeantRows rows;
    private final @Nullable QueryExecutor executor;

    private Update(UpdateDefinition definition, MeantRows rows, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.rows = rows;
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
        return new Update(
                new UpdateDefinition(table, List.copyOf(set), null), MeantRows.UNSAID, null);
    }

    /**
     * Reads other sources, too: tables, named queries, lists of values. Conditions say how their
     * rows belong to those that are updated; where several belong to one, the database takes any of
     * them.
     */
    public Update from(Source<?>... sources) {
        return with(definition.withFrom(Clauses.plus(definition.from(), Arrays.asList(sources))));
    }

    /**
     * Reads another source, whose rows belong to those that are updated by a condition or a foreign
     * key.
     */
    public Update from(Source<?> source, On on) {
        return from(source).where(definition.root().link(source, on).condition());
    }

    /** Adds conditions; all have to hold. */
    public Update where(Condition... conditions) {
        return with(definition.withWhere(Conditions.all(definition.where(), conditions)));
    }

    /** Which rows come first, where {@link #limit} says how many are meant. */
    public Update orderBy(Ordering... orderings) {
        return new Update(definition, rows.plus(orderings), executor);
    }

    /** So many rows at most: the first of the order. Counts as a condition. */
    public Update limit(long limit) {
        return new Update(definition, rows.most(definition.root(), limit), executor);
    }

    /** Says that every row is meant. */
    public Update all() {
        return new Update(definition, rows.every(), executor);
    }

    /** Puts queries in front of the statement; see {@link Select#with}. */
    public Update with(Cte<?>... ctes) {
        return with(definition.withCtes(Clauses.plus(definition.with(), Arrays.asList(ctes))));
    }

    /** Runs on this database, whatever the table is bound to. */
    public Update using(QueryExecutor database) {
        return new Update(definition, rows, database);
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

    private Update with(UpdateDefinition changed) {
        return new Update(changed, rows, executor);
    }

    private UpdateDefinition limited() {
        refuseLimitOfSeveral();
        return definition.withWhere(rows.of(definition.root(), definition.where(), "update of"));
    }

    private UpdateDefinition checked() {
        refuseLimitOfSeveral();
        return definition.withWhere(
                rows.checked(definition.root(), definition.where(), "update of", "change"));
    }

    private void refuseLimitOfSeveral() {
        if (rows.limit() != null && !definition.from().isEmpty()) {
            throw new ProgrammingException(
                    "update of " + definition.root() + " has a limit, and reads other sources",
                    definition.root().toString(),
                    "find the rows by a condition: key in (a query with the limit)");
        }
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}

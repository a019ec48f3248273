package dev.kinglet.query;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query in SQL as written, for reading. Its columns are told by their names: those that a column
 * of the model has in SQL fill the rows, in any order and number; the others are read by {@link
 * #col}.
 *
 * @param <M> the rows
 */
@CheckReturnValue
public final class RawQuery<M extends @Nullable Object> {
    private final RawDefinition definition;
    private final @Nullable QueryExecutor executor;

    private RawQuery(RawDefinition definition, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.executor = executor;
    }

    /**
     * SQL with {@code {0}}, {@code {1}}, .. where the arguments go: expressions, or values, which
     * are bound.
     *
     * @param rows whose rows they are
     * @throws dev.kinglet.errors.ProgrammingException for a question mark outside of quotes; see
     *     {@link dev.kinglet.expr.Fn#raw}
     */
    public static <M extends @Nullable Object> RawQuery<M> of(
            Source<M> rows, String sql, @Nullable Object... arguments) {
        List<Expr<?>> exprs = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            exprs.add(Exprs.argument(argument));
        }
        return new RawQuery<>(
                new RawDefinition(rows, Exprs.checkedSql(sql, exprs.size()), List.copyOf(exprs)),
                null);
    }

    /** A column of the result that the model does not have, for {@code row.get(col(\"n\"))}. */
    public static Expr<@Nullable Object> col(String name) {
        return Relation.rawColumn(name);
    }

    /** Runs on this database, whatever the table is bound to. */
    public RawQuery<M> using(QueryExecutor database) {
        return new RawQuery<>(definition, database);
    }

    /** All rows, in the database's order; empty when there are none. */
    public List<M> list() {
        return executor().list(definition, new RowShape.Models<M>());
    }

    /** The first row; null when there is none. The statement runs as it is, without a limit. */
    public @Nullable M first() {
        return executor().first(definition, new RowShape.Models<M>());
    }

    /**
     * The first row.
     *
     * @throws NotFoundException when there is none
     */
    public M get() {
        M row = first();
        if (row == null) {
            throw new NotFoundException(
                    "no row of " + definition.root() + " matches",
                    new ErrorContext(
                            definition.sql(),
                            List.of(),
                            definition.root().toString(),
                            "first() answers null instead"),
                    null);
        }
        return row;
    }

    /** The rows as maps; see {@link Select#maps}. Columns without a model keep their name. */
    public List<Map<String, @Nullable Object>> maps() {
        return executor().list(definition, new RowShape.Maps());
    }

    /** The rows as objects of a class; see {@link Select#into}. */
    public <R> List<R> into(Class<R> type) {
        return executor().list(definition, new RowShape.Into<>(type));
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        return executor().sql(definition);
    }

    /** The SQL, values hidden. */
    @Override
    public String toString() {
        return definition.sql();
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}

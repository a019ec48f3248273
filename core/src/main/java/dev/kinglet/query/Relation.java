package dev.kinglet.query;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.SqlFunction;
import dev.kinglet.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source that no model describes: a table or view by its name, or a function that answers rows.
 * Its columns are named where they are used, with their type. It is bound to no database, so a
 * query that begins with it needs {@code using(..)}, and is read by {@code maps()}, {@code rows()},
 * {@code into(..)} or {@code values(..)}.
 *
 * @param name of the table or the function
 * @param alias the name it goes by in the query
 * @param arguments of the function; null for a table
 * @param columns new names for the columns of a function's rows, PostgreSQL only; empty for its own
 * @param template how each database writes the function; null for {@code name(arguments)}
 */
public record Relation(
        String name,
        String alias,
        @Nullable List<Expr<?>> arguments,
        List<String> columns,
        @Nullable SqlFunction template)
        implements Source<@Nullable Object> {

    /** A table or view by its name. */
    public static Relation table(String name) {
        return new Relation(name, name, null, List.of(), null);
    }

    /**
     * A function that answers rows: {@code function("json_each", "j", json)}.
     *
     * @param alias the name it goes by in the query
     * @param arguments expressions, or values, which are bound; the columns of sources that were
     *     joined before may be among them
     */
    public static Relation function(String name, String alias, Object... arguments) {
        List<Expr<?>> exprs = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            exprs.add(argument instanceof Expr<?> expr ? expr : Fn.value(argument));
        }
        return new Relation(name, alias, List.copyOf(exprs), List.of(), null);
    }

    /** Rows that each database finds in its own way. */
    static Relation rows(SqlFunction template, String alias, Expr<?> argument) {
        return new Relation(template.name(), alias, List.of(argument), List.of(), template);
    }

    /** The same under another name. */
    public Relation as(String alias) {
        return new Relation(name, alias, arguments, columns, template);
    }

    /** The same with names for its columns: those of most functions on PostgreSQL have none. */
    public Relation columns(String... names) {
        return new Relation(name, alias, arguments, List.of(names), template);
    }

    /** A column of it; it may be NULL. */
    public <T> ColumnExpr<@Nullable T> col(String column, Class<T> type) {
        DataType<T> known = DataType.of(type);
        if (known == null) {
            throw new ModelException(
                    "no column type stands for " + type.getName(),
                    name,
                    "use a class that a column factory of Table gives, such as Long or String");
        }
        return new Column<>(alias, column, known);
    }

    /** A query on this source. */
    public Select<@Nullable Object> select(Selection first, Selection... more) {
        return selectFrom(this, first, more);
    }

    Select<@Nullable Object> selectFrom(
            Source<@Nullable Object> source, Selection first, Selection... more) {
        List<Selection> items = new ArrayList<>(List.of(first));
        items.addAll(List.of(more));
        return Select.from(source, items.toArray(Selection[]::new));
    }

    /** A column of it, of a type of ours. */
    ColumnExpr<?> column(String name, DataType<?> type) {
        return new Column<>(alias, name, type);
    }

    @Override
    public String qualifier() {
        return alias;
    }

    @Override
    public Link link(Source<?> target, @Nullable On on) {
        if (on instanceof Condition condition) {
            return new Link(condition, null);
        }
        throw new ProgrammingException(
                "no model describes '"
                        + alias
                        + "', so no foreign key says how it joins '"
                        + target.qualifier()
                        + "'",
                null,
                "say it: join(source, condition)");
    }

    @Override
    public QueryExecutor executor() {
        throw new ProgrammingException(
                "'" + alias + "' is of no database", alias, "call query.using(database)");
    }

    @Override
    public String toString() {
        return alias;
    }

    /** A column that is known by its name in a result alone. */
    static Expr<@Nullable Object> rawColumn(String name) {
        return new Column<>("", name, DataType.ANY);
    }

    record Column<T extends @Nullable Object>(String qualifier, String name, DataType<?> type)
            implements ColumnExpr<T> {
        @Override
        public Object identity() {
            return this;
        }

        @Override
        public String toString() {
            return qualifier.isEmpty() ? name : qualifier + "." + name;
        }
    }
}

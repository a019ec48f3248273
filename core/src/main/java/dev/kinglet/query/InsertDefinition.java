package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT.
 *
 * @param root the table
 * @param columns what is set; empty for a row of defaults
 * @param values one for each column; of many rows those of one, as placeholders
 * @param returning what of each row it answers; empty for nothing
 * @param query where the values come from instead; null for a row of values
 * @param condition whether the row is stored at all; null for always
 * @param conflict what happens where the row is there already; null for an error
 * @param with the queries that were put in front, in the order they were added
 * @param rows how many rows have values; {@link #MANY} for a number that the statement does not
 *     know
 */
public record InsertDefinition(
        Source<?> root,
        List<ColumnExpr<?>> columns,
        List<Expr<?>> values,
        List<Selection> returning,
        @Nullable SelectDefinition query,
        @Nullable Condition condition,
        @Nullable Conflict conflict,
        List<Cte<?>> with,
        int rows)
        implements QueryDefinition {

    /**
     * Any number of rows: in arrays, one a column, where the database takes them; else that of a
     * single one.
     */
    public static final int MANY = 0;

    /** A row of values. */
    public InsertDefinition(
            Source<?> root,
            List<ColumnExpr<?>> columns,
            List<Expr<?>> values,
            List<? extends Selection> returning) {
        this(root, columns, values, List.copyOf(returning), null, null, null, List.of(), 1);
    }

    /** The rows of a query. */
    public InsertDefinition(Source<?> root, List<ColumnExpr<?>> columns, SelectDefinition query) {
        this(root, columns, List.of(), List.of(), query, null, null, List.of(), 1);
    }

    /** The same, answering this of each row. */
    public InsertDefinition withReturning(List<? extends Selection> returning) {
        return new InsertDefinition(
                root,
                columns,
                values,
                List.copyOf(returning),
                query,
                condition,
                conflict,
                with,
                rows);
    }

    /** The same for so many rows. */
    public InsertDefinition withRows(int rows) {
        return new InsertDefinition(
                root, columns, values, returning, query, condition, conflict, with, rows);
    }

    /** The same with other columns, and the placeholders of their values. */
    public InsertDefinition withColumns(List<ColumnExpr<?>> columns, List<Expr<?>> values) {
        return new InsertDefinition(
                root, columns, values, returning, query, condition, conflict, with, rows);
    }

    /** The same with another answer to conflicts. */
    public InsertDefinition withConflict(@Nullable Conflict conflict) {
        return new InsertDefinition(
                root, columns, values, returning, query, condition, conflict, with, rows);
    }

    /** The same, where it stores a row only if this holds. */
    public InsertDefinition withCondition(Condition condition) {
        return new InsertDefinition(
                root, columns, values, returning, query, condition, conflict, with, rows);
    }

    InsertDefinition withCtes(List<Cte<?>> with) {
        return new InsertDefinition(
                root, columns, values, returning, query, condition, conflict, with, rows);
    }
}

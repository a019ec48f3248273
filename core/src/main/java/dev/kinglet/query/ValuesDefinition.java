package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import java.util.List;

/**
 * A list of rows written in the query; only ever the body of a {@link Cte}.
 *
 * @param root what its columns are read from
 * @param columns whose names and types its columns have
 * @param rows of one value for each column; not empty
 * @param times how often the rows are written, each time with values of their own: 1, or more where
 *     the rows are one of placeholders; {@link InsertDefinition#MANY} for any number, in arrays
 */
public record ValuesDefinition(
        Source<?> root, List<Expr<?>> columns, List<List<Expr<?>>> rows, int times)
        implements QueryDefinition {}

package dev.kinglet.query;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT. Lists are never null; an empty one means that the clause is not there.
 *
 * @param root the first source
 * @param items what is selected; empty for all columns of the root
 * @param distinct whether equal rows count once
 * @param joins in the order they were added
 * @param where null for none
 * @param groupBy what rows are grouped by; a source stands for all its columns
 * @param having null for none
 * @param orderBy the first sorts first
 * @param limit the most rows there are; null for no limit
 * @param offset how many rows are passed over; null for none
 * @param options what few queries say
 */
public record SelectDefinition(
        Source<?> root,
        List<Selection> items,
        boolean distinct,
        List<Join> joins,
        @Nullable Condition where,
        List<Selection> groupBy,
        @Nullable Condition having,
        List<Sort> orderBy,
        @Nullable Long limit,
        @Nullable Long offset,
        SelectOptions options)
        implements QueryDefinition {

    /** All rows of a source. */
    public static SelectDefinition of(Source<?> root, List<Selection> items) {
        return new SelectDefinition(
                root,
                items,
                false,
                List.of(),
                null,
                List.of(),
                null,
                List.of(),
                null,
                null,
                SelectOptions.NONE);
    }

    /** The row of a source that has a key: without a limit, as there is no other one. */
    public static SelectDefinition byKey(Source<?> root, Condition where) {
        return new SelectDefinition(
                root,
                List.of(),
                false,
                List.of(),
                where,
                List.of(),
                null,
                List.of(),
                null,
                null,
                SelectOptions.NONE);
    }

    /** The rows of two queries put together. */
    static SelectDefinition of(Compound compound) {
        return of(compound.left().root(), compound.left().items())
                .withOptions(new SelectOptions(List.of(), List.of(), List.of(), null, compound));
    }

    /**
     * Whether rows are folded, so that a column that was not asked for cannot be added to the
     * select list.
     */
    public boolean folds() {
        if (distinct
                || !groupBy.isEmpty()
                || having != null
                || !options.distinctOn().isEmpty()
                || options.compound() != null) {
            return true;
        }
        for (Selection item : items) {
            if (item instanceof Expr<?> expr && Exprs.aggregates(expr)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The values that columns have in these rows, as a query to look in. A limit, with its order,
     * still counts; a lock does not.
     *
     * @param once whether equal values are there once
     * @throws dev.kinglet.errors.ProgrammingException where the query may have other rows the next
     *     time, because it has a limit without an order by a key, or writes
     */
    public Select<?> valuesOf(List<Expr<?>> columns, boolean once) {
        return ValuesOf.of(this, columns, once);
    }

    /** What is thrown where it has no row, and one was needed. */
    public NotFoundException notFound(QueryExecutor executor) {
        return new NotFoundException(
                "no row of " + root + " matches",
                new ErrorContext(
                        executor.sql(this).text(),
                        List.of(),
                        root.toString(),
                        "find(..) and first() answer null instead"),
                null);
    }

    SelectDefinition withItems(List<Selection> items) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withDistinct(boolean distinct) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withJoins(List<Join> joins) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withWhere(@Nullable Condition where) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withGroupBy(List<Selection> groupBy) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withHaving(@Nullable Condition having) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withOrderBy(List<Sort> orderBy) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withLimit(@Nullable Long limit, @Nullable Long offset) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }

    SelectDefinition withOptions(SelectOptions options) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset,
                options);
    }
}

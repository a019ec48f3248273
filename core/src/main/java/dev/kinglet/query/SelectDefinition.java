package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
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
 * @param groupBy what rows are grouped by
 * @param having null for none
 * @param orderBy the first sorts first
 * @param limit the most rows there are; null for no limit
 * @param offset how many rows are passed over; null for none
 */
public record SelectDefinition(
        Source<?> root,
        List<Selection> items,
        boolean distinct,
        List<Join> joins,
        @Nullable Condition where,
        List<Expr<?>> groupBy,
        @Nullable Condition having,
        List<Sort> orderBy,
        @Nullable Long limit,
        @Nullable Long offset)
        implements QueryDefinition {

    /** All rows of a source. */
    public static SelectDefinition of(Source<?> root, List<Selection> items) {
        return new SelectDefinition(
                root, items, false, List.of(), null, List.of(), null, List.of(), null, null);
    }

    /**
     * Whether rows are folded, so that a column that was not asked for cannot be added to the
     * select list.
     */
    public boolean folds() {
        return distinct || !groupBy.isEmpty() || having != null;
    }

    /** The same with another select list. */
    public SelectDefinition withItems(List<Selection> items) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withDistinct(boolean distinct) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withJoins(List<Join> joins) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withWhere(@Nullable Condition where) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withGroupBy(List<Expr<?>> groupBy) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withHaving(@Nullable Condition having) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withOrderBy(List<Sort> orderBy) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }

    SelectDefinition withLimit(@Nullable Long limit, @Nullable Long offset) {
        return new SelectDefinition(
                root, items, distinct, joins, where, groupBy, having, orderBy, limit, offset);
    }
}

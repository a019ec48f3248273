package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import dev.kinglet.query.Source;

/**
 * Reading what an address names. Each call runs one statement that reads one row at most, and
 * throws {@link NotFound} where there is none.
 */
public final class Web {
    private Web() {}

    /**
     * The first row that meets all conditions. What a visitor may not see belongs among them: then
     * it is not found, which tells nothing about it.
     *
     * @throws NotFound when there is none
     */
    public static <M extends Model<?>> M getOrNotFound(
            Table<M, ?> table, Condition first, Condition... more) throws NotFound {
        return getOrNotFound(table.where(first).where(more));
    }

    /**
     * The row of this key.
     *
     * @throws NotFound when there is none
     */
    public static <M extends Model<?>, K> M getOrNotFound(Table<M, K> table, K key)
            throws NotFound {
        M row = table.find(key);
        if (row == null) {
            throw notFound(table);
        }
        return row;
    }

    /**
     * The first row of the query, in its order.
     *
     * @throws NotFound when there is none
     */
    public static <M> M getOrNotFound(Select<M> query) throws NotFound {
        M row = query.first();
        if (row == null) {
            throw notFound(query.definition().root());
        }
        return row;
    }

    private static NotFound notFound(Source<?> source) {
        Source<?> named = source instanceof Table<?, ?> table ? table.base() : source;
        return new NotFound(named + " not found");
    }
}

package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;

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
            throw NotFound.of(table);
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
            throw NotFound.of(query.definition().root());
        }
        return row;
    }
}

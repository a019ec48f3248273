package dev.kinglet.web;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Condition;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;

/**
 * Reading what an address names. Each call runs one statement that reads one row at most (or two,
 * to see that there is only one), and throws {@link NotFound} where there is none.
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
     * The row of this key; of several columns, as a {@link dev.kinglet.model.CompositeKey}.
     *
     * @throws NotFound when there is none
     */
    public static <M extends Model<?>, K> M getOrNotFound(Table<M, K> table, K key)
            throws NotFound {
        M row = table.find(key);
        if (row == null) {
            throw NotFound.of(table, table.primaryKey().stream().map(Column::name).toList());
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

    /**
     * The only row that meets all conditions: for what should be unique. See {@link
     * #getOneOrNotFound(Select)}.
     *
     * @throws NotFound when there is none
     * @throws DataException when there are more
     */
    public static <M extends Model<?>> M getOneOrNotFound(
            Table<M, ?> table, Condition first, Condition... more) throws NotFound {
        return getOneOrNotFound(table.where(first).where(more));
    }

    /**
     * The only row of the query. That there are more is no answer to a visitor but a mistake, of
     * the query or of the data: an error 500.
     *
     * @throws NotFound when there is none
     * @throws DataException when there are more
     */
    public static <M> M getOneOrNotFound(Select<M> query) throws NotFound {
        try {
            return query.single();
        } catch (NotFoundException e) {
            throw NotFound.of(query.definition().root());
        }
    }
}

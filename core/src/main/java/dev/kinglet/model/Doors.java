package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where queries on a table begin, and where rows do.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class Doors<M extends Model<?>, K extends @Nullable Object> extends Writes<M, K> {
    private @Nullable Select<M> all;

    // ---- reading

    /** A query; without items it selects all columns. */
    public final Select<M> select(Selection... items) {
        if (items.length > 0) {
            return Select.from(self(), items);
        }
        return all();
    }

    private Select<M> all() {
        Select<M> known = all;
        if (known == null) {
            known = Select.from(self());
            all = known; // immutable: two threads may both make it, and make it equal
        }
        return known;
    }

    /** {@code select().where(..)}. */
    public final Select<M> where(Condition... conditions) {
        return all().where(conditions);
    }

    /**
     * The row of this key.
     *
     * @throws dev.kinglet.errors.NotFoundException when there is none
     */
    public final M get(K key) {
        SelectDefinition one = SelectDefinition.byKey(self(), Keys.eq(self(), key));
        QueryExecutor executor = self().executor();
        M row = executor.first(one, all().rowShape());
        if (row == null) {
            throw one.notFound(executor);
        }
        return row;
    }

    /**
     * The first row that meets the conditions.
     *
     * @throws dev.kinglet.errors.NotFoundException when there is none
     */
    public final M get(Condition first, Condition... more) {
        return where(first).where(more).get();
    }

    /** The row of this key; null when there is none. */
    public final @Nullable M find(K key) {
        return self().executor()
                .first(SelectDefinition.byKey(self(), Keys.eq(self(), key)), all().rowShape());
    }

    /** The first row that meets the conditions; null when there is none. */
    public final @Nullable M find(Condition first, Condition... more) {
        return where(first).where(more).first();
    }

    /**
     * Rows of this table from SQL as written, whose columns are told by their names: {@code
     * USER.raw("select * from user where username = {0}", name)}.
     *
     * @param sql with {@code {0}}, {@code {1}}, .. where the arguments go; never put a value into
     *     it
     * @param arguments expressions, or values, which are bound
     */
    public final RawQuery<M> raw(String sql, @Nullable Object... arguments) {
        return RawQuery.of(self(), sql, arguments);
    }

    // ---- writing

    /**
     * Stores a new row of these values and of the defaults of the other columns, and answers it
     * with its key.
     */
    public final M create(Assignment... assignments) {
        M row = self().newRow();
        for (Assignment assignment : assignments) {
            row.apply(assignment);
        }
        row.save();
        return row;
    }

    /**
     * A new row of a map, see {@link Model#fromMap}. It is not stored.
     *
     * @throws ModelException as {@link Model#fromMap}
     */
    public final M fromMap(Map<String, ? extends @Nullable Object> map) {
        M row = self().newRow();
        row.fromMap(map);
        return row;
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Delete;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Select;
import dev.kinglet.query.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where statements on a table begin.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class Doors<M extends Model<?>, K extends @Nullable Object> extends Declaring<M, K> {
    private @Nullable Select<M> all;

    Doors() {
        super(new Declaration());
    }

    // ---- reading

    /** A query; without items it selects all columns. */
    public final Select<M> select(Selection... items) {
        if (items.length > 0) {
            return Select.from(self(), items);
        }
        Select<M> known = all;
        if (known == null) {
            known = Select.from(self());
            all = known; // immutable: two threads may both make it, and make it equal
        }
        return known;
    }

    /** {@code select().where(..)}. */
    public final Select<M> where(Condition... conditions) {
        return select().where(conditions);
    }

    /**
     * The row of this key.
     *
     * @throws dev.kinglet.errors.NotFoundException when there is none
     */
    public final M get(K key) {
        return where(Keys.eq(self(), key)).get();
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
        return where(Keys.eq(self(), key)).first();
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
     * A new row of the same values, without a generated key: to store another one like it.
     *
     * @throws ModelException for a row that was read in part
     */
    public final M copy(M row) {
        M copy = self().newRow();
        RowWriter.copy(row, copy);
        return copy;
    }

    /** An INSERT of one row that answers its key; columns that are not named get their defaults. */
    public final Insert<K> insert(Assignment... assignments) {
        List<ColumnExpr<?>> columns = new ArrayList<>();
        List<Expr<?>> values = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                columns.add(self().own(part.column()));
                values.add(part.value());
            }
        }
        self().sealed().addDefaults(columns, values);
        return Insert.of(
                new InsertDefinition(
                        self(),
                        List.copyOf(columns),
                        List.copyOf(values),
                        self().sealed().primaryKey()),
                (executor, insert) -> Model.as(Keys.insert(executor, insert)));
    }

    /**
     * An INSERT of many rows that answers their number; all are stored, or none. Columns that are
     * not named get their defaults, made anew for each row. No rows are valid and send nothing.
     *
     * @param columns what each row sets
     * @param rows values in the order of the columns; of a foreign key the row, or by {@code
     *     fk.key()} the raw key
     */
    public final Insert<Integer> insertMany(
            List<? extends Column<?>> columns,
            List<? extends List<? extends @Nullable Object>> rows) {
        return ManyRows.insert(self(), columns, rows);
    }

    /**
     * An INSERT of the rows that a query answers, and their number.
     *
     * @param columns what the query's columns are stored in, in its order; columns that are not
     *     named get the database's default
     */
    public final Insert<Integer> insertFrom(List<? extends Column<?>> columns, Select<?> query) {
        List<ColumnExpr<?>> own = new ArrayList<>(columns.size());
        for (Column<?> column : columns) {
            own.add(self().own(column));
        }
        return Insert.of(
                new InsertDefinition(
                        self(), List.copyOf(own), List.of(), List.of(), query.definition()),
                QueryExecutor::execute);
    }

    /** An UPDATE; say which rows by {@code where}, or {@code all()}. */
    public final Update update(Assignment... assignments) {
        List<Assignment.Part> parts = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                self().own(part.column());
                parts.add(part);
            }
        }
        if (!parts.isEmpty()) {
            self().sealed().addOnWrite(parts);
        }
        return Update.of(self(), parts);
    }

    /** A DELETE; say which rows by {@code where}, or {@code all()}. */
    public final Delete delete() {
        return Delete.from(self());
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

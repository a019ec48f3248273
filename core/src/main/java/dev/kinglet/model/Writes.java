package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Delete;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.Update;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Where statements that write to a table begin.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class Writes<M extends Model<?>, K extends @Nullable Object> extends Declaring<M, K> {
    Writes() {
        super(new Declaration());
    }

    // ---- inserting

    /** An INSERT of one row that answers its key; columns that are not named get their defaults. */
    public final Insert<K, @Nullable K> insert(Assignment... assignments) {
        return Insert.of(
                definition(assignments),
                (executor, insert) -> Model.as(Keys.insert(executor, insert)));
    }

    /**
     * As {@link #insert(Assignment...)}, of a map.
     *
     * @param values by columns, or by their names in Java or SQL: values, or expressions; of a
     *     foreign key the row or its key. Numbers and ISO texts are read as the column's type
     * @throws dev.kinglet.errors.ModelException for a name of no column, and a value that does not
     *     fit
     */
    public final Insert<K, @Nullable K> insert(Map<?, ? extends @Nullable Object> values) {
        return insert(ByName.assignments(self(), values).toArray(Assignment[]::new));
    }

    /**
     * As {@link #insert(Assignment...)}, where a condition holds in the database: {@code
     * insertWhere(notExists(..), ..)}. Answers null where it does not.
     */
    public final Insert<@Nullable K, @Nullable K> insertWhere(
            Condition condition, Assignment... assignments) {
        return Insert.of(
                definition(assignments).withCondition(condition),
                (executor, insert) -> Model.as(Keys.insert(executor, insert)));
    }

    /**
     * An INSERT of many rows that answers their number; all are stored, or none. Columns that are
     * not named get their defaults, made anew for each row. No rows are valid and send nothing.
     *
     * <p>The rows are asked for when it is executed, a portion at a time, so they need not be in
     * memory together; of a stream give {@code stream::iterator}, which can be executed once. Where
     * they take several statements these are one transaction.
     *
     * @param columns what each row sets
     * @param rows values in the order of the columns; of a foreign key the row or its key
     */
    public final Insert<Integer, Integer> insertMany(
            List<? extends Column<?>> columns,
            Iterable<? extends List<? extends @Nullable Object>> rows) {
        return ManyRows.lists(self(), columns, rows);
    }

    /**
     * As {@link #insertMany(List, Iterable)}, of maps as {@link #insert(Map)} takes them, without
     * expressions. The first one says which columns are set. What another one leaves out gets its
     * default, else NULL.
     *
     * @throws dev.kinglet.errors.ModelException when it is executed, for what no value can be found
     *     for, and for a name that the first map does not have; it says which row
     */
    public final Insert<Integer, Integer> insertMany(
            Iterable<? extends Map<?, ? extends @Nullable Object>> rows) {
        return ManyRows.maps(self(), rows);
    }

    /**
     * As {@link #insertMany(List, Iterable)}, of row objects, which stay as they are: none of them
     * learns that it is stored, or under which key. Generated keys are made anew, unless the first
     * row has one.
     */
    public final Insert<Integer, Integer> insertRows(Iterable<? extends M> rows) {
        return ManyRows.models(self(), rows);
    }

    /**
     * An INSERT of the rows that a query answers, and their number.
     *
     * @param columns what the query's columns are stored in, in its order; columns that are not
     *     named get the database's default
     */
    public final Insert<Integer, Integer> insertFrom(
            List<? extends Column<?>> columns, Select<?> query) {
        List<ColumnExpr<?>> own = new ArrayList<>(columns.size());
        for (Column<?> column : columns) {
            own.add(self().own(column));
        }
        return Insert.of(
                new InsertDefinition(self(), List.copyOf(own), query.definition()),
                QueryExecutor::execute);
    }

    // ---- updating and deleting

    /** An UPDATE; say which rows by {@code where}, or {@code all()}. */
    public final Update update(Assignment... assignments) {
        return update(Arrays.asList(assignments));
    }

    /** As {@link #update(Assignment...)}, of a map as {@link #insert(Map)} takes it. */
    public final Update update(Map<?, ? extends @Nullable Object> values) {
        return update(ByName.assignments(self(), values));
    }

    /**
     * Changes the row of this key, in the database only.
     *
     * @return the number of rows: 1, or 0 when there is none
     */
    public final int updateByKey(K key, Assignment... assignments) {
        return update(assignments).where(Keys.eq(self(), key)).execute();
    }

    /** A DELETE; say which rows by {@code where}, or {@code all()}. */
    public final Delete delete() {
        return Delete.from(self());
    }

    /**
     * Deletes the row of this key.
     *
     * @return the number of rows: 1, or 0 when there is none
     */
    public final int deleteByKey(K key) {
        return delete().where(Keys.eq(self(), key)).execute();
    }

    // ---- inside

    private InsertDefinition definition(Assignment... assignments) {
        Sealed sealed = self().sealed();
        ValuesOfColumns plain = sealed.defaults() == 0 ? plain(assignments) : null;
        if (plain != null) {
            return new InsertDefinition(self(), plain, plain.values(), sealed.primaryKey());
        }
        List<ColumnExpr<?>> columns = new ArrayList<>();
        List<Expr<?>> values = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                columns.add(self().own(part.whole().column()));
                values.add(part.value());
            }
        }
        sealed.addDefaults(columns, values);
        return new InsertDefinition(
                self(), List.copyOf(columns), List.copyOf(values), sealed.primaryKey());
    }

    /** The columns and their values, where there is nothing but values of columns of this table. */
    private @Nullable ValuesOfColumns plain(Assignment... assignments) {
        ColumnValue<?>[] all = new ColumnValue<?>[assignments.length];
        for (int i = 0; i < all.length; i++) {
            if (!(assignments[i] instanceof ColumnValue<?> one)
                    || self().own(one.column()) != one.column()) {
                return null;
            }
            all[i] = one;
        }
        return new ValuesOfColumns(all);
    }

    /** The columns of some values, in their order. */
    private static final class ValuesOfColumns extends AbstractList<ColumnExpr<?>>
            implements RandomAccess {
        private final ColumnValue<?>[] all;

        ValuesOfColumns(ColumnValue<?>[] all) {
            this.all = all;
        }

        List<Expr<?>> values() {
            return new FixedList<>(all);
        }

        @Override
        public ColumnExpr<?> get(int index) {
            return all[index].column();
        }

        @Override
        public int size() {
            return all.length;
        }
    }

    private Update update(List<Assignment> assignments) {
        List<Assignment.Part> parts = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                self().own(part.column());
                parts.add(part);
            }
        }
        return Update.of(self(), parts.isEmpty() ? parts : self().updating(parts));
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Exprs;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Lock;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.type.Dialect;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are there or are made. Who comes second is stopped by the database's unique key, and
 * finds what the first one stored: in a savepoint, so that a transaction around it goes on.
 */
final class Ensure<M extends Model<?>> {
    private final Table<M, ?> table;
    private final Collection<? extends Assignment> lookup;
    private final Condition where;

    private Ensure(Table<M, ?> table, Collection<? extends Assignment> lookup, Condition where) {
        this.table = table;
        this.lookup = lookup;
        this.where = where;
    }

    static <M extends Model<?>> Ensure<M> of(
            Table<M, ?> table, Collection<? extends Assignment> lookup) {
        Condition all = null;
        for (Assignment assignment : lookup) {
            for (Assignment.Part part : assignment.parts()) {
                Condition one = equal(table, part.whole());
                all = all == null ? one : all.and(one);
            }
        }
        if (all == null) {
            throw new ModelException(
                    "nothing says which row of " + table + " is meant",
                    table.toString(),
                    "name at least one value: column.to(value)");
        }
        return new Ensure<>(table, lookup, all);
    }

    /**
     * @param init what a new row gets beside what it is found by
     */
    Ensured<M> get(Consumer<? super M> init) {
        M found = table.where(where).first();
        return found != null ? new Ensured<>(found, false) : create(init, table.where(where));
    }

    /** Nobody else changes the row between its being found and saved. */
    Ensured<M> update(Consumer<? super M> change) {
        QueryExecutor executor = table.executor();
        return executor.atomically(
                () -> {
                    Select<M> rows = table.where(where);
                    if (executor.dialect() == Dialect.POSTGRES) {
                        rows = rows.lock(Lock.forUpdate()); // SQLite has the whole database
                    }
                    M found = rows.first();
                    Ensured<M> row =
                            found == null ? create(change, rows) : new Ensured<>(found, false);
                    if (!row.created()) {
                        change.accept(row.row());
                        row.row().save();
                    }
                    return row;
                });
    }

    private Ensured<M> create(Consumer<? super M> init, Select<M> again) {
        try {
            return new Ensured<>(table.executor().atomically(() -> stored(init)), true);
        } catch (IntegrityException taken) {
            M other = again.first();
            if (other == null) {
                throw taken; // it was about something else
            }
            return new Ensured<>(other, false);
        }
    }

    private M stored(Consumer<? super M> init) {
        M row = table.newRow();
        lookup.forEach(row::apply);
        init.accept(row);
        row.save();
        return row;
    }

    private static Condition equal(Table<?, ?> table, Assignment.Part part) {
        Column<?> column = table.own(part.column());
        if (!Exprs.isValue(part.value())) {
            throw new ModelException(
                    column + " is looked up by an expression, which a new row cannot hold",
                    table.toString(),
                    "give a value, or find the row by a condition: find(..)");
        }
        @Nullable Object value = Exprs.value(part.value());
        return value == null ? column.isNull() : Keys.eq(column, value);
    }
}

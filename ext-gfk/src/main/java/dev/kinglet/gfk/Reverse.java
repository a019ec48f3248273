package dev.kinglet.gfk;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.RowValue;
import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The rows that lead to one row by a {@link GenericForeignKey}: a query like any other, whose
 * clauses answer plain queries, and the way to change which rows lead there. Rows that were loaded
 * ahead are in memory, see {@link GenericForeignKey#loadReverse}; writes here do not change those.
 *
 * @param <M> the rows
 */
public final class Reverse<M extends Model<?>> extends Select<M> {
    private final GenericForeignKey<M> reference;
    private final Model<?> target;

    Reverse(
            GenericForeignKey<M> reference,
            Model<?> target,
            Select<M> query,
            EagerLoad.Loaded<M> rows) {
        super(query, rows);
        this.reference = reference;
        this.target = target;
    }

    /** Lets a row lead here, stored or new; see {@link #add(Collection)}. */
    public int add(M row) {
        return add(List.of(row));
    }

    /**
     * Lets rows lead here, wherever they led before: those that are stored by one UPDATE, new ones
     * by one INSERT, in one transaction. No hooks are called. No rows send nothing.
     *
     * @return the number of rows that were written
     * @throws ModelException where the row that they would lead to is not stored; nothing was sent
     */
    public int add(Collection<? extends M> rows) {
        requireStored();
        if (rows.isEmpty()) {
            return 0;
        }
        List<M> stored = new ArrayList<>(rows.size());
        List<M> fresh = new ArrayList<>(0);
        for (M row : rows) {
            (row.persisted() ? stored : fresh).add(row);
            row.set(reference, target);
        }
        return executor().atomically(() -> write(stored, fresh));
    }

    /**
     * Lets the rows of a query lead here, by one UPDATE.
     *
     * @return the number of rows
     */
    public int add(Select<? extends M> rows) {
        requireStored();
        return change(reference.to(target), Rows.of(base(), rows));
    }

    /**
     * Lets these rows and no others lead here: the others lead nowhere then. At most three
     * statements, in one transaction; no rows release all.
     *
     * @return the number of rows that led here and do not any more
     * @throws ModelException where a row would have to lead nowhere and the reference is never
     *     null; nothing was written
     */
    public int replace(Collection<? extends M> rows) {
        requireStored();
        List<M> kept = rows.stream().filter(Model::persisted).<M>map(row -> row).toList();
        return executor()
                .<Integer>atomically(
                        () -> {
                            int released =
                                    release(
                                            kept.isEmpty()
                                                    ? here()
                                                    : here().and(Rows.among(base(), kept).not()));
                            add(rows);
                            return released;
                        });
    }

    /**
     * Lets a row lead nowhere if it leads here, by one UPDATE of the database; the object stays as
     * it is.
     *
     * @return the number of rows: 0 where it did not lead here
     * @throws ModelException where the reference is never null
     */
    public int remove(M row) {
        return release(here().and(Rows.among(base(), List.of(row))));
    }

    /**
     * Lets all rows that lead here lead nowhere, by one UPDATE.
     *
     * @return the number of rows
     * @throws ModelException where the reference is never null and there are such rows
     */
    public int clear() {
        return release(here());
    }

    /** Whether a row leads here, by one query. */
    public boolean contains(M row) {
        return base().where(here(), Rows.among(base(), List.of(row))).using(executor()).exists();
    }

    // ---- inside

    private int write(List<M> stored, List<M> fresh) {
        int written = 0;
        if (!fresh.isEmpty()) {
            written += base().bulkCreate(fresh);
        }
        if (!stored.isEmpty()) {
            written += base().bulkUpdate(stored, reference.type(), reference.key());
        }
        return written;
    }

    private int release(Condition rows) {
        Assignment nothing = reference.nothing();
        if (nothing != null) {
            return change(nothing, rows);
        }
        if (base().where(rows).using(executor()).exists()) {
            throw reference
                    .targets()
                    .wrong(
                            "rows of "
                                    + base()
                                    + " that lead here would lead nowhere, and "
                                    + reference
                                    + " is never null",
                            "delete them, or declare both columns nullable()");
        }
        return 0;
    }

    private int change(Assignment assignment, Condition rows) {
        return base().update(assignment).where(rows).using(executor()).execute();
    }

    private Condition here() {
        return reference.of(base()).eq(target);
    }

    private void requireStored() {
        if (!target.persisted()) {
            throw reference
                    .targets()
                    .wrong(
                            reference
                                    + " cannot lead to a row of "
                                    + target.table()
                                    + " that is not stored",
                            "save() that row first");
        }
    }

    @SuppressWarnings("unchecked") // an alias is of the rows of its table
    private Table<M, ?> base() {
        return (Table<M, ?>) reference.table().base();
    }

    private QueryExecutor executor() {
        return base().executor();
    }

    /** Conditions on rows by their keys. */
    private static final class Rows {
        private Rows() {}

        static Condition of(Table<?, ?> table, Select<?> rows) {
            List<Column<?>> key = table.primaryKey();
            Select<?> keys = rows.select(key.toArray(Column<?>[]::new));
            return key.size() == 1 ? Columns.in(key.get(0), keys) : row(key).in(keys);
        }

        static Condition among(Table<?, ?> table, List<? extends Model<?>> rows) {
            List<Column<?>> key = table.primaryKey();
            if (key.size() == 1) {
                return Columns.in(key.get(0), rows.stream().map(GenericForeignKey::keyOf).toList());
            }
            List<List<?>> keys = new ArrayList<>(rows.size());
            rows.forEach(one -> keys.add(((CompositeKey) GenericForeignKey.keyOf(one)).parts()));
            return row(key).in(keys);
        }

        private static RowValue row(List<Column<?>> key) {
            return Fn.row(key.get(0), key.subList(1, key.size()).toArray(Expr<?>[]::new));
        }
    }
}

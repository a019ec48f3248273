package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.Model;
import dev.kinglet.model.Through;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows that belong to one row by a {@link ManyToMany}: a query like any other, whose clauses
 * answer plain queries, and the way to change which rows belong to it. What is changed is the table
 * of the links; the rows themselves stay as they are.
 *
 * <p>Rows that were loaded ahead, or with those of other rows, are in memory, see {@link
 * dev.kinglet.query.Lazy}. What is changed here is asked for anew; what is changed elsewhere is not
 * seen in rows that were loaded before.
 *
 * @param <R> the rows
 */
public final class Related<R extends Model<?>> extends Select<R> {
    private final Links links;
    private final Rows<R> rows;

    private Related(Links links, Rows<R> rows) {
        super(rows, rows);
        this.links = links;
        this.rows = rows;
    }

    static <R extends Model<?>> Related<R> of(
            Ends ends, Model<?> owner, @Nullable QueryExecutor database) {
        Links links = Links.of(ends, owner, database);
        return new Related<>(links, new Rows<>(links, ends.relation(), owner, database == null));
    }

    // ---- changing

    /**
     * Adds a row, with one INSERT; one that belongs already is left alone, with what its link
     * holds. See {@link #add(Collection, Assignment...)}.
     *
     * @return the number of rows that were added: 0 or 1
     */
    public int add(R row, Assignment... payload) {
        return add(List.of(row), payload);
    }

    /**
     * Adds rows, those that do not belong yet, with one INSERT, also where others add the same at
     * the same time. That needs a primary key or a unique index over the two foreign keys; without
     * one those that belong are looked up before, and of two at once both may be stored. No rows
     * send nothing.
     *
     * <p>SQLite takes 128 links a statement; more are several, in one transaction.
     *
     * @param payload what other columns of the new links get; else their defaults
     * @return the number of rows that were added
     * @throws ModelException for a row that is not stored; nothing was sent
     * @throws dev.kinglet.errors.IntegrityException for a row that is gone; nothing was added
     */
    public int add(Collection<? extends R> rows, Assignment... payload) {
        return links.add(links.stored(rows), payload);
    }

    /** As {@link #add(Collection, Assignment...)}, of keys: what the links hold of the rows. */
    public int addKeys(Collection<?> keys, Assignment... payload) {
        return links.add(links.checked(keys), payload);
    }

    /**
     * As {@link #add(Collection, Assignment...)}, of the rows that a query has: one INSERT ..
     * SELECT, and no row is read. Defaults of the links are made once for all.
     *
     * @throws ModelException for a query of another model
     */
    public int add(Select<? extends R> query, Assignment... payload) {
        return links.add(query, payload);
    }

    /**
     * Takes a row away, with one DELETE; one that does not belong is no error.
     *
     * @return the number of rows that were taken away
     * @throws ModelException for a row without a key
     */
    public int remove(R row) {
        return remove(List.of(row));
    }

    /** As {@link #remove(Model)}, of rows. No rows send nothing. */
    public int remove(Collection<? extends R> rows) {
        return links.remove(links.keysOf(rows));
    }

    /** As {@link #remove(Collection)}, of keys: what the links hold of the rows. */
    public int removeKeys(Collection<?> keys) {
        return links.remove(links.checked(keys));
    }

    /** As {@link #remove(Collection)}, of the rows that a query has; no row is read. */
    public int remove(Select<? extends R> query) {
        return links.remove(query);
    }

    /**
     * Takes all rows away, with one DELETE.
     *
     * @return the number of rows that were taken away
     */
    public int clear() {
        return links.clear();
    }

    /**
     * Makes these rows, and no others, the ones that belong. In one transaction: one query that
     * finds those that do, then for the difference at most one DELETE and one INSERT. What belonged
     * before and still does keeps its link. On PostgreSQL the owner's row is locked first, so of
     * several calls at once the set of one is there in the end.
     *
     * @param payload what other columns of new links get; else their defaults
     * @throws ModelException for a row that is not stored; nothing was sent
     */
    public void set(Collection<? extends R> rows, Assignment... payload) {
        links.set(links.stored(rows), payload);
    }

    /** As {@link #set(Collection, Assignment...)}, of keys: what the links hold of the rows. */
    public void setKeys(Collection<?> keys, Assignment... payload) {
        links.set(links.checked(keys), payload);
    }

    /**
     * As {@link #set(Collection, Assignment...)}, of the rows that a query has then; their keys are
     * read.
     *
     * @throws ModelException for a query of another model
     */
    public void set(Select<? extends R> query, Assignment... payload) {
        links.set(query, payload);
    }

    /**
     * Whether this row belongs: by one query, or none where the rows are loaded.
     *
     * @throws ModelException for a row without a key
     */
    public boolean contains(R row) {
        List<R> known = known();
        return known != null ? known.contains(row) : links.contains(row);
    }

    // ---- inside

    /** The rows that are in memory; null where they are not. */
    @Nullable List<R> known() {
        return rows.loaded();
    }

    /**
     * The query, made when it is needed, and the rows where they are there.
     *
     * @param loads whether the database of the owner is meant
     * @param <R> the rows
     */
    private record Rows<R extends Model<?>>(
            Links links, Through<Model<?>, Model<?>> relation, Model<?> owner, boolean loads)
            implements EagerLoad.Loaded<R>, Supplier<Select<R>> {
        @Override
        @SuppressWarnings("unchecked") // rows of the table that the far foreign key refers to
        public Select<R> get() {
            return (Select<R>) links.query();
        }

        @Override
        @SuppressWarnings("unchecked") // rows of the table that the far foreign key refers to
        public @Nullable List<R> loaded() {
            return loads ? (List<R>) (List<?>) relation.loaded(owner) : null;
        }

        @Override
        @SuppressWarnings("unchecked") // rows of the table that the far foreign key refers to
        public @Nullable List<R> loadedTogether() {
            return loads ? (List<R>) (List<?>) relation.list(owner) : null;
        }
    }
}

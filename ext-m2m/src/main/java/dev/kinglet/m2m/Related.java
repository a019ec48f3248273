package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that belong to one row by a {@link ManyToMany}: a query like any other, whose clauses
 * answer plain queries, and the way to change which rows belong to it. What is changed is the
 * through table; the rows themselves stay as they are.
 *
 * <p>Nothing is kept in memory: each call asks the database.
 *
 * @param <R> the rows
 */
public final class Related<R extends Model<?>> extends Select<R> {
    private final ForeignKey<?, ?, ?> left;
    private final ForeignKey<?, R, ?> right;
    private final Model<?> owner;
    private final Condition owned;
    private final @Nullable QueryExecutor database;

    <L extends Model<?>> Related(
            Select<R> rows,
            ForeignKey<?, L, ?> left,
            ForeignKey<?, R, ?> right,
            L owner,
            @Nullable QueryExecutor database) {
        super(rows);
        this.left = left;
        this.right = right;
        this.owner = owner;
        this.owned = left.eq(owner);
        this.database = database;
    }

    /**
     * Adds a row; one that belongs already is left alone. See {@link #add(Collection)}.
     *
     * @return the number of rows that were added: 0 or 1
     */
    public int add(R row) {
        return add(List.of(row));
    }

    /**
     * Adds rows, those that do not belong yet: one query that finds them and one INSERT, in one
     * transaction. Other columns of the through table get their defaults. No rows send nothing.
     *
     * @return the number of rows that were added
     * @throws ModelException for a row that is not stored; nothing was sent
     * @throws dev.kinglet.errors.IntegrityException where another program added one of them
     *     meanwhile and a unique index refuses the second; nothing was added
     */
    public int add(Collection<? extends R> rows) {
        Map<Object, R> missing = byKey(rows);
        if (missing.isEmpty()) {
            return 0;
        }
        return executor()
                .atomically(
                        () -> {
                            keys(owned.and(right.in(missing.values()))).forEach(missing::remove);
                            return insert(missing.values());
                        });
    }

    /**
     * Takes a row away, with one DELETE; one that does not belong is no error.
     *
     * @return the number of links that were deleted
     * @throws ModelException for a row without a key
     */
    public int remove(R row) {
        return delete(owned.and(right.eq(row)));
    }

    /**
     * Takes all rows away, with one DELETE.
     *
     * @return the number of links that were deleted
     */
    public int clear() {
        return delete(owned);
    }

    /**
     * Makes these rows, and no others, the ones that belong: one query that finds those that do,
     * then for the difference at most one DELETE and one INSERT, in one transaction. What belonged
     * before and still does keeps its row of the through table.
     *
     * @throws ModelException for a row that is not stored; nothing was sent
     */
    public void set(Collection<? extends R> rows) {
        Map<Object, R> missing = byKey(rows);
        executor()
                .atomically(
                        () -> {
                            replace(right, missing);
                            return missing;
                        });
    }

    /**
     * Whether this row belongs, by one query.
     *
     * @throws ModelException for a row without a key
     */
    public boolean contains(R row) {
        return through().where(owned, right.eq(row)).using(executor()).exists();
    }

    // ---- inside

    private <K extends @Nullable Object> void replace(
            ForeignKey<?, R, K> to, Map<Object, R> missing) {
        List<K> surplus = new ArrayList<>();
        // a set: without a unique index a row may belong twice
        Set<K> before =
                new LinkedHashSet<>(through().where(owned).using(executor()).<K>values(to.key()));
        for (K key : before) {
            if (missing.remove(key) == null) {
                surplus.add(key);
            }
        }
        if (!surplus.isEmpty()) {
            delete(owned.and(to.key().in(surplus)));
        }
        insert(missing.values());
    }

    private List<?> keys(Condition links) {
        return through().where(links).using(executor()).values(right.key());
    }

    private int insert(Collection<R> rows) {
        List<List<Model<?>>> links = new ArrayList<>(rows.size());
        rows.forEach(row -> links.add(List.of(owner, row)));
        if (links.isEmpty()) {
            return 0;
        }
        refuseUnstored(left, owner);
        return through().insertMany(List.of(left, right), links).using(executor()).execute();
    }

    private int delete(Condition links) {
        return through().delete().where(links).using(executor()).execute();
    }

    /** Each row once, by what the through table holds of it. */
    private Map<Object, R> byKey(Collection<? extends R> rows) {
        Map<Object, R> byKey = new LinkedHashMap<>();
        Column<?> column = right.targetColumn();
        for (R row : rows) {
            refuseUnstored(right, row);
            Object key =
                    column instanceof ForeignKey<?, ?, ?> foreignKey
                            ? row.key(foreignKey)
                            : row.get(column);
            if (key == null) {
                throw new ModelException(
                        right + " cannot refer to a row of " + row.table() + " without " + column,
                        through().toString(),
                        "set " + column + " first");
            }
            byKey.put(key, row);
        }
        return byKey;
    }

    private void refuseUnstored(ForeignKey<?, ?, ?> foreignKey, Model<?> row) {
        if (!row.persisted()) {
            throw new ModelException(
                    foreignKey + " cannot refer to a row of " + row.table() + " that is not stored",
                    through().toString(),
                    "save() that row first");
        }
    }

    private Table<?, ?> through() {
        return left.table();
    }

    private QueryExecutor executor() {
        return database != null ? database : through().executor();
    }
}

package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Insert;
import dev.kinglet.query.Lock;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The links of one row: read as conditions, written by few statements. */
final class Links {
    /** So many rows of values have a text for each number of them, on SQLite. */
    private static final int FEW = 16;

    private final Ends ends;
    private final Model<?> owner;
    private final @Nullable QueryExecutor database;
    private final Object key;
    private final ForeignKey<?, ?, ?> near;
    private final ForeignKey<?, ?, ?> far;

    private Links(Ends ends, Model<?> owner, @Nullable QueryExecutor database, Object key) {
        this.ends = ends;
        this.owner = owner;
        this.database = database;
        this.key = key;
        this.near = ends.near();
        this.far = ends.far();
    }

    /**
     * @throws ModelException for a row of another table, or without a key
     */
    static Links of(Ends ends, Model<?> owner, @Nullable QueryExecutor database) {
        Table<?, ?> table = ends.near().target();
        if (owner.table().base() != table) {
            throw new ModelException(
                    ends.name() + " is of rows of " + table + ", and the row is a " + owner.table(),
                    owner.table().toString(),
                    "use a row of " + table);
        }
        Object key = keyOf(ends.near(), owner);
        if (key == null) {
            throw new ModelException(
                    ends.name()
                            + " belongs to a row by "
                            + ends.near().targetColumn()
                            + ", which this row of "
                            + table
                            + " does not have",
                    table.toString(),
                    "save() the row first, or select the column with it");
        }
        return new Links(ends, owner, database == null ? elsewhere(owner) : database, key);
    }

    Select<? extends Model<?>> query() {
        Select<? extends Model<?>> rows = far.target().select().join(through(), far).where(owned());
        if (ends.order() != null) {
            rows = rows.orderBy(ends.order());
        }
        return database == null ? rows : rows.using(database);
    }

    // ---- keys

    /** Of rows that are stored, each once. */
    Set<Object> stored(Collection<? extends Model<?>> rows) {
        for (Model<?> row : rows) {
            if (!row.persisted() && row.table().base() == far.target()) {
                throw unstored(far, row);
            }
        }
        return keysOf(rows);
    }

    /** Of rows, each once. */
    Set<Object> keysOf(Collection<? extends Model<?>> rows) {
        Set<Object> keys = new LinkedHashSet<>(rows.size());
        for (Model<?> row : rows) {
            if (row.table().base() != far.target()) {
                throw new ModelException(
                        ends.name()
                                + " has rows of "
                                + far.target()
                                + ", and this is a "
                                + row.table(),
                        owner.table().toString(),
                        "use rows of " + far.target());
            }
            Object key = keyOf(far, row);
            if (key == null) {
                throw row.persisted() ? without(row) : unstored(far, row);
            }
            keys.add(key);
        }
        return keys;
    }

    /** Given ones, each once. */
    Set<Object> checked(Collection<?> keys) {
        Class<?> type = far.type().javaType();
        Set<Object> checked = new LinkedHashSet<>(keys.size());
        for (Object one : keys) {
            if (!type.isInstance(one)) {
                throw new ModelException(
                        far
                                + " holds a "
                                + type.getSimpleName()
                                + ", and the key is "
                                + (one == null ? "null" : "a " + one.getClass().getSimpleName()),
                        through().toString(),
                        "give keys of type " + type.getSimpleName());
            }
            checked.add(one);
        }
        return checked;
    }

    // ---- changing

    int add(Set<Object> keys, Assignment... payload) {
        if (keys.isEmpty()) {
            return 0;
        }
        refuseUnstored();
        if (ends.unique()) {
            return insert(keys, payload);
        }
        return executor()
                .atomically(
                        () -> {
                            Set<Object> missing = new LinkedHashSet<>(keys);
                            missing.removeAll(keysWhere(owned().and(among(far, keys))));
                            return insert(missing, payload);
                        });
    }

    int add(Select<?> query, Assignment... payload) {
        refuseUnstored();
        Expr<?> column = column(query);
        boolean keyMadeHere =
                through().defaults().stream()
                        .flatMap(one -> one.parts().stream())
                        .anyMatch(part -> ((Column<?>) part.column()).isPrimaryKey());
        if (ends.symmetric() || keyMadeHere || !isPlain(query)) {
            return executor()
                    .atomically(
                            () -> add(checked(query.using(executor()).values(column)), payload));
        }
        List<Column<?>> columns = new ArrayList<>(List.of(near, far));
        List<Selection> values = new ArrayList<>(List.of(Fn.value(key, near), column));
        List<Assignment> all = new ArrayList<>(List.of(payload));
        all.addAll(through().defaults());
        for (Assignment one : all) {
            for (Assignment.Part part : one.parts()) {
                if (!columns.contains(own(part))) {
                    columns.add(own(part));
                    values.add(part.value());
                }
            }
        }
        Select<?> rows = query.select(values.toArray(Selection[]::new));
        if (!ends.unique()) {
            rows = rows.where(any(column).in(there()).not());
        }
        Insert<Integer, Integer> insert = through().insertFrom(columns, rows);
        int stored =
                (ends.unique() ? insert.onConflict(near, far).doNothing() : insert)
                        .using(executor())
                        .execute();
        ends.relation().forget(owner);
        return stored;
    }

    int remove(Set<Object> keys) {
        return keys.isEmpty() ? 0 : delete(linked(keys));
    }

    int remove(Select<?> query) {
        Expr<?> column = column(query);
        Condition links =
                owned().and(far.key().in(query.definition().valuesOf(List.of(column), false)));
        if (ends.symmetric()) {
            return executor()
                    .atomically(() -> remove(checked(query.using(executor()).values(column))));
        }
        return delete(links);
    }

    int clear() {
        return delete(ends.symmetric() ? owned().or(equal(far, key)) : owned());
    }

    void set(Set<Object> keys, Assignment... payload) {
        if (!keys.isEmpty()) {
            refuseUnstored();
        }
        executor().atomically(() -> replace(keys, payload));
    }

    void set(Select<?> query, Assignment... payload) {
        Expr<?> column = column(query);
        refuseUnstored();
        executor()
                .atomically(
                        () -> replace(checked(query.using(executor()).values(column)), payload));
    }

    boolean contains(Model<?> row) {
        Object other = keysOf(List.of(row)).iterator().next();
        return through().where(owned(), equal(far, other)).using(executor()).exists();
    }

    // ---- inside

    private boolean replace(Set<Object> keys, Assignment... payload) {
        if (executor().dialect() == Dialect.POSTGRES) {
            // two that replace at once would each add to what the other one did not see yet;
            // SQLite's transactions that write are alone anyway
            Table<?, ?> table = near.target();
            table.select(near.targetColumn())
                    .where(any(near.targetColumn()).eq(value(near, key)))
                    .lock(Lock.forNoKeyUpdate())
                    .using(executor())
                    .maps();
        }
        Set<Object> before = new LinkedHashSet<>(keysWhere(owned()));
        Set<Object> missing = new LinkedHashSet<>(keys);
        missing.removeAll(before);
        before.removeAll(keys);
        remove(before);
        insert(missing, payload);
        return true;
    }

    private int insert(Collection<Object> keys, Assignment... payload) {
        if (keys.isEmpty()) {
            return 0;
        }
        List<Column<?>> columns = new ArrayList<>(List.of(near, far));
        List<@Nullable Object> values = new ArrayList<>();
        for (Assignment one : payload) {
            for (Assignment.Part part : one.parts()) {
                columns.add(own(part));
                Expr<?> value = part.value();
                values.add(Exprs.isValue(value) ? Exprs.value(value) : value);
            }
        }
        List<List<@Nullable Object>> rows = new ArrayList<>(keys.size());
        for (Object other : keys) {
            rows.add(link(key, other, values));
            if (ends.symmetric() && !other.equals(key)) {
                rows.add(link(other, key, values));
            }
        }
        Insert<Integer, Integer> insert = through().insertMany(columns, padded(rows));
        int stored =
                (ends.unique() ? insert.onConflict(near, far).doNothing() : insert)
                        .using(executor())
                        .execute();
        ends.relation().forget(owner);
        return counted(stored);
    }

    private static List<@Nullable Object> link(
            Object near, Object far, List<@Nullable Object> payload) {
        List<@Nullable Object> link = new ArrayList<>(payload.size() + 2);
        link.add(near);
        link.add(far);
        link.addAll(payload);
        return link;
    }

    /** SQLite takes a power of two in one statement; a link that is there twice is stored once. */
    private List<List<@Nullable Object>> padded(List<List<@Nullable Object>> rows) {
        int size = rows.size();
        if (ends.unique() && size > FEW && executor().dialect() == Dialect.SQLITE) {
            List<@Nullable Object> last = rows.get(size - 1);
            for (int wanted = Integer.highestOneBit(2 * size - 1); size < wanted; size++) {
                rows.add(last);
            }
        }
        return rows;
    }

    private int delete(Condition links) {
        int deleted = through().delete().where(links).using(executor()).execute();
        ends.relation().forget(owner);
        return counted(deleted);
    }

    /** Links to rows; a symmetric one is two, but that of a row to itself. */
    private int counted(int links) {
        return ends.symmetric() ? (links + 1) / 2 : links;
    }

    private Condition linked(Set<Object> keys) {
        Condition there = owned().and(among(far, keys));
        return ends.symmetric() ? there.or(equal(far, key).and(among(near, keys))) : there;
    }

    private Condition owned() {
        return equal(near, key);
    }

    /** The keys of the rows that belong. */
    private Select<?> there() {
        return through().select(far.key()).where(owned());
    }

    private List<?> keysWhere(Condition links) {
        return through().where(links).using(executor()).values(far.key());
    }

    private Column<?> own(Assignment.Part part) {
        if (part.column() instanceof Column<?> column && column.table().base() == through()) {
            return through().col(column);
        }
        throw new ModelException(
                part.column() + " is no column of " + through(),
                through().toString(),
                "set columns of the links of " + ends.name());
    }

    /** What the links hold of the rows of a query. */
    private Expr<?> column(Select<?> query) {
        if (query.definition().root() instanceof Table<?, ?> table
                && table.base() == far.target()) {
            Column<?> column = table.col(far.targetColumn());
            return column instanceof ForeignKey<?, ?, ?> reference ? reference.key() : column;
        }
        throw new ModelException(
                ends.name()
                        + " has rows of "
                        + far.target()
                        + ", and the query is of "
                        + query.definition().root(),
                owner.table().toString(),
                "select from " + far.target() + " or an alias of it");
    }

    /** Whether other things can be selected of the same rows. */
    private static boolean isPlain(Select<?> query) {
        return query.definition().options().compound() == null
                && query.definition().groupBy().isEmpty()
                && query.definition().options().distinctOn().isEmpty();
    }

    private static Condition equal(ForeignKey<?, ?, ?> column, Object value) {
        return any(column.key()).eq(value(column, value));
    }

    private static Condition among(ForeignKey<?, ?, ?> column, Set<Object> keys) {
        return keys.size() == 1
                ? equal(column, keys.iterator().next())
                : any(column.key()).in(keys);
    }

    private static Expr<Object> value(ForeignKey<?, ?, ?> like, Object value) {
        return Fn.value(value, like.key());
    }

    @SuppressWarnings("unchecked") // compared with keys of its type
    private static Expr<Object> any(Expr<?> column) {
        return (Expr<Object>) column;
    }

    /** What a foreign key holds of a row; null where the row does not have it. */
    private static @Nullable Object keyOf(ForeignKey<?, ?, ?> foreignKey, Model<?> row) {
        Column<?> column = foreignKey.targetColumn();
        try {
            return column instanceof ForeignKey<?, ?, ?> reference
                    ? row.key(reference)
                    : row.get(column);
        } catch (ModelException absent) {
            return null;
        }
    }

    private void refuseUnstored() {
        if (!owner.persisted()) {
            throw unstored(near, owner);
        }
    }

    private ModelException unstored(ForeignKey<?, ?, ?> foreignKey, Model<?> row) {
        return new ModelException(
                foreignKey + " cannot refer to a row of " + row.table() + " that is not stored",
                through().toString(),
                "save() that row first");
    }

    private ModelException without(Model<?> row) {
        return new ModelException(
                far + " cannot refer to a row of " + row.table() + " without " + far.targetColumn(),
                through().toString(),
                "set " + far.targetColumn() + " first");
    }

    private Table<?, ?> through() {
        return ends.through();
    }

    private QueryExecutor executor() {
        return database != null ? database : near.target().executor();
    }

    /** The database that a row was read from; null where its table is bound to it. */
    private static @Nullable QueryExecutor elsewhere(Model<?> row) {
        QueryExecutor bound = row.table().bound();
        QueryExecutor own = row.executor();
        return own == bound ? null : own;
    }
}

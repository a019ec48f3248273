package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a relation: an ordinary one, with the keys of the rows in memory in a list, or with
 * the query of those rows in it. The values of the list are no part of its shape, so it finds its
 * plan.
 */
final class Fetch {
    /**
     * Keys of one statement: one list that both databases take as a single value, and where there
     * is no such list still as many placeholders as SQLite and PostgreSQL allow.
     */
    static final int KEYS = 10_000;

    /** No limit for each key. */
    static final long ALL = -1;

    private final Hop hop;
    private final Select<? extends Model<?>> query;
    private final Column<?> to;
    private final long perKey;

    private Fetch(Hop hop, Select<? extends Model<?>> query, long perKey) {
        this.hop = hop;
        this.query = query;
        this.perKey = perKey;
        this.to = ((Table<?, ?>) query.definition().root()).column(hop.to().ordinal);
    }

    /** All rows that the relation leads to, with all their columns. */
    static Fetch of(Hop hop, @Nullable Lazy lazy) {
        return of(hop, null, lazy, ALL);
    }

    /**
     * Some of those rows.
     *
     * @param query those that it has; null for all
     * @param lazy for the rows, where the query says nothing about it
     * @param perKey at most so many for each key
     */
    static Fetch of(
            Hop hop, @Nullable Select<? extends Model<?>> query, @Nullable Lazy lazy, long perKey) {
        Select<? extends Model<?>> rows = query == null ? hop.target().select() : query;
        return new Fetch(
                hop,
                lazy == null || rows.rowShape().lazy() != null ? rows : rows.lazy(lazy),
                perKey);
    }

    /**
     * A query that a relation can be loaded by.
     *
     * @throws ProgrammingException for a query that gives no rows of that model
     */
    @SuppressWarnings("unchecked") // it reads from a table of those models
    static Select<? extends Model<?>> checked(Hop hop, Select<?> query) {
        if (query.definition().root() instanceof Table<?, ?> table
                && table.base() == hop.target()) {
            return (Select<? extends Model<?>>) query;
        }
        throw new ProgrammingException(
                "the query that loads " + hop + " gives no rows of " + hop.target(),
                hop.owner().toString(),
                "select from " + hop.target() + " or an alias of it");
    }

    /** The rows by key, in the order of the query; a key without rows is not there. */
    Map<Object, List<Model<?>>> rows(Collection<Object> keys, QueryExecutor database) {
        Map<Object, List<Model<?>>> found = new HashMap<>();
        List<Object> raw = raw(keys);
        // a limit counts for all parents together, so it must not begin anew with each statement
        int portion = query.definition().limit() == null ? KEYS : raw.size();
        for (int start = 0; start < raw.size(); start += portion) {
            List<Object> some = raw.subList(start, Math.min(start + portion, raw.size()));
            read(limited(withKey().where(in(some))), database, found);
        }
        return found;
    }

    /** What a query of this relation finds, by key. */
    Map<Object, List<Model<?>>> rows(Select<? extends Model<?>> asked, QueryExecutor database) {
        Map<Object, List<Model<?>>> found = new HashMap<>();
        read(asked, database, found);
        return found;
    }

    /** One query for all these keys. */
    Select<? extends Model<?>> of(Collection<Object> keys) {
        return limited(withKey().where(in(raw(keys))));
    }

    /** One query for all rows of another, which is a part of it. */
    @SuppressWarnings("unchecked") // two columns that refer to each other are of one type
    Select<? extends Model<?>> of(SelectDefinition above, Load.Strategy strategy) {
        Expr<?> from = from(above.root());
        if (from == null) {
            throw new ProgrammingException(
                    hop
                            + " is loaded along with rows of '"
                            + above.root()
                            + "', a query of no table",
                    hop.owner().toString(),
                    "load by keys: leave by(..) out");
        }
        if (strategy == Load.Strategy.SUBQUERY) {
            return limited(withKey().where(to.in(above.valuesOf(from, false))));
        }
        Derived<?> parents = above.valuesOf(from, true).as(freeName());
        // what it selects is the column itself, or that of the query around it
        Expr<?> key = parents.col((Expr<?>) parents.body().items().get(0));
        Select<? extends Model<?>> rows = withKey();
        return limited(
                rows.joinFrom(to.table(), parents, ((Expr<Object>) to).eq((Expr<Object>) key)));
    }

    /** Refuses a query that cannot be limited for each key, before there are any. */
    void refuseUnlimited() {
        Objects.requireNonNull(query.limitPer(to, perKey));
    }

    /** A key as one that can be compared. */
    static Object comparable(@Nullable Object key) {
        if (key == null || key == Model.UNSET) {
            throw new IllegalStateException("a row that was found by a key has none");
        }
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }

    private void read(
            Select<? extends Model<?>> asked,
            QueryExecutor database,
            Map<Object, List<Model<?>>> found) {
        for (Model<?> row : (asked.usedDatabase() == null ? asked.using(database) : asked).list()) {
            Object key = comparable(row.values()[hop.to().ordinal]);
            found.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
    }

    private Select<? extends Model<?>> limited(Select<? extends Model<?>> asked) {
        return perKey == ALL ? asked : asked.limitPer(to, perKey);
    }

    private static List<Object> raw(Collection<Object> keys) {
        List<Object> raw = new ArrayList<>(keys.size());
        keys.forEach(key -> raw.add(key instanceof ByteBuffer bytes ? bytes.array() : key));
        return raw;
    }

    /** The column to go on from, as the rows of a source have it; null where they have none. */
    private @Nullable Expr<?> from(Source<?> root) {
        if (root instanceof Table<?, ?> table) {
            return table.base() == hop.owner() ? table.column(hop.from().ordinal) : null;
        }
        if (root instanceof NamedQuery<?> named && named.body() != null) {
            Expr<?> inner = from(named.body().root());
            return inner == null ? null : named.col(inner);
        }
        return null;
    }

    /** A name that the query has not given to a source of its own. */
    private String freeName() {
        SelectDefinition definition = query.definition();
        Set<String> taken = new HashSet<>(Set.of(definition.root().qualifier()));
        definition.joins().forEach(join -> taken.add(join.right().qualifier()));
        String name = "parents";
        while (taken.contains(name)) {
            name += "_";
        }
        return name;
    }

    @SuppressWarnings("unchecked") // keys of the type of the column that they were read from
    private Condition in(List<Object> keys) {
        Column<?> raw = to instanceof ForeignKey<?, ?, ?> foreignKey ? foreignKey.key() : to;
        return ((Column<Object>) raw).in(keys);
    }

    /** The column that says where a row belongs is selected, whatever else is. */
    private Select<? extends Model<?>> withKey() {
        SelectDefinition definition = query.definition();
        for (Selection item : definition.items()) {
            if (item.equals(to) || item.equals(to.table())) {
                return query;
            }
        }
        if (definition.items().isEmpty()) {
            return query;
        }
        if (definition.folds()) {
            throw new ProgrammingException(
                    "the query that loads " + hop + " groups rows and does not select " + to,
                    hop.owner().toString(),
                    "select and group by " + to + " as well");
        }
        return query.selectAlso(to);
    }
}

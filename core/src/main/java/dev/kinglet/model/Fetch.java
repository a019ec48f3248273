package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.Lock;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final Table<?, ?> root;

    /** Where the columns are that its rows are found by. */
    private final Table<?, ?> place;

    private final long perKey;

    private Fetch(Hop hop, Select<? extends Model<?>> query, long perKey) {
        this.hop = hop;
        this.query = query;
        this.root = (Table<?, ?>) query.definition().root();
        this.place = hop.place(root);
        this.perKey = perKey;
    }

    /** All rows that the relation leads to, with all their columns. */
    static Fetch of(Hop hop, @Nullable Lazy lazy) {
        return of(hop, null, lazy, ALL);
    }

    /**
     * Some of those rows.
     *
     * @param hop the relation, or one of several that lead to the same table
     * @param query those that it has; null for all
     * @param lazy for the rows, where the query says nothing about it
     * @param perKey at most so many for each key
     */
    static Fetch of(
            Hop hop, @Nullable Select<? extends Model<?>> query, @Nullable Lazy lazy, long perKey) {
        Select<? extends Model<?>> rows =
                hop.reading(query == null ? hop.target().select() : query);
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

    /**
     * Reads the rows of the keys that are open, in the order of the query, and puts them where they
     * belong. A row that is found by several columns is one row.
     */
    List<Model<?>> read(List<Bunches> wanted, QueryExecutor database) {
        if (wanted.size() > 1) {
            // a row may be wanted by several, and must not come from two statements
            return read(of(wanted), wanted, database);
        }
        Bunches only = wanted.get(0);
        List<Object> keys = only.open();
        // a limit counts for all parents together, so it must not begin anew with each statement
        int parts = hop.to().size();
        int most = parts == 1 ? KEYS : Integer.highestOneBit(KEYS / parts);
        int portion = query.definition().limit() == null ? most : keys.size();
        List<Model<?>> all = List.of();
        for (int start = 0; start < keys.size(); start += portion) {
            List<Object> some = keys.subList(start, Math.min(start + portion, keys.size()));
            Condition among = only.hop().matches(place, some);
            List<Model<?>> rows = read(limited(withKeys(wanted).where(among)), wanted, database);
            if (all.isEmpty()) {
                all = rows;
            } else {
                all.addAll(rows);
            }
        }
        return all;
    }

    /** Reads what a query of this relation finds: it may find more than was asked for. */
    List<Model<?>> read(
            Select<? extends Model<?>> asked, List<Bunches> wanted, QueryExecutor database) {
        List<Model<?>> rows = list(asked.usedDatabase() == null ? asked.using(database) : asked);
        wanted.forEach(some -> some.take(rows));
        return rows;
    }

    /** One query for all keys that are open. */
    Select<? extends Model<?>> of(List<Bunches> wanted) {
        Condition any = asked(wanted.get(0));
        for (Bunches more : wanted.subList(1, wanted.size())) {
            any = any.or(asked(more));
        }
        return limited(withKeys(wanted).where(any));
    }

    /** One query for all rows of another, which is a part of it. */
    Select<? extends Model<?>> of(SelectDefinition above, Load.Strategy strategy) {
        List<Expr<?>> from = new ArrayList<>();
        for (Column<?> column : hop.from()) {
            Expr<?> own = from(above.root(), column);
            if (own != null) {
                from.add(own);
            }
        }
        if (from.size() < hop.from().size()) {
            throw new ProgrammingException(
                    hop
                            + " is loaded along with rows of '"
                            + above.root()
                            + "', a query of no table",
                    hop.owner().toString(),
                    "load by keys: leave by(..) out");
        }
        List<Column<?>> to = hop.targets(place);
        Select<? extends Model<?>> keyed = withKey(query, hop);
        if (strategy == Load.Strategy.SUBQUERY) {
            Select<?> keys = above.valuesOf(from, false);
            Condition among = to.size() == 1 ? to.get(0).in(keys) : Hop.row(to).in(keys);
            return limited(keyed.where(hop.constant(place, among)));
        }
        Derived<?> parents = above.valuesOf(from, true).as(freeName());
        Condition on = null;
        for (int i = 0; i < to.size(); i++) {
            // what it selects is the column itself, or that of the query around it
            Expr<?> key = parents.col((Expr<?>) parents.body().items().get(i));
            Condition one = equal(to.get(i), key);
            on = on == null ? one : on.and(one);
        }
        Lock lock = query.definition().options().lock();
        if (lock != null && lock.of().isEmpty()) {
            // its own rows, since a database locks none of a query that makes them distinct
            keyed = keyed.lock(lock.of(sources().toArray(Source<?>[]::new)));
        }
        Condition all = hop.constant(place, Objects.requireNonNull(on));
        return limited(keyed.joinFrom(place, parents, all));
    }

    /** Refuses a query that cannot be limited for each key, before there are any. */
    void refuseUnlimited() {
        Objects.requireNonNull(query.limitPer(hop.targets(place), perKey));
    }

    private Select<? extends Model<?>> limited(Select<? extends Model<?>> asked) {
        return perKey == ALL ? asked : asked.limitPer(hop.targets(place), perKey);
    }

    private Condition asked(Bunches wanted) {
        return wanted.hop().matches(place, wanted.open());
    }

    @SuppressWarnings("unchecked") // two columns that refer to each other are of one type
    private static Condition equal(Expr<?> some, Expr<?> other) {
        return ((Expr<Object>) some).eq((Expr<Object>) other);
    }

    @SuppressWarnings("unchecked") // rows of models are models
    private static List<Model<?>> list(Select<? extends Model<?>> query) {
        return ((Select<Model<?>>) query).list();
    }

    /** A column to go on from, as the rows of a source have it; null where they have none. */
    private @Nullable Expr<?> from(Source<?> root, Column<?> column) {
        if (root instanceof Table<?, ?> table) {
            return table.base() == hop.owner() ? table.column(column.ordinal) : null;
        }
        if (root instanceof NamedQuery<?> named && named.body() != null) {
            Expr<?> inner = from(named.body().root(), column);
            return inner == null ? null : named.col(inner);
        }
        return null;
    }

    /** A name that the query has not given to a source of its own. */
    private String freeName() {
        Set<String> taken = new HashSet<>();
        sources().forEach(source -> taken.add(source.qualifier()));
        String name = "parents";
        while (taken.contains(name)) {
            name += "_";
        }
        return name;
    }

    /** All that the query reads from. */
    private List<Source<?>> sources() {
        List<Source<?>> all = new ArrayList<>(List.of(query.definition().root()));
        query.definition().joins().forEach(join -> all.add(join.right()));
        return all;
    }

    private Select<? extends Model<?>> withKeys(List<Bunches> wanted) {
        Select<? extends Model<?>> keyed = query;
        for (Bunches some : wanted) {
            keyed = withKey(keyed, some.hop());
        }
        return keyed;
    }

    private Select<? extends Model<?>> withKey(Select<? extends Model<?>> query, Hop hop) {
        Select<? extends Model<?>> keyed = query;
        for (Column<?> column : hop.telling(place)) {
            keyed = withKey(keyed, column);
        }
        return keyed;
    }

    /** Whether all it does with rows is to leave equal ones out; those of two parents are not. */
    private static boolean onlyOnce(SelectDefinition definition) {
        return definition.groupBy().isEmpty()
                && definition.having() == null
                && definition.options().distinctOn().isEmpty()
                && definition.options().compound() == null
                && definition.items().stream()
                        .noneMatch(item -> item instanceof Expr<?> e && Exprs.aggregates(e));
    }

    /** The column that says where a row belongs is selected, whatever else is. */
    private Select<? extends Model<?>> withKey(Select<? extends Model<?>> query, Column<?> to) {
        SelectDefinition definition = query.definition();
        for (Selection item : definition.items()) {
            if (item.equals(to) || item.equals(place)) {
                return query;
            }
        }
        if (definition.items().isEmpty() && place == root) {
            return query;
        }
        if (definition.folds() && !(place != root && onlyOnce(definition))) {
            throw new ProgrammingException(
                    "the query that loads " + hop + " groups rows and does not select " + to,
                    hop.owner().toString(),
                    "select and group by " + to + " as well");
        }
        return query.selectAlso(to);
    }
}

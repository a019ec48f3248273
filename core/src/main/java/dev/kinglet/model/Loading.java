package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One eager load under way: gathers keys, fetches, and hangs the rows where they belong. Several
 * relations between the same two tables, in one direction, are loaded by one query.
 */
final class Loading {
    private final List<Hop> relations;
    private final Hop relation;
    private final @Nullable Select<? extends Model<?>> query;
    private final long perParent;
    private final boolean recursive;
    private final Load.Strategy strategy;
    private final QueryExecutor parents;
    private final QueryExecutor database;

    /**
     * @param query null for all rows
     * @param parents where the parents were read
     */
    Loading(
            List<Hop> relations,
            @Nullable Select<? extends Model<?>> query,
            long perParent,
            boolean recursive,
            Load.Strategy strategy,
            QueryExecutor parents) {
        this.relations = relations;
        this.relation = relations.get(0);
        this.query = query;
        this.perParent = perParent;
        this.recursive = recursive;
        this.strategy = strategy;
        this.parents = parents;
        QueryExecutor told = query == null ? null : query.usedDatabase();
        this.database = told == null ? LazyLoad.database(parents, relation) : told;
    }

    /**
     * Loads for these rows, and then what hangs on the rows that were loaded.
     *
     * @param above the query that has just these rows; null where there is none
     */
    void load(List<Model<?>> rows, @Nullable SelectDefinition above, List<EagerLoad<?>> then) {
        if (rows.isEmpty()) {
            return;
        }
        Fetch fetch = Fetch.of(relation, query, lazy(rows), perParent);
        Select<? extends Model<?>> asked =
                strategy == Load.Strategy.KEYS ? null : fetch.of(checked(above), strategy);
        List<Bunches> wanted = wanted(rows.size());
        List<Model<?>> children = level(rows, fetch, asked, wanted);
        if (recursive) {
            children = furtherLevels(children, fetch, wanted);
        }
        if (!children.isEmpty() && !then.isEmpty()) {
            SelectDefinition query =
                    asked == null ? queryOf(fetch, rows, then) : asked.definition();
            for (EagerLoad<?> load : then) {
                loadThen(load, children, query);
            }
        }
    }

    /** These and all that hangs on them; rows that know each other may be a circle. */
    private List<Model<?>> furtherLevels(List<Model<?>> first, Fetch fetch, List<Bunches> wanted) {
        Set<Model<?>> met = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Model<?>> all = new ArrayList<>();
        List<Model<?>> next = first;
        while (!next.isEmpty()) {
            List<Model<?>> open = new ArrayList<>(next.size());
            for (Model<?> row : next) {
                if (met.add(row)) {
                    open.add(row);
                }
            }
            all.addAll(open);
            next = open.isEmpty() ? open : level(open, fetch, null, wanted);
        }
        return all;
    }

    /** What is looked for in each column: in one, where several relations lead to it. */
    private List<Bunches> wanted(int rows) {
        List<Bunches> wanted = new ArrayList<>(relations.size());
        for (Hop hop : relations) {
            if (wanted.stream().noneMatch(some -> some.hop().findsLike(hop))) {
                wanted.add(new Bunches(hop, hop.many() ? rows : 16));
            }
        }
        return wanted;
    }

    /** Loads for rows of one level; answers those that hang on them and were not met before. */
    private List<Model<?>> level(
            List<Model<?>> rows,
            Fetch fetch,
            @Nullable Select<? extends Model<?>> asked,
            List<Bunches> wanted) {
        List<@Nullable Bunch[]> bunches = new ArrayList<>(relations.size());
        List<Model<?>> there = new ArrayList<>(0);
        for (Hop hop : relations) {
            bunches.add(ask(hop, of(wanted, hop), rows, there));
        }
        List<Model<?>> read = List.of();
        if (wanted.stream().anyMatch(Bunches::isOpen)) {
            read = asked == null ? fetch.read(wanted, database) : found(fetch, asked, wanted);
        }
        for (int i = 0; i < bunches.size(); i++) {
            hang(relations.get(i), rows, bunches.get(i));
        }
        if (there.isEmpty()) {
            return read;
        }
        there.addAll(read);
        return there;
    }

    private static Bunches of(List<Bunches> wanted, Hop hop) {
        for (Bunches some : wanted) {
            if (some.hop().findsLike(hop)) {
                return some;
            }
        }
        throw new IllegalStateException("nothing is wanted for " + hop);
    }

    /**
     * The rows that will hang on each row; null where that is settled.
     *
     * @param there takes the joined rows that are there already: they take part without being read
     *     again
     */
    private @Nullable Bunch[] ask(
            Hop hop, Bunches wanted, List<Model<?>> rows, List<Model<?>> there) {
        @Nullable Bunch[] bunches = new Bunch[rows.size()];
        Bunch none = Bunch.of(hop, List.of());
        boolean kept = !hop.many() && query == null;
        for (int i = 0; i < bunches.length; i++) {
            Model<?> row = rows.get(i);
            Object known = kept ? Related.one(row, hop) : null;
            if (known == null) {
                Object key = key(hop, row);
                bunches[i] = key == null ? none : wanted.ask(hop, key, row);
            } else if (known instanceof Model<?> target) {
                there.add(target);
            }
        }
        return bunches;
    }

    /** A query that stands inside of another one may find more than what hangs on these rows. */
    private List<Model<?>> found(
            Fetch fetch, Select<? extends Model<?>> asked, List<Bunches> wanted) {
        List<Model<?>> found = new ArrayList<>();
        Bunches only = wanted.get(0);
        for (Model<?> row : fetch.read(asked, wanted, database)) {
            if (only.of(row) != null) {
                found.add(row);
            }
        }
        return found;
    }

    private void hang(Hop hop, List<Model<?>> rows, @Nullable Bunch[] bunches) {
        for (int i = 0; i < bunches.length; i++) {
            Bunch bunch = bunches[i];
            if (bunch == null) {
                continue;
            }
            if (hop.many()) {
                Related.putMany(rows.get(i), bunch);
            } else if (!bunch.rows().isEmpty()) {
                Related.putOne(rows.get(i), hop, bunch.rows().get(0));
            } else if (isKnownToBeGone(hop) || key(hop, rows.get(i)) == null) {
                Related.putOne(rows.get(i), hop, Model.NONE);
            }
        }
    }

    /** Of a relation of no reference, which no database watches over, all were looked for. */
    private boolean isKnownToBeGone(Hop hop) {
        return query == null && hop.reference() == null;
    }

    /** The one query that has all that was loaded by keys; of several levels there is none. */
    private @Nullable SelectDefinition queryOf(
            Fetch fetch, List<Model<?>> rows, List<EagerLoad<?>> then) {
        if (recursive || then.stream().noneMatch(Loading::asksForQuery)) {
            return null;
        }
        List<Bunches> all = wanted(rows.size());
        for (Hop hop : relations) {
            for (Model<?> row : rows) {
                Object key = key(hop, row);
                if (key != null) {
                    of(all, hop).ask(hop, key, null);
                }
            }
        }
        return fetch.of(all).definition();
    }

    private static boolean asksForQuery(EagerLoad<?> load) {
        return load instanceof Load<?, ?> known && known.strategy() != Load.Strategy.KEYS;
    }

    private SelectDefinition checked(@Nullable SelectDefinition above) {
        if (above == null) {
            throw refused(
                    "no query has just these rows",
                    "leave by(..) out: rows in hand, of a stream, and below a recursive load are"
                            + " found by their keys");
        }
        if (database != parents) {
            throw refused(
                    "its rows are in another database than those that it hangs on",
                    "leave by(..) out: keys go from one database to another");
        }
        return above;
    }

    private ProgrammingException refused(String why, String hint) {
        return new ProgrammingException(
                relation + " cannot be loaded by " + strategy + ": " + why,
                relation.owner().toString(),
                hint);
    }

    private static @Nullable Object key(Hop relation, Model<?> row) {
        if (row.table() != relation.owner()) {
            throw new ModelException(
                    relation + " is loaded into a row of " + row.table(),
                    row.table().toString(),
                    "load it into rows of " + relation.owner());
        }
        Object key = relation.keyOf(row);
        if (key == Model.UNSET && !row.persisted && row.origin != null) {
            return null; // it stands for no row, beside what a right or full join found
        }
        if (key == Model.UNSET) {
            throw new ModelException(
                    relation
                            + " cannot be loaded, because "
                            + Hop.shown(relation.from())
                            + (row.persisted() ? " was not selected" : " is not known yet"),
                    relation.owner().toString(),
                    row.persisted() ? "select it with the rows" : "save() the row first");
        }
        return key;
    }

    /**
     * What the rows' own query said about lazy loading is said of what hangs on them, too; where
     * they come from several, the strictest.
     */
    private static @Nullable Lazy lazy(List<Model<?>> rows) {
        RowOrigin last = rows.get(0).origin;
        Lazy lazy = said(last);
        for (Model<?> row : rows) {
            RowOrigin origin = row.origin;
            if (origin != last) {
                last = origin;
                lazy = stricter(lazy, said(origin));
            }
        }
        return lazy;
    }

    private static @Nullable Lazy said(@Nullable RowOrigin origin) {
        return origin == null ? null : origin.readBy().lazy();
    }

    /** Where one says nothing the database does, which may be anything. */
    private static @Nullable Lazy stricter(@Nullable Lazy some, @Nullable Lazy other) {
        if (some == null || other == null) {
            return some == Lazy.STRICT || other == Lazy.STRICT ? Lazy.STRICT : null;
        }
        return some.compareTo(other) < 0 ? other : some;
    }

    @SuppressWarnings("unchecked") // the rows that the load was said of
    private void loadThen(
            EagerLoad<?> load, List<Model<?>> rows, @Nullable SelectDefinition query) {
        ((EagerLoad<Model<?>>) load).load(rows, database, query);
    }
}

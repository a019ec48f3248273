package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One eager load under way: gathers keys, fetches, and hangs the rows where they belong. */
final class Loading {
    private final Hop relation;
    private final @Nullable Select<? extends Model<?>> query;
    private final long perParent;
    private final boolean recursive;
    private final Load.Strategy strategy;
    private final QueryExecutor parents;
    private final QueryExecutor database;

    /** By key what was found; a key that was asked for has an entry, if an empty one. */
    private final Map<Object, List<Model<?>>> found = new HashMap<>();

    /**
     * @param query null for all rows
     * @param parents where the parents were read
     */
    Loading(
            Hop relation,
            @Nullable Select<? extends Model<?>> query,
            long perParent,
            boolean recursive,
            Load.Strategy strategy,
            QueryExecutor parents) {
        this.relation = relation;
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
    void load(List<Model<?>> parents, @Nullable SelectDefinition above, List<EagerLoad<?>> then) {
        if (parents.isEmpty()) {
            return;
        }
        Fetch fetch = Fetch.of(relation, query, lazy(parents), perParent);
        Select<? extends Model<?>> asked =
                strategy == Load.Strategy.KEYS ? null : fetch.of(checked(above), strategy);
        List<Model<?>> children = new ArrayList<>();
        List<Model<?>> level = parents;
        while (!level.isEmpty()) {
            List<Model<?>> next = new ArrayList<>();
            List<Model<?>> open = withoutLoaded(level, next);
            Set<Object> keys = new LinkedHashSet<>();
            for (Model<?> row : open) {
                Object key = key(row);
                if (key != null && !found.containsKey(key)) {
                    keys.add(key);
                }
            }
            if (!keys.isEmpty()) {
                Map<Object, List<Model<?>>> rows =
                        asked == null ? fetch.rows(keys, database) : fetch.rows(asked, database);
                for (Object key : keys) {
                    List<Model<?>> some = rows.getOrDefault(key, List.of());
                    found.put(key, some);
                    next.addAll(some);
                }
            }
            open.forEach(this::hang);
            children.addAll(next);
            level = recursive ? next : List.of();
        }
        if (!children.isEmpty() && !then.isEmpty()) {
            SelectDefinition query =
                    asked == null ? queryOf(fetch, parents, then) : asked.definition();
            then.forEach(load -> loadThen(load, children, query));
        }
    }

    /** The one query that has all that was loaded by keys; of several levels there is none. */
    private @Nullable SelectDefinition queryOf(
            Fetch fetch, List<Model<?>> parents, List<EagerLoad<?>> then) {
        if (recursive || then.stream().noneMatch(Loading::asksForQuery)) {
            return null;
        }
        Set<Object> keys = new LinkedHashSet<>();
        for (Model<?> row : parents) {
            Object key = key(row);
            if (key != null) {
                keys.add(key);
            }
        }
        return fetch.of(keys).definition();
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

    /** A joined row that is there already takes part without being read again. */
    private List<Model<?>> withoutLoaded(List<Model<?>> level, List<Model<?>> loaded) {
        if (relation.many() || query != null) {
            return level;
        }
        List<Model<?>> open = new ArrayList<>(level.size());
        for (Model<?> row : level) {
            Object known = Related.one(row, relation.foreignKey());
            if (known instanceof Model<?> there) {
                loaded.add(there);
            } else if (known == null) {
                open.add(row);
            }
        }
        return open;
    }

    private void hang(Model<?> row) {
        Object key = key(row);
        List<Model<?>> rows = key == null ? List.of() : found.getOrDefault(key, List.of());
        if (relation.many()) {
            Related.putMany(row, relation, rows);
            Related.adopt(row, relation, rows);
        } else if (key == null) {
            Related.putOne(row, relation.foreignKey(), Model.NONE);
        } else if (!rows.isEmpty()) {
            Related.putOne(row, relation.foreignKey(), rows.get(0));
        }
    }

    private @Nullable Object key(Model<?> row) {
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
                            + relation.from()
                            + (row.persisted() ? " was not selected" : " is not known yet"),
                    relation.owner().toString(),
                    row.persisted() ? "select it with the rows" : "save() the row first");
        }
        return key == null ? null : Fetch.comparable(key);
    }

    /** What the rows' own query said about lazy loading is said of what hangs on them, too. */
    private static @Nullable Lazy lazy(List<Model<?>> rows) {
        RowOrigin origin = rows.get(0).origin;
        return origin == null ? null : origin.readBy().lazy();
    }

    @SuppressWarnings("unchecked") // the rows that the load was said of
    private void loadThen(
            EagerLoad<?> load, List<Model<?>> rows, @Nullable SelectDefinition query) {
        ((EagerLoad<Model<?>>) load).load(rows, database, query);
    }
}

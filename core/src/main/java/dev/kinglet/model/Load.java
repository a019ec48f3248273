package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A relation that is loaded along with the rows of a query, {@code query.load(Load.many(fk))}: by
 * one further query for all of them, with their keys in a list (at most 10,000 a statement) or as
 * {@link #by} says.
 *
 * <p>What was loaded costs no query any more: {@code user.tweets()} answers it until a clause is
 * added to it, {@code tweet.getUser()} as ever. It is what it was when it was loaded; later writes
 * do not change it.
 *
 * @param <P> the rows it hangs on
 * @param <C> the rows that are loaded
 */
public final class Load<P extends @Nullable Object, C extends @Nullable Object>
        implements EagerLoad<P> {
    private final List<Hop> relations;
    private final Hop relation;
    private final @Nullable Select<? extends Model<?>> query;
    private final List<EagerLoad<?>> then;
    private final boolean recursive;
    private final long perParent;
    private final Strategy strategy;

    private Load(
            List<Hop> relations,
            @Nullable Select<? extends Model<?>> query,
            List<EagerLoad<?>> then,
            boolean recursive,
            long perParent,
            Strategy strategy) {
        this.relations = relations;
        this.relation = relations.get(0);
        this.query = query;
        this.then = then;
        this.recursive = recursive;
        this.perParent = perParent;
        this.strategy = strategy;
    }

    private Load(Hop relation, @Nullable Select<? extends Model<?>> query) {
        this(List.of(relation), query, List.of(), false, Fetch.ALL, Strategy.KEYS);
    }

    /** The rows that refer to each row: all of them, read with all columns, in no certain order. */
    public static <P extends @Nullable Model<?>, C extends Model<?>> Load<P, C> many(
            Reference<C, P> reference) {
        return new Load<>(reference.backward(), sameAlias(reference));
    }

    /**
     * The rows that refer to each row and that a query has, in its order. A limit of the query
     * counts for all parents together.
     *
     * @throws ProgrammingException for a query whose rows are of no model
     */
    public static <P extends @Nullable Model<?>, C extends Model<?>> Load<P, C> many(
            Reference<C, P> reference, Select<? extends C> query) {
        return new Load<>(reference.backward(), Fetch.checked(reference.backward(), query));
    }

    /**
     * The row that each row refers to, one object for all that refer to the same. One that a join
     * of the query brought already is kept.
     */
    public static <P extends Model<?>, C extends @Nullable Model<?>> Load<P, C> one(
            Reference<P, C> reference) {
        return new Load<>(reference.forward(), null);
    }

    /**
     * The row that each row refers to, as a query reads it. One that the query does not have stays
     * unloaded.
     *
     * @throws ProgrammingException for a query whose rows are of no model
     */
    public static <P extends Model<?>, C extends @Nullable Model<?>> Load<P, C> one(
            Reference<P, C> reference, Select<? extends C> query) {
        return new Load<>(reference.forward(), Fetch.checked(reference.forward(), query));
    }

    /**
     * The rows that a relation of another module leads to, or one, as it says.
     *
     * @param query those that are loaded; null for all
     * @throws ProgrammingException for a query whose rows are of no model
     */
    public static <P extends Model<?>, C extends Model<?>> Load<P, C> along(
            Hop relation, @Nullable Select<? extends C> query) {
        return new Load<>(relation, query == null ? null : Fetch.checked(relation, query));
    }

    /**
     * Says which rows a part of {@link Select#prefetch} hangs on, where the nearest that it could
     * hang on is not meant: {@code USER.select().prefetch(TWEET, Load.under(USER, FAVORITE))}.
     *
     * @param level the table, or the alias, of the query or of an earlier part; of several that are
     *     equal the last
     * @param branch a table, an alias of one, or a query on one
     */
    public static EagerLoad.Branch under(Table<?, ?> level, EagerLoad.Branch branch) {
        return Flat.under(level, branch);
    }

    /**
     * Loads further relations of the rows that are loaded here. Several branches stand beside each
     * other, also when they are added one by one.
     *
     * @throws ProgrammingException where one relation is loaded in two ways
     */
    @SafeVarargs
    public final Load<P, C> then(EagerLoad<? super @NonNull C>... loads) {
        List<EagerLoad<?>> all = new ArrayList<>(then);
        for (EagerLoad<? super @NonNull C> load : loads) {
            load.addTo(all);
        }
        return new Load<>(relations, query, List.copyOf(all), recursive, perParent, strategy);
    }

    /**
     * At most so many rows for each parent, the first in the order of the query, then of the key;
     * in one statement, by a window function.
     *
     * @throws ProgrammingException for the one row that a foreign key refers to, and for a query
     *     that groups rows or has a limit of its own
     */
    public Load<P, C> perParent(long rows) {
        if (!relation.many()) {
            throw new ProgrammingException(
                    relation + " leads to one row, so there is nothing to limit for each parent",
                    relation.owner().toString(),
                    "say it of Load.many(..)");
        }
        Fetch.of(relation, query, null, rows).refuseUnlimited();
        return new Load<>(relations, query, then, recursive, rows, strategy);
    }

    /**
     * Loads the same relation of what was loaded, down or up to the end, one statement a level.
     * Rows that refer to each other in a circle are loaded once.
     *
     * @throws ProgrammingException for a relation that does not lead back to the same table
     */
    public Load<P, C> recursively() {
        if (relation.owner() != relation.target()) {
            throw new ProgrammingException(
                    relation
                            + " leads from "
                            + relation.owner()
                            + " to "
                            + relation.target()
                            + ", so it cannot be loaded recursively",
                    relation.owner().toString(),
                    "use a foreign key of a table to itself");
        }
        return recursing(true, strategy);
    }

    /**
     * Finds the rows in another way than by keys; what is found is the same. It takes {@code list}
     * or a loop, and a limit of the query needs an order that names the key, since the query runs
     * again inside of the one that loads.
     *
     * @throws ProgrammingException where the rows are loaded recursively; and when the rows are
     *     read, where no query has just the rows above, or it may have others the next time
     */
    public Load<P, C> by(Strategy strategy) {
        return recursing(recursive, strategy);
    }

    @Override
    public void load(
            List<? extends P> rows, QueryExecutor database, @Nullable SelectDefinition above) {
        List<Model<?>> parents = new ArrayList<>(rows.size());
        for (P row : rows) {
            if (row instanceof Model<?> parent) {
                parents.add(parent);
            }
        }
        new Loading(relations, query, perParent, recursive, strategy, database)
                .load(parents, above, then);
    }

    @Override
    public void addTo(List<EagerLoad<?>> loads) {
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i) instanceof Load<?, ?> other
                    && !Collections.disjoint(other.relations, relations)) {
                loads.set(i, other.mergedWith(this));
                return;
            }
        }
        loads.add(this);
    }

    /** What is loaded, as the calls that say it. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(
                        relations.stream().map(Load::call).collect(Collectors.joining(" and ")));
        if (perParent != Fetch.ALL) {
            text.append(".perParent(").append(perParent).append(')');
        }
        if (strategy != Strategy.KEYS) {
            text.append(".by(").append(strategy).append(')');
        }
        if (recursive) {
            text.append(".recursively()");
        }
        if (!then.isEmpty()) {
            text.append(".then(");
            String separator = "";
            for (EagerLoad<?> load : then) {
                text.append(separator).append(load);
                separator = ", ";
            }
            text.append(')');
        }
        return text.toString();
    }

    Strategy strategy() {
        return strategy;
    }

    /** The call that loads a relation, for messages. */
    static String call(Hop relation) {
        if (relation.isLinked()) {
            return relation + ".load()";
        }
        Reference<?, ?> by = relation.reference();
        if (by == null) {
            String named = relation.toString();
            return named.endsWith(")") ? named : named + ".load()";
        }
        return (relation.many() ? "Load.many(" : "Load.one(") + by.table() + "." + by.label() + ")";
    }

    /**
     * One load for several relations.
     *
     * @param relations between the same two tables, in one direction
     */
    static Load<?, ?> of(
            List<Hop> relations,
            @Nullable Select<? extends Model<?>> query,
            List<EagerLoad<?>> then) {
        return new Load<>(
                List.copyOf(relations), query, List.copyOf(then), false, Fetch.ALL, Strategy.KEYS);
    }

    /**
     * Loads related rows for a row that is in memory. Back-references are read again; a row that a
     * foreign key refers to and that is there already stays.
     *
     * @throws dev.kinglet.errors.ModelException for a row without the key that is needed
     */
    @SafeVarargs
    public static <M extends Model<?>> void loadInto(M row, EagerLoad<? super M>... loads) {
        loadInto(List.of(row), loads);
    }

    /** As {@link #loadInto(Model, EagerLoad...)}, for many rows: one query a relation. */
    @SafeVarargs
    @SuppressWarnings("unchecked") // what was put in comes out
    public static <M extends Model<?>> void loadInto(
            Collection<? extends M> rows, EagerLoad<? super M>... loads) {
        List<EagerLoad<?>> all = new ArrayList<>();
        for (EagerLoad<? super M> load : loads) {
            load.addTo(all);
        }
        Map<QueryExecutor, List<M>> byDatabase = new LinkedHashMap<>();
        for (M row : rows) {
            byDatabase.computeIfAbsent(row.executor(), d -> new ArrayList<>()).add(row);
        }
        byDatabase.forEach(
                (database, some) ->
                        all.forEach(
                                load -> ((EagerLoad<? super M>) load).load(some, database, null)));
    }

    private static @Nullable Select<? extends Model<?>> sameAlias(Reference<?, ?> reference) {
        Table<?, ?> table = reference.table();
        return table.aliasName() == null ? null : table.select();
    }

    private Load<P, C> recursing(boolean recursive, Strategy strategy) {
        if (recursive && strategy != Strategy.KEYS) {
            throw new ProgrammingException(
                    relation + " is loaded recursively by " + strategy,
                    relation.owner().toString(),
                    "leave by(..) out: each level would run all above it again");
        }
        return new Load<>(relations, query, then, recursive, perParent, strategy);
    }

    private Hop both(Load<?, ?> other) {
        return relations.stream().filter(other.relations::contains).findFirst().orElse(relation);
    }

    private EagerLoad<?> mergedWith(Load<?, ?> other) {
        if (!relations.equals(other.relations)
                || query != null
                || other.query != null
                || recursive != other.recursive
                || strategy != other.strategy
                || perParent != other.perParent) {
            throw new ProgrammingException(
                    both(other) + " is loaded in two ways at once",
                    relation.owner().toString(),
                    "say it once, and what hangs on it in one then(..)");
        }
        List<EagerLoad<?>> all = new ArrayList<>(then);
        other.then.forEach(load -> load.addTo(all));
        return new Load<P, C>(relations, null, List.copyOf(all), recursive, perParent, strategy);
    }

    /** How the rows of a relation are found. */
    public enum Strategy {
        /** By the keys of the rows in memory, whatever query they come from: the default. */
        KEYS,
        /** By a condition: the key is in the query of the rows that they hang on. */
        SUBQUERY,
        /** By a join with the keys of that query, each once. */
        JOIN
    }
}

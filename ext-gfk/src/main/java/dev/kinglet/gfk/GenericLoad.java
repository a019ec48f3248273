package dev.kinglet.gfk;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GenericForeignKey} leads to, loaded along with the rows of a query: one further
 * query for each model that one of the rows leads to. Rows that are gone are known to be gone then;
 * tags of no model stay as they are, and reading such a row tells.
 *
 * @param <M> the rows it hangs on
 */
public final class GenericLoad<M extends Model<?>> implements EagerLoad<M> {
    private final GenericForeignKey<M> reference;
    private final Map<Table<?, ?>, Part> parts;

    /** What was said of one model. */
    private record Part(@Nullable Select<? extends Model<?>> query, List<EagerLoad<?>> then) {
        static final Part NOTHING = new Part(null, List.of());
    }

    GenericLoad(GenericForeignKey<M> reference) {
        this(reference, Map.of());
    }

    private GenericLoad(GenericForeignKey<M> reference, Map<Table<?, ?>, Part> parts) {
        this.reference = reference;
        this.parts = parts;
    }

    /**
     * Loads further relations of the rows of one model: {@code REACTION.parent.load().then(TWEET,
     * Load.one(TWEET.user))}. Adds to what was said of it before.
     *
     * @throws dev.kinglet.errors.ModelException for a table of no declared model
     * @throws ProgrammingException where one relation is loaded in two ways
     */
    @SafeVarargs
    public final <C extends Model<?>> GenericLoad<M> then(
            Table<C, ?> target, EagerLoad<? super C>... loads) {
        Part before = part(target);
        List<EagerLoad<?>> all = new ArrayList<>(before.then());
        for (EagerLoad<? super C> load : loads) {
            load.addTo(all);
        }
        return with(target, new Part(before.query(), List.copyOf(all)));
    }

    /**
     * Reads the rows of one model as a query does: with joins, fewer columns, or fewer rows. What
     * the query does not have is not loaded, and is when it is asked for.
     *
     * @throws dev.kinglet.errors.ModelException for a query on a table of no declared model
     */
    public <C extends Model<?>> GenericLoad<M> by(Select<C> query) {
        if (!(query.definition().root() instanceof Table<?, ?> target)) {
            throw new ProgrammingException(
                    "the query that loads " + reference.name() + " reads from no table",
                    reference.table().base().toString(),
                    "select from one of the models, or from an alias of it");
        }
        return with(target, new Part(query, part(target).then()));
    }

    @Override
    public void load(
            List<? extends M> rows, QueryExecutor database, @Nullable SelectDefinition above) {
        Map<Target, List<M>> byTarget = new LinkedHashMap<>();
        Targets targets = reference.targets();
        for (M row : rows) {
            Object tag = reference.tagToLoad(row);
            Target target = tag == null ? null : targets.byTag(tag);
            if (target != null) {
                byTarget.computeIfAbsent(target, none -> new ArrayList<>()).add(row);
            }
        }
        byTarget.forEach((target, some) -> load(target, some, database));
    }

    @SuppressWarnings("unchecked") // rows, query and loads of the model of the target
    private void load(Target target, List<M> rows, QueryExecutor database) {
        Part part = parts.getOrDefault(target.table(), Part.NOTHING);
        Load<M, Model<?>> one = Load.along(target.one(), part.query());
        if (!part.then().isEmpty()) {
            one = one.then(part.then().toArray(new EagerLoad[0]));
        }
        one.load(rows, database, null);
    }

    @Override
    @SuppressWarnings("unchecked") // of one reference, so of one model
    public void addTo(List<EagerLoad<?>> loads) {
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i) instanceof GenericLoad<?> other && other.reference.isSame(reference)) {
                loads.set(i, mergedWith((GenericLoad<M>) other));
                return;
            }
        }
        loads.add(this);
    }

    /** What is loaded, as the calls that say it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reference.name()).append(".load()");
        parts.forEach(
                (table, part) -> {
                    text.append(part.query() == null ? "" : ".by(" + table + ")");
                    if (!part.then().isEmpty()) {
                        text.append(".then(").append(table);
                        part.then().forEach(load -> text.append(", ").append(load));
                        text.append(')');
                    }
                });
        return text.toString();
    }

    private GenericLoad<M> mergedWith(GenericLoad<M> before) {
        Map<Table<?, ?>, Part> all = new LinkedHashMap<>(before.parts);
        parts.forEach(
                (table, part) -> {
                    Part other = all.getOrDefault(table, Part.NOTHING);
                    if (part.query() != null && other.query() != null) {
                        throw new ProgrammingException(
                                reference.name() + " is loaded in two ways at once",
                                reference.table().base().toString(),
                                "say by(..) of " + table + " once");
                    }
                    List<EagerLoad<?>> then = new ArrayList<>(other.then());
                    part.then().forEach(load -> load.addTo(then));
                    all.put(
                            table,
                            new Part(
                                    part.query() == null ? other.query() : part.query(),
                                    List.copyOf(then)));
                });
        return new GenericLoad<>(reference, all);
    }

    private Part part(Table<?, ?> target) {
        return parts.getOrDefault(reference.targets().of(target).table(), Part.NOTHING);
    }

    private GenericLoad<M> with(Table<?, ?> target, Part part) {
        Map<Table<?, ?>, Part> all = new LinkedHashMap<>(parts);
        all.put(reference.targets().of(target).table(), part);
        return new GenericLoad<>(reference, all);
    }
}

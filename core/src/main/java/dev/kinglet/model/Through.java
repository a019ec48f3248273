package dev.kinglet.model;

import dev.kinglet.expr.Ordering;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation that leads through a table of links, as data: from rows that links refer to by one
 * reference to the rows that the same links refer to by another one. It is loaded as foreign keys
 * are, alone, together and along. Links that have columns of their own come with the rows that were
 * loaded so, {@code row.joined(links)}. For modules.
 *
 * @param <P> the rows that it is asked from
 * @param <C> the rows that it leads to
 */
public final class Through<P extends Model<?>, C extends Model<?>> {
    private final Reference<?, ?> near;
    private final Reference<?, ?> far;
    private final Hop relation;

    private Through(Reference<?, ?> near, Reference<?, ?> far, Hop relation) {
        this.near = near;
        this.far = far;
        this.relation = relation;
    }

    /**
     * The relation by two references of one table.
     *
     * @param near refers to the rows that it is asked from
     * @param far refers to the rows that it leads to
     * @param order of the rows, unless a query says one; null for no certain one
     * @param name what messages call it
     */
    public static <P extends Model<?>, C extends Model<?>> Through<P, C> of(
            Reference<?, ? extends P> near,
            Reference<?, ? extends C> far,
            @Nullable Ordering order,
            String name) {
        Hop relation = Hop.through(near, far, order == null ? List.of() : order.sorts(), name);
        return new Through<>(near, far, relation);
    }

    /** Loads the rows along, all that belong to each. */
    @SuppressWarnings("unchecked") // between these two
    public Load<P, C> load() {
        return (Load<P, C>) Load.of(List.of(relation), null, List.of());
    }

    /**
     * Loads the rows along that a query has, in its order. The query may have joined the links.
     *
     * @throws dev.kinglet.errors.ProgrammingException for a query of other rows
     */
    @SuppressWarnings("unchecked") // between these two
    public Load<P, C> load(Select<? extends C> query) {
        return (Load<P, C>) Load.of(List.of(relation), Fetch.checked(relation, query), List.of());
    }

    /**
     * The rows that were loaded for a row: along with it, or by the links and what they refer to;
     * null where they were not.
     */
    @SuppressWarnings("unchecked") // rows of the target
    public @Nullable List<C> loaded(P row) {
        List<Model<?>> rows = Related.many(row, relation);
        return (List<C>) (List<?>) (rows == null ? byLinks(row) : rows);
    }

    /** The rows of a row: those that were loaded, or loaded now, with those of other rows. */
    @SuppressWarnings("unchecked") // rows of the target
    public List<C> list(P row) {
        List<C> known = loaded(row);
        if (known == null) {
            known = (List<C>) (List<?>) LazyLoad.many(row, relation);
        }
        return known == null ? alone(row) : known;
    }

    /** Forgets the rows and links that were loaded for a row, since they are others now. */
    public void forget(P row) {
        Hop links = near.backward();
        Related.forget(row, some -> some.equals(relation) || some.equals(links));
    }

    /** The relation as messages name it. */
    @Override
    public String toString() {
        return relation.toString();
    }

    @SuppressWarnings("unchecked") // rows of the target
    private List<C> alone(P row) {
        Object key = relation.keyOf(row);
        Table<?, ?> target = relation.target();
        if (key == null || key == Model.UNSET) {
            return List.of();
        }
        Select<? extends Model<?>> rows =
                relation.reading(target.select())
                        .where(relation.matches(relation.place(target), key));
        QueryExecutor database = LazyLoad.database(row.executor(), relation);
        return ((Select<C>) rows.using(database)).list();
    }

    /** What was loaded step by step: the links, and the rows that all of them refer to. */
    private @Nullable List<Model<?>> byLinks(P row) {
        List<Model<?>> links = Related.many(row, near.backward());
        if (links == null) {
            return null;
        }
        List<Model<?>> rows = new ArrayList<>(links.size());
        for (Model<?> link : links) {
            Object target = Related.one(link, far);
            if (target == null) {
                return null;
            }
            if (target instanceof Model<?> one) {
                rows.add(one);
            }
        }
        return rows;
    }
}

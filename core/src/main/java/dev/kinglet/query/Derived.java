package dev.kinglet.query;

import org.jspecify.annotations.Nullable;

/**
 * A query as a source with a name: {@code (select ..) as "name"}.
 *
 * @param <M> the rows of the query
 */
public final class Derived<M extends @Nullable Object> extends NamedQuery<M> {
    private final Select<M> query;

    Derived(String name, Select<M> query) {
        super(name);
        this.query = query;
    }

    @Override
    public SelectDefinition body() {
        return query.definition();
    }

    @Override
    public QueryExecutor executor() {
        return query.executor();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Derived<?> that
                && qualifier().equals(that.qualifier())
                && body().equals(that.body());
    }

    @Override
    public int hashCode() {
        return qualifier().hashCode();
    }
}

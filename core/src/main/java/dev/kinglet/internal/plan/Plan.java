package dev.kinglet.internal.plan;

import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all queries of one shape: the SQL, what goes into its placeholders, what comes
 * out.
 */
public final class Plan {
    private final String sql;
    private final BindSlot[] binds;
    private final @Nullable RowLayout layout;
    private final String model;
    private final boolean onlyReads;
    private volatile @Nullable Object models;
    private final ConcurrentHashMap<Object, Object> readers = new ConcurrentHashMap<>(4);

    Plan(
            String sql,
            List<BindSlot> binds,
            @Nullable RowLayout layout,
            String model,
            boolean onlyReads) {
        this.onlyReads = onlyReads;
        this.sql = sql;
        this.binds = binds.toArray(BindSlot[]::new);
        this.layout = layout;
        this.model = model;
    }

    /** A statement without values and rows, such as DDL. */
    public static Plan of(String sql) {
        return new Plan(sql, List.of(), null, "", false);
    }

    /** The same placeholders in other text, such as an EXPLAIN of the statement. */
    public Plan withSql(String other) {
        return new Plan(other, List.of(binds), layout, model, false);
    }

    /**
     * The same with the layout of columns of which only the names are known; made once for them.
     */
    public Plan described(Source<?> root, List<String> names, Dialect dialect) {
        return reader(
                names,
                plan ->
                        new Plan(
                                sql,
                                List.of(binds),
                                RawLayout.of(root, names, dialect),
                                model,
                                onlyReads));
    }

    public String sql() {
        return sql;
    }

    /**
     * Whether a copy of the database may answer it: a query that neither writes nor locks, and is
     * not SQL as written. What functions do is not known.
     */
    public boolean onlyReads() {
        return onlyReads;
    }

    /** In the order of the placeholders. Not to be changed. */
    public BindSlot[] binds() {
        return binds;
    }

    /** What comes out; throws for a statement that answers no rows. */
    public RowLayout layout() {
        if (layout == null) {
            throw new IllegalStateException("no rows come from: " + sql);
        }
        return layout;
    }

    /** The model that the query is about, for messages. */
    public String model() {
        return model;
    }

    /** What reads the rows into models; as {@link #reader}, without the look-up. */
    @SuppressWarnings("unchecked") // one room makes it and uses it
    public <R> R modelReader(Function<? super Plan, ? extends R> make) {
        Object known = models;
        if (known == null) {
            known = make.apply(this);
            models = known; // two threads may both make it, and make it equal
        }
        return (R) known;
    }

    /** What reads the rows into a shape; made once, by the room that can. */
    @SuppressWarnings("unchecked") // a key is only used with one type
    public <R> R reader(Object key, Function<? super Plan, ? extends R> make) {
        Object known = readers.get(key);
        if (known == null) {
            Object made = make.apply(this);
            Object other = readers.putIfAbsent(key, made);
            known = other == null ? made : other;
        }
        return (R) known;
    }

    @Override
    public String toString() {
        return sql;
    }
}

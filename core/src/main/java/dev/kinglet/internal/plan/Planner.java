package dev.kinglet.internal.plan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * From a query to its plan: (1) take the shape, and the values with it; (2) look the shape up; (3)
 * if it is new, lay out the row, build the statement and let jOOQ render it; (4) keep the plan.
 * Steps 1 and 2 are all that happens on a hit.
 *
 * <p>Two threads that miss at once both render and one plan stays: rendering resolves tables, which
 * may run the static initialisers of an application, so it is not done inside the cache's own
 * computation.
 */
public final class Planner {
    private final Dialect dialect;
    private final @Nullable String schema;
    private final Cache<Object, Plan> plans;
    private final long maximumSize;
    private final LongAdder hits;
    private final LongAdder misses;
    private final ThreadLocal<@Nullable Shape> shapes;

    /** A planner that keeps at most so many plans. */
    public Planner(Dialect dialect, long maximumSize) {
        this.dialect = dialect;
        this.schema = null;
        this.maximumSize = maximumSize;
        this.plans = Caffeine.newBuilder().maximumSize(maximumSize).build();
        this.hits = new LongAdder();
        this.misses = new LongAdder();
        this.shapes = new ThreadLocal<>();
    }

    private Planner(Planner other, String schema) {
        this.dialect = other.dialect;
        this.schema = schema;
        this.maximumSize = other.maximumSize;
        this.plans = other.plans;
        this.hits = other.hits;
        this.misses = other.misses;
        this.shapes = other.shapes;
    }

    /** The same plans, and those of tables without a schema of their own in this one. */
    public Planner in(String schema) {
        return new Planner(this, schema);
    }

    /** The plan of a query and the values of this call. */
    public Call plan(QueryDefinition query) {
        return plan(query, null);
    }

    /**
     * The plan of a query and the values of this call.
     *
     * @param database where it is to run: a query on a table that is bound to it may not read from
     *     one that is bound elsewhere
     */
    public Call plan(QueryDefinition query, @Nullable QueryExecutor database) {
        Shape shape = shapes.get();
        if (shape == null) {
            shape = new Shape(dialect);
            shapes.set(shape);
        }
        if (!shape.lend()) {
            shape = new Shape(dialect); // a table's own code, run while rendering, plans again
        }
        try {
            shape.take(query, schema, database);
            Plan plan = plans.getIfPresent(shape);
            if (plan == null) {
                misses.increment();
                plan = Renderer.render(query, dialect, schema, shape.scopes());
                plans.put(shape.toKey(), plan);
            } else {
                hits.increment();
            }
            return new Call(plan, shape.takeValues());
        } finally {
            shape.clear();
        }
    }

    /**
     * A query as SQL text with its values in it, for views.
     *
     * @param schema of the tables that say none; null for the usual one
     */
    public static String inlined(SelectDefinition query, Dialect dialect, @Nullable String schema) {
        Shape shape = new Shape(dialect);
        shape.take(query, schema, null);
        return Renderer.inlined(query, dialect, schema, shape);
    }

    /** COPY of rows into a table; the slots say how the values of a row are written, in order. */
    public Plan copyIn(Source<?> table, List<? extends ColumnExpr<?>> columns, CopyFormat format) {
        return CopyRenderer.in(table, columns, format, schema);
    }

    /** The same in the format of bytes. */
    public Plan copyInBinary(Source<?> table, List<? extends ColumnExpr<?>> columns) {
        return CopyRenderer.inBinary(table, columns, schema);
    }

    /** Where that copies to. */
    public CopyTarget copyTarget(Source<?> table, List<? extends ColumnExpr<?>> columns) {
        return CopyRenderer.target(table, columns, schema);
    }

    /** COPY of what a query answers. It takes no placeholders: values stand in the text. */
    public Plan copyOut(SelectDefinition query, CopyFormat format, QueryExecutor database) {
        Shape shape = new Shape(dialect);
        shape.take(query, schema, database);
        return CopyRenderer.out(query, format, schema, shape);
    }

    /** Whether rows of values for these columns travel in arrays, one a column. */
    public boolean inArrays(List<ColumnExpr<?>> columns) {
        return WriteRenderer.inArrays(columns, dialect);
    }

    /** How often a plan was there. */
    public long hits() {
        return hits.sum();
    }

    /** How often a plan had to be made. */
    public long misses() {
        return misses.sum();
    }

    /** How many plans are kept now. */
    public long size() {
        plans.cleanUp();
        return plans.estimatedSize();
    }

    /** How many plans are kept at most. */
    public long maximumSize() {
        return maximumSize;
    }

    /** The key of a query's shape; two queries share a plan when it is equal. */
    ShapeKey key(QueryDefinition query) {
        Shape shape = new Shape(dialect);
        shape.take(query, schema, null);
        return shape.toKey();
    }
}

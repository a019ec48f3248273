package dev.kinglet.model;

import dev.kinglet.expr.Expr;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one result share: where they came from, what was selected beside their own
 * columns, and the rows beside them, for which related rows are loaded together. A result of many
 * rows has several, so that one row that is kept keeps a bounded number of others.
 */
public final class RowOrigin {
    private final QueryExecutor executor;
    private final List<Expr<?>> expressions;
    private final List<Source<?>> sources;
    private final ReadBy readBy;
    private final @Nullable RowGroup group;

    /**
     * Rows that do not know each other. The slots of a row hold first the values of the
     * expressions, then the rows of the joined sources.
     *
     * @param executor the database they came from
     */
    public RowOrigin(QueryExecutor executor, List<Expr<?>> expressions, List<Source<?>> sources) {
        this(executor, expressions, sources, ReadBy.UNKNOWN, null);
    }

    private RowOrigin(
            QueryExecutor executor,
            List<Expr<?>> expressions,
            List<Source<?>> sources,
            ReadBy readBy,
            @Nullable RowGroup group) {
        this.executor = executor;
        this.expressions = expressions;
        this.sources = sources;
        this.readBy = readBy;
        this.group = group;
    }

    /** The same with other expressions of the same shape. */
    public RowOrigin selecting(List<Expr<?>> others) {
        return new RowOrigin(executor, others, sources, readBy, group);
    }

    /** Whether one of the rows was asked for a related row that was not loaded. */
    public boolean asked() {
        return group != null && group.asked();
    }

    /** The same for one row of a result. */
    public RowOrigin alone(ReadBy how) {
        return new RowOrigin(executor, expressions, sources, how, null);
    }

    /** The same for the next rows of a result, which will know each other. */
    public RowOrigin together(ReadBy how) {
        return new RowOrigin(executor, expressions, sources, how, new RowGroup());
    }

    /**
     * The query that read rows.
     *
     * @param sql its text; null where no query did
     * @param lazy what it said to do about related rows that were not loaded; null for nothing
     * @param place the line of the program that ran it; null where nobody looked
     */
    public record ReadBy(@Nullable String sql, @Nullable Lazy lazy, @Nullable String place) {
        static final ReadBy UNKNOWN = new ReadBy(null, null, null);
    }

    QueryExecutor executor() {
        return executor;
    }

    List<Expr<?>> expressions() {
        return expressions;
    }

    ReadBy readBy() {
        return readBy;
    }

    @Nullable RowGroup group() {
        return group;
    }

    void add(Model<?> row) {
        if (group != null) {
            group.add(row);
        }
    }

    /**
     * The slot of an expression, or -1: by identity first, because that is the common case and the
     * cheap one.
     */
    int indexOf(Expr<?> expr) {
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) == expr) {
                return i;
            }
        }
        return expressions.indexOf(expr);
    }

    /** The slot of a joined source, or -1. */
    int indexOf(Source<?> source) {
        int index = sources.indexOf(source);
        return index < 0 ? -1 : expressions.size() + index;
    }
}

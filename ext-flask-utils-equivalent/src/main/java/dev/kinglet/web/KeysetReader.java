package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows behind or before a place of a query, with one statement: a search of the index on
 * the order, wherever the place is.
 *
 * @param <M> the rows
 */
final class KeysetReader<M extends @Nullable Object> {
    private static final String ALIAS = "cursor_";

    private final Select<M> query;
    private final List<SortKey> keys;
    private final List<SortKey> mirrored;
    private final List<Expr<?>> asked;
    private final List<Selection> items;
    private final boolean whole;

    /**
     * A place in the order.
     *
     * @param values one for each key; empty for the end that is read from
     * @param forward whether the rows behind it are read
     * @param inclusive whether the row at the place itself is
     */
    record Place(List<@Nullable Object> values, boolean forward, boolean inclusive) {
        static final Place START = new Place(List.of(), true, false);
        static final Place END = new Place(List.of(), false, false);
    }

    /**
     * Rows in the order of the query.
     *
     * @param more whether there are more in the direction that was read in
     */
    record Slice<M extends @Nullable Object>(List<M> rows, boolean more) {}

    KeysetReader(Select<M> query) {
        SelectDefinition select = query.definition();
        refuse(select);
        List<Sort> order = RowOrder.of(select);
        if (order == null || order.isEmpty()) {
            throw new ProgrammingException(
                    "nothing is known that tells the rows of '" + select.root() + "' apart",
                    select.root().toString(),
                    "read them from a table with a primary key, or group them");
        }
        this.query = query;
        this.keys = RowOrder.keys(order, select);
        this.mirrored = keys.stream().map(SortKey::mirrored).toList();
        List<Selection> items =
                new ArrayList<>(select.items().isEmpty() ? List.of(select.root()) : select.items());
        List<Expr<?>> asked = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            SortKey key = requireWritable(keys.get(i), select);
            if (isRead(key, select, items)) {
                asked.add(key.expr());
            } else {
                Expr<?> alias = key.selected(ALIAS + i);
                items.add(alias);
                asked.add(alias);
            }
        }
        this.asked = List.copyOf(asked);
        this.whole = items.size() == 1 && select.items().isEmpty();
        this.items = List.copyOf(items);
    }

    private static void refuse(SelectDefinition select) {
        String clause =
                select.options().compound() != null
                        ? "two queries put together"
                        : !select.options().distinctOn().isEmpty()
                                ? "distinctOn"
                                : select.limit() != null || select.offset() != null
                                        ? "a limit"
                                        : null;
        if (clause != null) {
            throw new ProgrammingException(
                    "a query with " + clause + " cannot be cut at the values of its rows",
                    select.root().toString(),
                    "read from it: query.as(\"part\").select(), ordered by columns of that");
        }
    }

    private static SortKey requireWritable(SortKey key, SelectDefinition select) {
        if (!KeyValues.takes(key.stored().javaType())) {
            throw new ProgrammingException(
                    "a cursor cannot hold " + key.expr() + ", of type " + key.expr().type(),
                    select.root().toString(),
                    "sort by another expression");
        }
        return key;
    }

    /** Whether each row has the value anyway, in a column of its own table. */
    private static boolean isRead(SortKey key, SelectDefinition select, List<Selection> items) {
        return key.expr() instanceof Column<?> column
                && select.root() instanceof Table<?, ?> table
                && column.table().equals(table)
                && column.type().equals(column.type().stored())
                && (items.contains(table) || items.contains(column));
    }

    List<SortKey> keys() {
        return keys;
    }

    /** The query in its complete order. */
    Select<M> ordered() {
        return query.orderBy(sorts(keys));
    }

    /** The values of the keys in a row that was read here. */
    List<@Nullable Object> valuesOf(M row) {
        if (!(row instanceof Model<?> model)) {
            throw new ProgrammingException(
                    "rows that are no models are not cut at their values",
                    query.definition().root().toString(),
                    "select from a table");
        }
        List<@Nullable Object> values = new ArrayList<>(asked.size());
        for (Expr<?> expr : asked) {
            values.add(model.get(expr));
        }
        return Collections.unmodifiableList(values);
    }

    /** The place behind a row that was read here. */
    Place behind(M row) {
        return new Place(valuesOf(row), true, false);
    }

    /** So many rows at most, next to the place. */
    Slice<M> read(Place place, int size) {
        List<M> rows = new ArrayList<>(select(place, size + 1L).list());
        boolean more = rows.size() > size;
        if (more) {
            rows.remove(size);
        }
        if (!place.forward()) {
            Collections.reverse(rows);
        }
        return new Slice<>(rows, more);
    }

    /** Whether there is any row behind or before a place. */
    boolean exists(Place place) {
        return !select(place, 1).list().isEmpty();
    }

    /** How many rows are before a place. */
    long countBefore(List<@Nullable Object> values) {
        List<Ranges.Range> ranges = Ranges.behind(mirrored, values, false);
        if (ranges.isEmpty()) {
            return 0;
        }
        return limited(query, Ranges.either(ranges, mirrored, values)).orderBy().count();
    }

    Select<M> select(Place place, long limit) {
        List<SortKey> order = place.forward() ? keys : mirrored;
        if (place.values().isEmpty()) {
            return items(query).orderBy(sorts(order)).limit(limit);
        }
        List<Ranges.Range> ranges = Ranges.behind(order, place.values(), place.inclusive());
        if (ranges.isEmpty()) {
            return items(query).where(Exprs.always().not()).limit(limit);
        }
        if (ranges.size() > 1 && !isCompoundable()) {
            Condition any = Ranges.either(ranges, order, place.values());
            return limited(items(query), any).orderBy(sorts(order)).limit(limit);
        }
        boolean sqlite = executor().dialect() == Dialect.SQLITE;
        List<Selection> written =
                ranges.size() == 1 ? List.of() : Written.out(query.definition(), items);
        Select<M> all = null;
        for (Ranges.Range range : ranges) {
            List<Sort> sorts =
                    sqlite
                            ? Ranges.onSqlite(range, order)
                            : order.stream().map(SortKey::sort).toList();
            Select<M> base =
                    written.isEmpty()
                            ? items(query)
                            : query.select(written.toArray(Selection[]::new));
            Select<M> one =
                    limited(base, range.condition())
                            .orderBy(sorts.toArray(Ordering[]::new))
                            .limit(limit);
            all = all == null ? one : all.unionAll(one);
        }
        if (ranges.size() == 1) {
            return Objects.requireNonNull(all);
        }
        Ordering[] outside = new Ordering[order.size()];
        for (int i = 0; i < outside.length; i++) {
            outside[i] = order.get(i).sort(asked.get(i));
        }
        return Objects.requireNonNull(all).orderBy(outside).limit(limit);
    }

    private boolean isCompoundable() {
        SelectDefinition select = query.definition();
        return !select.folds()
                && select.options().lock() == null
                && select.options().windows().isEmpty();
    }

    /** The rows that meet a condition, of groups where it asks for what only those have. */
    private Select<M> limited(Select<M> base, Condition condition) {
        boolean ofGroups =
                !query.definition().groupBy().isEmpty()
                        && keys.stream().anyMatch(key -> Exprs.aggregates(key.expr()));
        return ofGroups ? base.having(condition) : base.where(condition);
    }

    private Select<M> items(Select<M> base) {
        return whole ? base : base.select(items.toArray(Selection[]::new));
    }

    QueryExecutor executor() {
        QueryExecutor told = query.usedDatabase();
        return told == null ? query.definition().root().executor() : told;
    }

    private static Ordering[] sorts(List<SortKey> order) {
        return order.stream().map(SortKey::sort).toArray(Ordering[]::new);
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Row;
import dev.kinglet.query.RowShape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores many new rows in few statements. The objects are changed when all are stored. */
final class BulkCreate {
    private final Table<?, ?> table;
    private final List<Model<?>> rows = new ArrayList<>();
    private final List<@Nullable Object[]> values = new ArrayList<>();
    private final BitSet named = new BitSet();

    private BulkCreate(Table<?, ?> table) {
        this.table = table;
    }

    /**
     * @param batch the most rows of one statement, which the database may set lower
     */
    static int store(Table<?, ?> table, Collection<? extends Model<?>> rows, int batch) {
        if (batch < 1) {
            throw new ProgrammingException(
                    "bulkCreate of rows of " + table + " in batches of " + batch,
                    table.toString(),
                    "a batch has 1 row or more");
        }
        BulkCreate withoutKey = new BulkCreate(table);
        BulkCreate withKey = new BulkCreate(table);
        Column<?> generated = table.sealed().generated();
        Set<Model<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>(rows.size() * 2));
        BulkRows given = new BulkRows(table, "bulkCreate");
        for (Model<?> row : rows) {
            given.next(row, false);
            if (!seen.add(row)) {
                throw given.refused("is given twice", "give each row once");
            }
            boolean key = generated == null || row.values()[generated.ordinal] != Model.UNSET;
            (key ? withKey : withoutKey).add(row, given);
        }
        if (rows.isEmpty()) {
            return 0;
        }
        QueryExecutor executor = table.executor();
        Supplier<Integer> send =
                () -> {
                    withKey.send(executor, batch);
                    withoutKey.send(executor, batch);
                    return rows.size();
                };
        boolean single = withKey.rows.isEmpty() || withoutKey.rows.isEmpty();
        int count = single && rows.size() <= batch ? send.get() : executor.atomically(send);
        withKey.stored();
        withoutKey.stored();
        return count;
    }

    private void add(Model<?> row, BulkRows given) {
        @Nullable Object[] stored = new Object[table.sealed().size()];
        for (Column<?> column : table.columns()) {
            Object value = given.value(row, column, true);
            stored[column.ordinal] = value;
            if (value != Model.UNSET) {
                named.set(column.ordinal);
            } else if (!column.isNullable() && !column.isMadeByDatabase()) {
                throw given.refused("has no value for " + column, "set it in each row");
            }
        }
        rows.add(row);
        values.add(stored);
    }

    private void send(QueryExecutor executor, int batch) {
        if (rows.isEmpty()) {
            return;
        }
        List<ColumnExpr<?>> columns = new ArrayList<>();
        List<Expr<?>> placeholders = new ArrayList<>();
        int[] ordinals = named.stream().toArray();
        for (int ordinal : ordinals) {
            columns.add(table.column(ordinal));
            placeholders.add(Fn.<@Nullable Object>value(null, table.column(ordinal)));
        }
        List<Column<?>> made = made();
        if (columns.isEmpty()) {
            sendDefaults(executor, made);
            return;
        }
        InsertDefinition insert =
                new InsertDefinition(table, List.copyOf(columns), List.copyOf(placeholders), made);
        int size = Math.min(batch, values.size());
        for (int from = 0; from < values.size(); from += size) {
            int to = Math.min(from + size, values.size());
            send(executor, insert, made, ordinals, values.subList(from, to));
        }
    }

    private static void send(
            QueryExecutor executor,
            InsertDefinition insert,
            List<Column<?>> made,
            int[] ordinals,
            List<@Nullable Object[]> values) {
        Iterator<@Nullable Object[]> next = values.iterator();
        QueryExecutor.Rows source =
                (into, at) -> {
                    if (next.hasNext()) {
                        put(next.next(), ordinals, into, at);
                        return true;
                    }
                    return false;
                };
        if (made.isEmpty()) {
            executor.insertAll(insert, source);
        } else if (made.size() == 1) {
            int ordinal = made.get(0).ordinal;
            List<@Nullable Object> told =
                    executor.<@Nullable Object>insertAll(
                            insert, source, new RowShape.Single<@Nullable Object>(true));
            for (int i = 0; i < told.size(); i++) {
                values.get(i)[ordinal] = told.get(i);
            }
        } else {
            List<Row> told = executor.insertAll(insert, source, new RowShape.Rows());
            for (int i = 0; i < told.size(); i++) {
                Made.put(told.get(i), made, values.get(i));
            }
        }
    }

    /** What the database makes for each of these rows. */
    private List<Column<?>> made() {
        List<Column<?>> made = new ArrayList<>();
        for (Column<?> column : table.sealed().made()) {
            if (!named.get(column.ordinal)) {
                made.add(column);
            } else if (values.stream().anyMatch(row -> row[column.ordinal] == Model.UNSET)) {
                throw new ModelException(
                        "bulkCreate of rows of "
                                + table
                                + " of which some set "
                                + column
                                + " and some leave it to the database",
                        table.toString(),
                        "set it in each row, or in none");
            }
        }
        return List.copyOf(made);
    }

    private static void put(
            @Nullable Object[] row, int[] ordinals, @Nullable Object[] into, int at) {
        for (int i = 0; i < ordinals.length; i++) {
            Object value = row[ordinals[i]];
            into[at + i] = value == Model.UNSET ? null : value;
        }
    }

    /** Rows that set nothing have no form with many. */
    private void sendDefaults(QueryExecutor executor, List<Column<?>> made) {
        InsertDefinition insert = new InsertDefinition(table, List.of(), List.of(), made);
        executor.<@Nullable Void>atomically(
                () -> {
                    for (@Nullable Object[] row : values) {
                        Made.insert(executor, insert, row);
                    }
                    return null;
                });
    }

    private void stored() {
        for (int i = 0; i < rows.size(); i++) {
            RowWriter.inserted(rows.get(i), values.get(i));
        }
    }
}

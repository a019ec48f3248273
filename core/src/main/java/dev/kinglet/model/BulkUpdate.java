package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.StaleRowException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Row;
import dev.kinglet.query.RowsUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Updates columns of many rows in few statements. The objects are changed when all is done. */
final class BulkUpdate {
    private final Table<?, ?> table;
    private final List<Column<?>> key;
    private final @Nullable Column<?> version;
    private final List<Column<?>> set;
    private final BitSet written = new BitSet();
    private final List<Model<?>> rows = new ArrayList<>();
    private final BitSet met = new BitSet();

    /** Key, version, then what is set. */
    private final List<@Nullable Object[]> values = new ArrayList<>();

    private BulkUpdate(Table<?, ?> table, List<Column<?>> set) {
        this.table = table;
        this.key = table.primaryKey();
        this.version = table.sealed().version();
        this.set = set;
        for (Column<?> column : set) {
            written.set(column.ordinal);
        }
    }

    static int store(Table<?, ?> table, Collection<? extends Model<?>> rows, Column<?>[] columns) {
        BulkUpdate update = new BulkUpdate(table, columns(table, columns));
        BulkRows given = new BulkRows(table, "bulkUpdate");
        Map<Object, Integer> seen = new HashMap<>(rows.size() * 2);
        for (Model<?> row : rows) {
            given.next(row, true);
            update.add(row, given);
            Integer before = seen.put(Objects.requireNonNull(row.keyOrNull()), seen.size() + 1);
            if (before != null) {
                throw given.refused("has the key of row " + before, "give each row once");
            }
        }
        if (rows.isEmpty()) {
            return 0;
        }
        QueryExecutor executor = update.rows.get(0).executor();
        int count;
        try {
            count = executor.<Integer>atomically(() -> update.send(executor));
        } catch (Lost lost) {
            throw update.stale(executor);
        }
        for (int i = update.met.nextSetBit(0); i >= 0; i = update.met.nextSetBit(i + 1)) {
            update.stored(i);
        }
        return count;
    }

    private static List<Column<?>> columns(Table<?, ?> table, Column<?>[] given) {
        List<Column<?>> columns = new ArrayList<>();
        for (Column<?> column : given) {
            Column<?> own = table.own(column);
            if (own.isPrimaryKey() || own.isVersion) {
                throw new ModelException(
                        own + " is what rows are found by, so bulkUpdate cannot set it",
                        table.toString(),
                        "name the columns that are to be written");
            }
            if (!columns.contains(own)) {
                columns.add(own);
            }
        }
        if (columns.isEmpty() || table.primaryKey().isEmpty()) {
            throw new ModelException(
                    columns.isEmpty()
                            ? "bulkUpdate of no columns of " + table
                            : table + " has no primary key, so bulkUpdate cannot find its rows",
                    table.toString(),
                    columns.isEmpty()
                            ? "name the columns that are to be written"
                            : "write by a query: update(..).where(..)");
        }
        for (Column<?> column : table.sealed().onWrite()) {
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }

    private void add(Model<?> row, BulkRows given) {
        @Nullable Object[] all = new Object[key.size() + (version == null ? 0 : 1) + set.size()];
        int at = 0;
        for (Column<?> column : key) {
            all[at++] = known(row, column, given);
        }
        if (version != null) {
            all[at++] = known(row, version, given);
        }
        for (Column<?> column : set) {
            Object value = given.value(row, column, false);
            if (value == Model.UNSET) {
                throw given.refused(
                        "was read without " + column, "select it with the row, or set it");
            }
            all[at++] = value;
        }
        rows.add(row);
        values.add(all);
    }

    private static Object known(Model<?> row, Column<?> column, BulkRows given) {
        Object value = row.raw(column.ordinal);
        if (value == null) {
            throw given.refused("was read without " + column, "select it with the row");
        }
        return value;
    }

    private int send(QueryExecutor executor) {
        List<ColumnExpr<?>> match = new ArrayList<>(key);
        List<Assignment.Part> more = new ArrayList<>();
        if (version != null) {
            match.add(version);
            more.add(new Assignment.Part(version, Versions.next(version)));
        }
        Iterator<@Nullable Object[]> next = values.iterator();
        int count =
                executor.updateAll(
                        new RowsUpdate(table, match, List.copyOf(set), more),
                        (into, at) -> {
                            if (!next.hasNext()) {
                                return false;
                            }
                            @Nullable Object[] row = next.next();
                            System.arraycopy(row, 0, into, at, row.length);
                            return true;
                        });
        if (count == rows.size()) {
            met.set(0, count);
            return count;
        }
        if (version != null) {
            throw new Lost();
        }
        Set<List<@Nullable Object>> there = now(executor);
        for (int i = 0; i < rows.size(); i++) {
            if (there.contains(known(i))) {
                met.set(i); // the others are gone, and stay changed
            }
        }
        return count;
    }

    /** Undoes what was sent: only then it can be told which versions others changed. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super(null, null, false, false);
        }
    }

    private StaleRowException stale(QueryExecutor executor) {
        Set<List<@Nullable Object>> there = now(executor);
        Model<?> first = rows.get(0);
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (!there.contains(known(i))) {
                first = rows.get(i);
            }
        }
        return Stale.lost(first, "saved", Stale.now(first));
    }

    /** Key and version of a row, as it was read. */
    private List<@Nullable Object> known(int index) {
        return Arrays.<@Nullable Object>asList(values.get(index))
                .subList(0, key.size() + (version == null ? 0 : 1));
    }

    /** Keys and versions of the rows as they are. */
    private Set<List<@Nullable Object>> now(QueryExecutor executor) {
        List<Column<?>> columns = new ArrayList<>(key);
        if (version != null) {
            columns.add(version);
        }
        Set<List<@Nullable Object>> all = new HashSet<>();
        for (Row row :
                table.select(columns.toArray(Column<?>[]::new))
                        .where(Cascade.in(key, keys()))
                        .using(executor)
                        .rows()) {
            List<@Nullable Object> parts = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                parts.add(row.get(i));
            }
            all.add(parts);
        }
        return all;
    }

    private List<List<@Nullable Object>> keys() {
        List<List<@Nullable Object>> keys = new ArrayList<>(values.size());
        for (@Nullable Object[] row : values) {
            keys.add(Arrays.<@Nullable Object>asList(row).subList(0, key.size()));
        }
        return keys;
    }

    private void stored(int index) {
        Model<?> row = rows.get(index);
        @Nullable Object[] sent = values.get(index);
        @Nullable Object[] now = row.values().clone();
        int at = key.size();
        if (version != null) {
            now[version.ordinal] = Versions.after(version, Objects.requireNonNull(sent[at++]));
        }
        for (Column<?> column : set) {
            now[column.ordinal] = sent[at++];
        }
        RowWriter.forgetReplaced(row, now);
        row.values = now;
        RowWriter.stored(row, written, version);
    }
}

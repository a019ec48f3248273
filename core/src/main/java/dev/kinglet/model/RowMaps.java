package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as maps, and maps as rows. */
final class RowMaps {
    private final MapOptions options;

    /** The rows from the first one down to the current one; a row in it is not opened again. */
    private final List<Model<?>> path = new ArrayList<>();

    private RowMaps(MapOptions options) {
        this.options = options;
    }

    static Map<String, @Nullable Object> of(Model<?> row, MapOptions options) {
        return new RowMaps(options).map(row);
    }

    private Map<String, @Nullable Object> map(Model<?> row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        @Nullable Object[] values = row.values();
        path.add(row);
        for (Column<?> column : row.table().columns()) {
            if (options.takes(column)) {
                if (column instanceof ForeignKey<?, ?, ?> foreignKey) {
                    putReference(map, row, foreignKey);
                } else if (values[column.ordinal] != Model.UNSET) {
                    map.put(column.label(), values[column.ordinal]);
                }
            }
        }
        for (Expr<?> extra : row.origin == null ? List.<Expr<?>>of() : row.origin.expressions()) {
            String alias = Exprs.alias(extra);
            if (alias != null) {
                map.putIfAbsent(alias, row.get(extra));
            }
        }
        for (CompositeForeignKey<?, ?> composite : row.table().compositeForeignKeys()) {
            putComposite(map, row, composite);
        }
        for (Reference<?, ?> reference : options.backrefsOf(row.table())) {
            putBackref(map, row, reference);
        }
        for (TableRelation relation : options.relationsOf(row.table())) {
            putRelated(map, row, relation);
        }
        path.remove(path.size() - 1);
        return map;
    }

    private void putReference(
            Map<String, @Nullable Object> map, Model<?> row, ForeignKey<?, ?, ?> foreignKey) {
        Object target = row.related(foreignKey);
        Object raw = row.values()[foreignKey.ordinal];
        if (target == null && raw == Model.UNSET) {
            return;
        }
        if (target == null
                && raw != null
                && options.follows()
                && options.nests(path.size() - 1)
                && !isAbove(foreignKey, raw)) {
            target = row.get(foreignKey);
        }
        Object shown;
        if (target instanceof Model<?> related && opens(related)) {
            shown = map(related);
        } else {
            shown = raw != Model.UNSET ? raw : rawKey(foreignKey, target);
        }
        map.put(foreignKey.label(), shown);
    }

    /** The row that several columns refer to; the columns have their keys themselves. */
    private void putComposite(
            Map<String, @Nullable Object> map, Model<?> row, CompositeForeignKey<?, ?> composite) {
        if (!composite.isNamed() || !composite.columns().stream().allMatch(options::takes)) {
            return;
        }
        Object target = row.related(composite);
        Object key = composite.forward().keyOf(row);
        if (target == null
                && key != null
                && key != Model.UNSET
                && options.follows()
                && options.nests(path.size() - 1)
                && path.stream().noneMatch(above -> composite.leadsTo(above, key))) {
            target = row.get(composite);
        }
        if (target instanceof Model<?> related && opens(related)) {
            map.put(composite.label(), map(related));
        }
    }

    private void putBackref(
            Map<String, @Nullable Object> map, Model<?> row, Reference<?, ?> foreignKey) {
        if (!options.nests(path.size() - 1)) {
            return;
        }
        List<? extends Model<?>> rows = Related.many(row, foreignKey.backward());
        if (rows == null && options.follows() && row.keyOrNull() != null) {
            rows = row.backref(foreignKey).list();
        }
        if (rows != null) {
            List<Map<String, @Nullable Object>> maps = new ArrayList<>(rows.size());
            for (Model<?> one : rows) {
                maps.add(map(one));
            }
            map.put(String.valueOf(foreignKey.backref()), maps);
        }
    }

    private void putRelated(
            Map<String, @Nullable Object> map, Model<?> row, TableRelation relation) {
        if (!options.nests(path.size() - 1)) {
            return;
        }
        boolean ask = options.follows() && row.keyOrNull() != null;
        List<? extends Model<?>> rows = relation.rows(row, ask);
        if (rows != null) {
            List<@Nullable Object> shown = new ArrayList<>(rows.size());
            for (Model<?> one : rows) {
                shown.add(opens(one) ? map(one) : one.keyOrNull());
            }
            map.put(String.valueOf(relation.name()), shown);
        }
    }

    private boolean opens(Model<?> related) {
        if (!options.nests(path.size() - 1)) {
            return false;
        }
        for (Model<?> above : path) {
            if (above.equals(related)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAbove(ForeignKey<?, ?, ?> foreignKey, Object raw) {
        Column<?> column = foreignKey.targetColumn();
        return path.stream()
                .anyMatch(
                        row ->
                                row.table() == column.table()
                                        && raw.equals(row.raw(column.ordinal)));
    }

    private static @Nullable Object rawKey(
            ForeignKey<?, ?, ?> foreignKey, @Nullable Object target) {
        return target instanceof Model<?> related ? foreignKey.rawKey(related) : null;
    }

    // ---- back

    static void fill(Model<?> row, Map<String, ?> map) {
        Table<?, ?> table = row.table();
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            Column<?> column = byLabel(table, entry.getKey());
            CompositeForeignKey<?, ?> composite =
                    column == null ? byLabelOfSeveral(table, entry.getKey()) : null;
            if (composite != null && entry.getValue() instanceof Map<?, ?> nested) {
                Composites.set(row, composite, newRow(composite.target(), nested));
            } else if (column == null) {
                fillBackref(row, table, entry.getKey(), entry.getValue());
            } else if (column instanceof ForeignKey<?, ?, ?> foreignKey
                    && entry.getValue() instanceof Map<?, ?> nested) {
                setReference(row, foreignKey, newRow(foreignKey.target(), nested));
            } else {
                set(row, column, MapValues.fit(column, entry.getValue()));
            }
        }
    }

    private static void fillBackref(
            Model<?> row, Table<?, ?> table, String name, @Nullable Object value) {
        Reference<?, ?> foreignKey = table.base().backrefs.find(name);
        if (foreignKey == null || !(value instanceof List<?> list)) {
            throw new ModelException(
                    "'"
                            + name
                            + "' is no "
                            + (foreignKey == null ? "column or back-reference" : "list of rows")
                            + " of "
                            + table,
                    table.toString(),
                    foreignKey == null
                            ? "there are " + table.columns().stream().map(Column::label).toList()
                            : "give a list of maps");
        }
        List<Model<?>> children = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> nested)) {
                throw new ModelException(
                        "an element of '" + name + "' is no map", table.toString(), null);
            }
            Model<?> child = newRow(foreignKey.table(), nested);
            setReference(child, foreignKey, row);
            children.add(child);
        }
        Related.putMany(row, Bunch.of(foreignKey.backward(), children));
    }

    @SuppressWarnings("unchecked") // keys that are no text are refused as names of no column
    private static Model<?> newRow(Table<?, ?> table, Map<?, ?> map) {
        Model<?> row = table.newRow();
        fill(row, (Map<String, ?>) map);
        return row;
    }

    private static @Nullable Column<?> byLabel(Table<?, ?> table, String label) {
        for (Column<?> column : table.columns()) {
            if (column.label().equals(label)) {
                return column;
            }
        }
        return null;
    }

    private static @Nullable CompositeForeignKey<?, ?> byLabelOfSeveral(
            Table<?, ?> table, String label) {
        for (CompositeForeignKey<?, ?> composite : table.compositeForeignKeys()) {
            if (composite.isNamed() && composite.label().equals(label)) {
                return composite;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // a row of the target, or a value that fits
    private static void setReference(Model<?> row, Reference<?, ?> reference, Model<?> target) {
        if (reference instanceof CompositeForeignKey<?, ?> composite) {
            Composites.set(row, composite, target);
        } else {
            row.set((Column<Model<?>>) reference, target);
        }
    }

    @SuppressWarnings("unchecked")
    private static void set(Model<?> row, Column<?> column, @Nullable Object value) {
        Column<?> raw =
                column instanceof ForeignKey<?, ?, ?> foreignKey ? foreignKey.key() : column;
        row.set((Column<@Nullable Object>) raw, value);
    }
}

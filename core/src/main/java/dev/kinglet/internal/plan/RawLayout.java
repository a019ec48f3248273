package dev.kinglet.internal.plan;

import dev.kinglet.expr.Expr;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Source;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out the rows of SQL as written, of whose columns only the names are known. */
final class RawLayout {
    private RawLayout() {}

    static RowLayout of(Source<?> root, List<String> names, Dialect dialect) {
        List<RowLayout.Item> items = new ArrayList<>();
        List<RowLayout.Extra> extras = new ArrayList<>();
        List<RowLayout.SlotColumn> columns = new ArrayList<>();
        for (String name : names) {
            int position = items.size() + 1;
            Column<?> column = column(root, name);
            if (column != null
                    && columns.stream().noneMatch(known -> known.ordinal() == column.ordinal())) {
                var codec = column.type().codec(dialect);
                columns.add(new RowLayout.SlotColumn(column.ordinal(), position, codec));
                items.add(new RowLayout.Item(column, column.label(), position, codec, true));
            } else {
                Expr<?> unknown = RawQuery.col(name);
                var codec = DataType.ANY.codec(dialect);
                RowLayout.Item item = new RowLayout.Item(unknown, name, position, codec, true);
                items.add(item);
                extras.add(new RowLayout.Extra(item, -1, false));
            }
        }
        return new RowLayout(
                items,
                root instanceof Table<?, ?> table
                        ? List.of(
                                new RowLayout.Slot(
                                        table, table.base(), columns, extras, -1, null, false, 0))
                        : List.of());
    }

    /** By its name in SQL; databases differ in the case of names that were not quoted. */
    private static @Nullable Column<?> column(Source<?> root, String name) {
        if (root instanceof Table<?, ?> table) {
            for (Column<?> column : table.columns()) {
                if (column.name().equalsIgnoreCase(name)) {
                    return column;
                }
            }
        }
        return null;
    }
}

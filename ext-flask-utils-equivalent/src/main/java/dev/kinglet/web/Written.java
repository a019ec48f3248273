package dev.kinglet.web;

import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Join;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A select list for the members of a compound: each column once, and with the keys of joined rows,
 * which core adds by itself to a query that stands alone.
 */
final class Written {
    private Written() {}

    static List<Selection> out(SelectDefinition select, List<Selection> items) {
        Set<Selection> all = new LinkedHashSet<>();
        Set<Source<?>> needed = new HashSet<>();
        for (Selection item : items) {
            if (item instanceof Table<?, ?> table) {
                all.addAll(table.columns());
                needed.add(table);
            } else {
                all.add(item);
                if (item instanceof Column<?> column) {
                    needed.add(column.table());
                }
            }
        }
        List<Join> joins = select.joins();
        for (int i = joins.size() - 1; i >= 0; i--) {
            Join join = joins.get(i);
            if (needed.contains(join.right())) {
                needed.add(join.left()); // what it hangs on
                all.addAll(join.right().keyColumns());
            }
        }
        List<Selection> list = new ArrayList<>(all);
        return list.isEmpty() ? items : list;
    }
}

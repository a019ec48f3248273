package dev.kinglet.m2m;

import dev.kinglet.expr.Ordering;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.Table;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A relation whose tables are known, seen from one side.
 *
 * @param near the foreign key of the link to the row that is asked
 * @param far the foreign key of the link to the rows that are the answer
 * @param name what messages call the relation from this side
 * @param back what they call it from the other side
 * @param symmetric whether each link is stored both ways
 * @param unique whether no link can be there twice
 * @param order of the rows; null for no certain one
 */
record Ends(
        ForeignKey<?, ?, ?> near,
        ForeignKey<?, ?, ?> far,
        String name,
        String back,
        boolean symmetric,
        boolean unique,
        @Nullable Ordering order) {

    Ends reverse() {
        return symmetric ? this : new Ends(far, near, back, name, false, unique, order);
    }

    /** The table of the links. */
    Table<?, ?> through() {
        return near.table();
    }

    /** Whether the primary key or a unique index is over just these two. */
    static boolean unique(Column<?> near, Column<?> far) {
        Table<?, ?> links = near.table();
        Set<Column<?>> both = Set.of(near, far);
        if (links.primaryKey().size() == 2 && both.containsAll(links.primaryKey())) {
            return true;
        }
        for (Index index : links.indexes()) {
            List<Column<?>> columns = index.columns();
            if (index.isUnique()
                    && index.condition() == null
                    && columns != null
                    && columns.size() == 2
                    && both.containsAll(columns)) {
                return true;
            }
        }
        return false;
    }
}

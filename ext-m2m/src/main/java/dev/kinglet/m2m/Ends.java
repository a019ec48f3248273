package dev.kinglet.m2m;

import dev.kinglet.expr.Ordering;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.model.Through;
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
 * @param relation the same for loading
 */
record Ends(
        ForeignKey<?, ?, ?> near,
        ForeignKey<?, ?, ?> far,
        String name,
        String back,
        boolean symmetric,
        boolean unique,
        @Nullable Ordering order,
        Through<Model<?>, Model<?>> relation) {

    static Ends of(
            ForeignKey<?, ?, ?> near,
            ForeignKey<?, ?, ?> far,
            String name,
            String back,
            boolean symmetric,
            @Nullable Ordering order) {
        return new Ends(
                near,
                far,
                name,
                back,
                symmetric,
                unique(near, far),
                order,
                Through.of(model(near), model(far), order, name));
    }

    Ends reverse() {
        return symmetric ? this : of(far, near, back, name, false, order);
    }

    /** The table of the links. */
    Table<?, ?> through() {
        return near.table();
    }

    /** Whether the primary key or a unique index is over just these two. */
    private static boolean unique(Column<?> near, Column<?> far) {
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

    @SuppressWarnings("unchecked") // of rows, whatever they are
    private static ForeignKey<?, Model<?>, ?> model(ForeignKey<?, ?, ?> foreignKey) {
        return (ForeignKey<?, Model<?>, ?>) foreignKey;
    }
}

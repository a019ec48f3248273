package dev.kinglet.model;

import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Row;
import dev.kinglet.query.RowShape;
import dev.kinglet.query.UpdateDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes that tell what the database made of the columns that it writes itself. */
final class Made {
    private static final RowShape<@Nullable Object> ONE = new RowShape.Single<>(true);

    private Made() {}

    /**
     * Stores a row, and puts what was returned into its values.
     *
     * @param values by ordinal
     */
    static void insert(QueryExecutor executor, InsertDefinition insert, @Nullable Object[] values) {
        List<?> told = insert.returning();
        if (told.isEmpty()) {
            executor.execute(insert);
        } else if (told.size() == 1) {
            values[((Column<?>) told.get(0)).ordinal] = executor.first(insert, ONE);
        } else {
            put(executor.first(insert, new RowShape.Rows()), told, values);
        }
    }

    /**
     * Changes a row, and puts what was returned into its values.
     *
     * @return the number of rows: 0 where there was none
     */
    static int update(QueryExecutor executor, UpdateDefinition update, @Nullable Object[] values) {
        List<?> told = update.returning();
        if (told.isEmpty()) {
            return executor.execute(update);
        }
        Row row = executor.first(update, new RowShape.Rows());
        put(row, told, values);
        return row == null ? 0 : 1;
    }

    /** Puts what was returned into the values of a row; nothing for no row. */
    static void put(@Nullable Row row, List<?> told, @Nullable Object[] values) {
        for (int i = 0; row != null && i < told.size(); i++) {
            values[((Column<?>) told.get(i)).ordinal] = row.get(i);
        }
    }
}

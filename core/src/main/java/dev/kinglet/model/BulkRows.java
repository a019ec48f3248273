package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ModelException;
import org.jspecify.annotations.Nullable;

/** Many rows on their way to the database: what they have in common, and what is wrong with one. */
final class BulkRows {
    private final Table<?, ?> table;
    private final String what;
    private int number;

    BulkRows(Table<?, ?> table, String what) {
        this.table = table;
        this.what = what;
    }

    /** Counts a row, and refuses one of another table, or that is not there or not new. */
    void next(Model<?> row, boolean stored) {
        number++;
        if (row.table().base() != table.base()) {
            throw refused("is a row of " + row.table(), "give rows of " + table);
        }
        row.values();
        if (row.persisted != stored) {
            throw stored
                    ? refused("is not stored", "store it first, by save() or bulkCreate(..)")
                    : refused("is stored already", "save() it, or update many by bulkUpdate(..)");
        }
    }

    /** What a write stores in a column of the row. */
    @Nullable Object value(Model<?> row, Column<?> column, boolean insert) {
        try {
            return insert ? RowWriter.toInsert(row, column) : RowWriter.toWrite(row, column);
        } catch (ModelException e) {
            throw refused(": " + e.summary(), e.hint());
        }
    }

    KingletException refused(String problem, @Nullable String hint) {
        return new ModelException(
                "row " + number + " of " + what + (problem.startsWith(":") ? "" : " ") + problem,
                ErrorContext.NONE.withModel(table.toString()).withHint(hint),
                null);
    }
}

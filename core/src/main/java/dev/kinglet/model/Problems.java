package dev.kinglet.model;

import dev.kinglet.errors.ValidationException;
import dev.kinglet.errors.ValidationException.Problem;
import java.util.ArrayList;
import java.util.List;

/** What {@code validate} finds wrong with a row: several things, told at once. */
public final class Problems {
    private final Table<?, ?> table;
    private final List<Problem> all = new ArrayList<>(2);

    Problems(Table<?, ?> table) {
        this.table = table;
    }

    /** Something is wrong with a column: {@code add(USER.email, "has no @")}. */
    public void add(Column<?> column, String message) {
        all.add(new Problem(column.label(), message));
    }

    /** Something is wrong with the row as a whole. */
    public void add(String message) {
        all.add(new Problem(null, message));
    }

    /** What was added so far, in order. */
    public List<Problem> all() {
        return List.copyOf(all);
    }

    void refuse() {
        if (!all.isEmpty()) {
            throw new ValidationException(table.sealed().modelName(), all);
        }
    }
}

package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT that said which conflict it means, and has to say now what happens then. Any other
 * conflict is an error, as without it.
 *
 * @param <R> what the insert answers where every row is stored
 * @param <N> what it answers where rows may be passed over
 */
@CheckReturnValue
public final class OnConflict<R extends @Nullable Object, N extends @Nullable Object> {
    private final Insert<R, N> insert;
    private final Conflict conflict;

    OnConflict(Insert<R, N> insert, Conflict conflict) {
        this.insert = insert;
        this.conflict = conflict;
    }

    /**
     * Says that a partial unique index is meant: the predicate that it was made with. Rows outside
     * of it do not conflict. Its values are written into the statement, as they are into the index,
     * because the database compares the two.
     *
     * @throws ProgrammingException for a constraint by name, whose predicate is known
     */
    public OnConflict<R, N> where(Condition predicate) {
        if (conflict.constraint() != null) {
            throw new ProgrammingException(
                    "the constraint '"
                            + conflict.constraint()
                            + "' is named, so no index is found by a predicate",
                    insert.model(),
                    "name columns: onConflict(columns..).where(..)");
        }
        return new OnConflict<>(
                insert,
                new Conflict(
                        conflict.target(),
                        Conditions.all(conflict.where(), predicate),
                        null,
                        conflict.action(),
                        List.of(),
                        null));
    }

    /** The row that is there stays as it is, and the new one is dropped. */
    public Insert<N, N> doNothing() {
        return insert.with(conflict);
    }

    /**
     * The row that is there is changed. Expressions read the row that is there by its columns, and
     * the one that was to be stored by {@code column.excluded()}. A version is counted up, and
     * columns that each write sets are set, as by an update.
     *
     * @throws ProgrammingException without an assignment, and for a column of another table
     */
    public Insert<R, N> doUpdate(Assignment... assignments) {
        return insert.with(updating(null, assignments));
    }

    /**
     * As {@link #doUpdate}, where the condition holds; where it does not, the row that is there
     * stays as it is.
     */
    public Insert<N, N> doUpdateWhere(Condition condition, Assignment... assignments) {
        return insert.with(updating(condition, assignments));
    }

    private Conflict updating(@Nullable Condition condition, Assignment... assignments) {
        List<Assignment.Part> set = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                ColumnExpr<?> column = part.column();
                if (!column.qualifier().equals(insert.root().qualifier())) {
                    throw new ProgrammingException(
                            column + " is no column of " + insert.root(),
                            insert.model(),
                            "set a column of the table that is inserted into");
                }
                set.add(part);
            }
        }
        if (set.isEmpty()) {
            throw new ProgrammingException(
                    "an insert into " + insert.root() + " updates nothing on a conflict",
                    insert.model(),
                    "name at least one: column.toExcluded(), or column.to(value); or call doNothing()");
        }
        return new Conflict(
                conflict.target(),
                conflict.where(),
                conflict.constraint(),
                Conflict.Action.UPDATE,
                List.copyOf(insert.root().updating(set)),
                condition);
    }
}

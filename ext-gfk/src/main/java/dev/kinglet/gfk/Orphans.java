package dev.kinglet.gfk;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The rows whose {@link GenericForeignKey} leads to what is not there: a row that is gone, or a tag
 * of no declared model. A query like any other, by one anti-join a model. Rows that scopes hide are
 * there. What leads nowhere is no orphan.
 *
 * @param <M> the rows
 */
public final class Orphans<M extends Model<?>> extends Select<M> {
    private final GenericForeignKey<M> reference;
    private final Condition orphaned;

    Orphans(GenericForeignKey<M> reference) {
        this(reference, condition(reference));
    }

    private Orphans(GenericForeignKey<M> reference, Condition orphaned) {
        super(reference.table().where(orphaned));
        this.reference = reference;
        this.orphaned = orphaned;
    }

    private static Condition condition(GenericForeignKey<?> reference) {
        List<Object> tags = new ArrayList<>();
        Condition any = null;
        for (Target target : reference.targets().all()) {
            tags.add(target.tag());
            Table<?, ?> there = target.table().unscoped().alias("target");
            Column<?> key = there.col(target.key());
            Condition gone =
                    reference
                            .of(target)
                            .and(
                                    Fn.exists(
                                                    there.select(key)
                                                            .where(
                                                                    Columns.eq(
                                                                            key, reference.key())))
                                            .not());
            any = any == null ? gone : any.or(gone);
        }
        Condition unknown = Columns.notIn(reference.type(), tags);
        return reference.key().isNotNull().and(any == null ? unknown : any.or(unknown));
    }

    /** How many there are of each tag; empty when there are none. One query. */
    public List<Count> byTag() {
        Expr<Long> rows = Fn.count();
        return reference
                .table()
                .select(reference.type(), rows)
                .where(orphaned)
                .groupBy(reference.type())
                .orderBy(reference.type())
                .rows()
                .stream()
                .map(row -> new Count(Objects.requireNonNull(row.get(0)), row.get(rows)))
                .toList();
    }

    /**
     * Deletes them, so many at a time, each time in a transaction of its own unless there is one
     * already: so that others wait for a short while only. What leads to the rows that are deleted
     * here goes as declared.
     *
     * @param size 1 or more
     * @return the number of rows that were deleted
     * @throws ProgrammingException for less than 1; nothing was sent
     */
    public long deleteInBatches(int size) {
        if (size < 1) {
            throw new ProgrammingException(
                    "batches of " + size + " rows",
                    reference.table().base().toString(),
                    "delete 1 or more at a time");
        }
        long deleted = 0;
        int batch;
        do {
            batch = reference.table().base().delete().where(orphaned).limit(size).execute();
            deleted += batch;
        } while (batch == size);
        return deleted;
    }

    /**
     * So many of one tag.
     *
     * @param tag what the type column holds
     */
    public record Count(Object tag, long rows) {}
}

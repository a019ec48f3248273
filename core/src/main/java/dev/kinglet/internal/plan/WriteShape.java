package dev.kinglet.internal.plan;

import dev.kinglet.query.Assignment;
import dev.kinglet.query.Conflict;
import dev.kinglet.query.Cte;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.UpdateDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@link Shape} that walks writes; {@link WriteRenderer} walks in the same order. */
final class WriteShape {
    private final Shape shape;

    WriteShape(Shape shape) {
        this.shape = shape;
    }

    void insert(InsertDefinition insert) {
        shape.token(Mark.INSERT);
        shape.source(insert.root());
        shape.token(insert.rows());
        shape.token(insert.columns().size());
        for (int i = 0; i < insert.columns().size(); i++) {
            shape.visit(insert.columns().get(i));
            if (insert.query() == null) {
                shape.visit(insert.values().get(i));
            }
        }
        ctes(insert.with());
        if (insert.query() == null) {
            shape.token(Mark.ABSENT);
        } else {
            shape.select(insert.query());
        }
        shape.optional(insert.condition());
        conflict(insert.conflict());
        shape.items(insert.returning());
    }

    void update(UpdateDefinition update) {
        shape.token(Mark.UPDATE);
        shape.scoped(update.root());
        ctes(update.with());
        set(update.set());
        shape.token(update.from().size());
        for (int i = 0; i < update.from().size(); i++) {
            shape.scoped(update.from().get(i));
        }
        shape.optional(update.where());
        shape.items(update.returning());
    }

    void delete(DeleteDefinition delete) {
        shape.token(Mark.DELETE);
        shape.scoped(delete.root());
        ctes(delete.with());
        shape.optional(delete.where());
        shape.items(delete.returning());
    }

    private void ctes(List<Cte<?>> ctes) {
        shape.token(ctes.size());
        for (int i = 0; i < ctes.size(); i++) {
            shape.cte(ctes.get(i));
        }
    }

    private void conflict(@Nullable Conflict conflict) {
        if (conflict == null) {
            shape.token(Mark.ABSENT);
            return;
        }
        shape.token(Mark.CONFLICT);
        shape.token(conflict.action());
        shape.token(conflict.constraint());
        // what these say is compared with the index, so their values are part of the text
        shape.inlined(
                () -> {
                    shape.visitAll(conflict.target());
                    shape.optional(conflict.where());
                });
        set(conflict.set());
        shape.optional(conflict.condition());
    }

    private void set(List<Assignment.Part> set) {
        shape.token(set.size());
        for (int i = 0; i < set.size(); i++) {
            Assignment.Part part = set.get(i);
            shape.visit(part.column());
            shape.optional(part.place());
            shape.visit(part.value());
        }
    }
}

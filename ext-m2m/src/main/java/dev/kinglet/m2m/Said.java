package dev.kinglet.m2m;

import dev.kinglet.expr.Ordering;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.OnDelete;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a declaration says. Nothing in it touches another table before it is asked for.
 *
 * @param target the model on the other side; null where the foreign keys say it
 * @param model the model of the links; null where it is not told
 * @param near the foreign key to the owner; null where it is to be found, or made
 * @param far the foreign key to the target, likewise
 * @param backref the name of the relation seen from the target
 */
record Said(
        @Nullable Class<?> target,
        @Nullable Class<?> model,
        @Nullable Supplier<? extends ForeignKey<?, ?, ?>> near,
        @Nullable Supplier<? extends ForeignKey<?, ?, ?>> far,
        @Nullable String backref,
        @Nullable OnDelete onDelete,
        @Nullable OnDelete onUpdate,
        boolean symmetric,
        List<Supplier<? extends Ordering>> order) {

    static Said of(Class<?> target) {
        return new Said(target, null, null, null, null, null, null, false, List.of());
    }

    static Said of(ForeignKey<?, ?, ?> near, ForeignKey<?, ?, ?> far) {
        return new Said(null, null, () -> near, () -> far, null, null, null, false, List.of());
    }

    /** Whether a table is made for the links. */
    boolean makesTable() {
        return model == null && near == null;
    }

    Said withModel(Class<?> model) {
        return new Said(target, model, null, null, backref, onDelete, onUpdate, symmetric, order);
    }

    Said withKeys(
            Supplier<? extends ForeignKey<?, ?, ?>> near,
            Supplier<? extends ForeignKey<?, ?, ?>> far) {
        return new Said(target, null, near, far, backref, onDelete, onUpdate, symmetric, order);
    }

    Said withBackref(String name) {
        return new Said(target, model, near, far, name, onDelete, onUpdate, symmetric, order);
    }

    Said withOnDelete(OnDelete action) {
        return new Said(target, model, near, far, backref, action, onUpdate, symmetric, order);
    }

    Said withOnUpdate(OnDelete action) {
        return new Said(target, model, near, far, backref, onDelete, action, symmetric, order);
    }

    Said asSymmetric() {
        return new Said(target, model, near, far, backref, onDelete, onUpdate, true, order);
    }

    Said withOrder(Supplier<? extends Ordering> by) {
        List<Supplier<? extends Ordering>> all = new ArrayList<>(order);
        all.add(by);
        return new Said(
                target, model, near, far, backref, onDelete, onUpdate, symmetric, List.copyOf(all));
    }
}

package dev.kinglet.gfk;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Subquery;
import dev.kinglet.model.AnyReference;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A generic foreign key as one to rows of a common class. */
final class Typed<M extends Model<?>, T> extends AnyReference<M, @Nullable T> {
    private final GenericForeignKey<M> reference;
    private final Class<T> rows;
    // the models that were found to be of the class; another object once further ones came
    private @Nullable Targets checked;

    Typed(GenericForeignKey<M> reference, Class<T> rows) {
        super(reference, reference.table());
        this.reference = reference;
        this.rows = rows;
    }

    @Override
    protected @Nullable T read(M row) {
        Model<?> found = checked().readBy(row);
        return found == null ? null : rows.cast(found);
    }

    @Override
    protected void write(M row, @Nullable T target) {
        reference.writeTo(row, model(target));
    }

    @Override
    protected void check(@Nullable T target) {
        checked().refuse(model(target));
    }

    @Override
    protected List<Assignment.Part> parts(@Nullable T target) {
        return reference.partsOf(model(target));
    }

    @Override
    public List<Column<?>> columns() {
        return reference.columns();
    }

    @Override
    protected Collection<? extends Table<?, ?>> verified() {
        return checked().tables();
    }

    @Override
    protected Condition leadsTo(Table<?, ?> target, Subquery keys) {
        return reference.leadingTo(target, keys);
    }

    @Override
    protected @Nullable Assignment toNothing() {
        return reference.nothing();
    }

    @Override
    public String toString() {
        return reference.toString();
    }

    private GenericForeignKey<M> checked() {
        Targets targets = reference.targets();
        if (checked != targets) {
            for (Target target : targets.all()) {
                Class<?> model = target.table().newRow().getClass();
                if (!rows.isAssignableFrom(model)) {
                    throw targets.wrong(
                            reference
                                    + " leads to "
                                    + target.table()
                                    + ", which is no "
                                    + rows.getSimpleName(),
                            "let "
                                    + target.table()
                                    + " extend or implement "
                                    + rows.getSimpleName());
                }
            }
            checked = targets;
        }
        return reference;
    }

    private @Nullable Model<?> model(@Nullable T target) {
        if (target == null || target instanceof Model<?>) {
            return (Model<?>) target;
        }
        throw reference
                .targets()
                .wrong(
                        reference
                                + " is set to an object of "
                                + target.getClass().getSimpleName()
                                + ", which is no model",
                        "set a row");
    }
}

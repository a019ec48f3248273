package dev.kinglet.gfk;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.model.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was said of a generic foreign key, and what it is once it was checked. */
final class Declared {
    private final GenericForeignKey<?> owner;
    private final Column<?> type;
    private final Column<?> key;
    private final List<Tagged> models = new ArrayList<>();
    boolean indexed = true;
    boolean unique;
    boolean checked;
    OnDelete onDelete = OnDelete.NO_ACTION;
    private volatile @Nullable Targets targets;

    Declared(GenericForeignKey<?> owner, Column<?> type, Column<?> key) {
        this.owner = owner;
        this.type = type;
        this.key = key;
    }

    /** A model and its tag. */
    record Tagged(Class<? extends Model<?>> model, Object tag) {}

    void declare(Class<? extends Model<?>> model, Object tag) {
        models.add(new Tagged(model, tag));
    }

    void onDelete(OnDelete action) {
        if (action == OnDelete.SET_DEFAULT) {
            throw wrong(
                    "the generic foreign key " + owner + " says onDelete(SET_DEFAULT)",
                    "its two columns have no default together: take another action");
        }
        onDelete = action;
    }

    /**
     * Adds a model while the table is in use.
     *
     * @return what was added; null where it was there
     */
    @Nullable Target register(Class<? extends Model<?>> model, Object tag) {
        Target known = targets().byTag(tag);
        if (known != null && known.table() == Tables.of(model).base()) {
            return null;
        }
        if (checked) {
            throw wrong(
                    owner
                            + " is checked(), so its table takes no further tag such as '"
                            + tag
                            + "'",
                    "declare the model: target("
                            + model.getSimpleName()
                            + ".class, \""
                            + tag
                            + "\"), and change the CHECK; or leave checked() out");
        }
        Target added = target(new Tagged(model, tag));
        synchronized (this) { // nothing is looked up in here
            targets = Objects.requireNonNull(targets).with(added);
        }
        return added;
    }

    boolean isMade() {
        return targets != null;
    }

    /** Checked when first needed. Two threads may both do it, and one result stays. */
    Targets targets() {
        Targets known = targets;
        if (known != null) {
            return known;
        }
        Targets made = made();
        synchronized (this) { // nothing is looked up in here
            known = targets;
            if (known == null) {
                known = made;
                targets = made;
            }
            return known;
        }
    }

    private Targets made() {
        checkColumns();
        if (models.isEmpty()) {
            throw wrong(
                    "the generic foreign key " + owner + " has no target",
                    "name the models that it may lead to: target(Model.class, \"tag\")");
        }
        Targets made = new Targets(this);
        for (Tagged each : models) {
            made = made.with(target(each));
        }
        return made;
    }

    boolean hasOwnColumns() {
        return type.table() == owner.table()
                && key.table() == owner.table()
                && type.ordinal() != key.ordinal();
    }

    /** Only declared tags; and both columns or none. Asked before the table has its names. */
    Condition check() {
        Condition tags = Columns.in(type, models.stream().map(Tagged::tag).toList());
        return type.isNullable() || key.isNullable()
                // never unknown, which a CHECK lets in
                ? type.isNotNull()
                        .and(tags)
                        .and(key.isNotNull())
                        .or(type.isNull().and(key.isNull()))
                : tags;
    }

    GenericForeignKey<?> owner() {
        return owner;
    }

    ModelException wrong(String what, @Nullable String hint) {
        return new ModelException(what, owner.table().base().toString(), hint);
    }

    // ---- checks

    private void checkColumns() {
        Table<?, ?> table = owner.table().base();
        for (Column<?> column : List.of(type, key)) {
            if (column.table().base() != table) {
                throw wrong(
                        "the generic foreign key "
                                + owner
                                + " of "
                                + table
                                + " uses "
                                + column
                                + ", a column of "
                                + column.table(),
                        "use two columns of " + table);
            }
        }
        if (type.ordinal() == key.ordinal()) {
            throw wrong(
                    "the generic foreign key " + owner + " uses one column for both tag and key",
                    "declare a column for each");
        }
        if (key instanceof ForeignKey<?, ?, ?> foreignKey) {
            throw wrong(
                    "the key of the generic foreign key "
                            + owner
                            + " is a foreign key to "
                            + foreignKey.target(),
                    "declare a plain column, such as bigint()");
        }
        Class<?> tags = type instanceof ForeignKey<?, ?, ?> ? Model.class : type.type().javaType();
        if (tags != String.class
                && tags != Integer.class
                && tags != Short.class
                && tags != Long.class
                && !tags.isEnum()) {
            throw wrong(
                    type + " holds a " + tags.getSimpleName() + ", which is no tag",
                    "declare it as text, a whole number or an enum");
        }
        if (onDelete == OnDelete.SET_NULL && !(type.isNullable() && key.isNullable())) {
            throw wrong(
                    owner
                            + " says onDelete(SET_NULL), and "
                            + (type.isNullable() ? key : type)
                            + " is never null",
                    "declare both columns nullable(), or take another action");
        }
    }

    private Target target(Tagged tagged) {
        Table<?, ?> table = Tables.of(tagged.model()).base();
        Class<?> wanted = type.type().javaType();
        if (!wanted.isInstance(tagged.tag())) {
            throw wrong(
                    owner
                            + " has the tag '"
                            + tagged.tag()
                            + "' for "
                            + table
                            + ", and "
                            + type
                            + " holds a "
                            + wanted.getSimpleName(),
                    "give a tag of that type");
        }
        if (tagged.tag() instanceof String text && text.isBlank()) {
            throw wrong(owner + " has a blank tag for " + table, "give it a name");
        }
        Column<?> primary = primaryKey(table);
        return Targets.target(owner, tagged.tag(), table, primary);
    }

    private Column<?> primaryKey(Table<?, ?> table) {
        List<Column<?>> columns = table.primaryKey();
        if (columns.size() != 1) {
            throw wrong(
                    owner
                            + " holds one key, and the primary key of "
                            + table
                            + " has "
                            + columns.size()
                            + " columns",
                    "give " + table + " a key of one column, or a foreign key of its own here");
        }
        Column<?> primary = columns.get(0);
        Class<?> held = key.type().javaType();
        Class<?> wanted = primary.type().javaType();
        if (held != wanted) {
            throw wrong(
                    key
                            + " holds a "
                            + held.getSimpleName()
                            + ", and the key "
                            + primary
                            + " is a "
                            + wanted.getSimpleName(),
                    "lead only to models whose keys are of one type");
        }
        if (!key.type().unlimited().equals(primary.type().unlimited())) {
            throw wrong(
                    key
                            + " stores a "
                            + held.getSimpleName()
                            + " in another form than the key "
                            + primary,
                    "declare both of one type, so that the database finds them equal");
        }
        return primary;
    }
}

package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Ordering;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.model.TableRelation;
import dev.kinglet.model.Tables;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A declaration in a field of a table, and what comes of it when it is first needed. */
final class Declared {
    private final Table<?, ?> table;
    private final Said said;
    private final boolean inLinks;

    /** Set once: the table of the links is one, whoever asks first. */
    private final AtomicReference<@Nullable Ends> ends = new AtomicReference<>();

    /**
     * @param table in whose field it stands
     * @param inLinks whether that is the table of the links
     */
    Declared(Table<?, ?> table, Said said, boolean inLinks) {
        this.table = table;
        this.said = said;
        this.inLinks = inLinks;
    }

    Table<?, ?> table() {
        return table;
    }

    Said said() {
        return said;
    }

    Declared saying(Said changed) {
        return new Declared(table, changed, inLinks);
    }

    /** The table of the rows that it is asked from; resolves nothing else where it need not. */
    Table<?, ?> owner() {
        return inLinks ? ends().near().target() : table.base();
    }

    /** The field that holds it; null for none. */
    @Nullable String field() {
        for (Map.Entry<String, TableRelation> field : table.relations().entrySet()) {
            if (field.getValue() instanceof ManyToMany<?, ?> relation && relation.isOf(this)) {
                return field.getKey();
            }
        }
        return null;
    }

    Ends ends() {
        Ends known = ends.get();
        if (known == null) {
            // under no lock: this runs static initialisers of other classes
            ends.compareAndSet(null, table.base() == table ? made() : ofBase());
            known = Objects.requireNonNull(ends.get());
        }
        return known;
    }

    /** An alias has fields of its own, whose relations are those of the table. */
    private Ends ofBase() {
        if (inLinks) {
            return made();
        }
        String field = named();
        if (table.base().relations().get(field) instanceof ManyToMany<?, ?> relation) {
            return relation.declaredEnds();
        }
        throw wrong("is in no field of " + table.base(), "declare it there");
    }

    private Ends made() {
        ForeignKey<?, ?, ?> near;
        ForeignKey<?, ?, ?> far;
        if (said.makesTable()) {
            refuseManyKeys(table);
            refuseManyKeys(target());
            LinkTable links = new LinkTable(table, target(), named(), said);
            near = links.near();
            far = links.far();
        } else {
            refuseActions();
            near = base(said.near() == null ? found(table, "near") : said.near().get());
            far = base(said.far() == null ? found(target(), "far") : said.far().get());
            check(near, far);
        }
        if (said.symmetric() && near.target() != far.target()) {
            throw wrong(
                    "is symmetric, and leads from " + near.target() + " to " + far.target(),
                    "drop symmetric(): only rows of one table can belong to each other");
        }
        List<Ordering> order = said.order().stream().<Ordering>map(Supplier::get).toList();
        String name = label(near, far);
        return Ends.of(
                near,
                far,
                name,
                said.backref() == null ? name + " reversed" : far.target() + "." + said.backref(),
                said.symmetric(),
                order.isEmpty() ? null : Ordering.of(order.toArray(Ordering[]::new)));
    }

    private void check(ForeignKey<?, ?, ?> near, ForeignKey<?, ?, ?> far) {
        Table<?, ?> links = near.table();
        if (links != far.table()) {
            throw wrong(
                    "goes through one table, and " + near + " and " + far + " are of two",
                    "name two foreign keys of one table");
        }
        if (near.ordinal() == far.ordinal()) {
            throw wrong(
                    "has two sides, and " + near + " is given for both",
                    "name another foreign key of " + links + " for one of them");
        }
        Class<?> target = said.target();
        if (target == null) {
            return;
        }
        if (near.target() != table.base()) {
            throw wrong(
                    "begins at " + table + ", and " + near + " refers to " + near.target(),
                    "name a foreign key to " + table + " first, then one to " + target());
        }
        if (far.target() != target()) {
            throw wrong(
                    "leads to " + target() + ", and " + far + " refers to " + far.target(),
                    "name a foreign key to " + table + " first, then one to " + target());
        }
    }

    /** The one foreign key of the links to a table. */
    private ForeignKey<?, ?, ?> found(Table<?, ?> to, String side) {
        Table<?, ?> links = Tables.of(Objects.requireNonNull(said.model()));
        List<ForeignKey<?, ?, ?>> found =
                links.foreignKeys().stream().filter(fk -> fk.target() == to.base()).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String model = said.model().getSimpleName();
        throw wrong(
                found.isEmpty()
                        ? "goes through " + model + ", which has no foreign key to " + to
                        : "goes through " + model + ", which refers to " + to + " by " + found,
                found.isEmpty()
                        ? "declare one there, or name another model"
                        : "say which: through(() -> "
                                + model
                                + ".near, () -> "
                                + model
                                + ".far), the "
                                + side
                                + " one to "
                                + to);
    }

    private void refuseManyKeys(Table<?, ?> side) {
        int columns = side.primaryKey().size();
        if (columns != 1) {
            throw wrong(
                    "has no table of its own, and the primary key of "
                            + side
                            + " has "
                            + columns
                            + " columns",
                    "declare a model of the links, which refers to a unique column: through(..)");
        }
    }

    private void refuseActions() {
        if (said.onDelete() != null || said.onUpdate() != null) {
            throw wrong(
                    "says what happens to links of a table that was declared",
                    "say it of the foreign keys of that table: onDelete(..), onUpdate(..)");
        }
    }

    private Table<?, ?> target() {
        Class<?> target = Objects.requireNonNull(said.target());
        try {
            return Tables.of(target).base();
        } catch (ModelException e) {
            throw wrong("leads to " + target.getSimpleName() + ": " + e.summary(), e.hint());
        }
    }

    /** A field of an alias means that of the table: links are written to it. */
    private static ForeignKey<?, ?, ?> base(ForeignKey<?, ?, ?> foreignKey) {
        return (ForeignKey<?, ?, ?>) foreignKey.table().base().columns().get(foreignKey.ordinal());
    }

    private String named() {
        String field = field();
        if (field == null) {
            throw new ModelException(
                    "a many-to-many relation of "
                            + table
                            + " is in no field of its table, so it has no name",
                    table.toString(),
                    "keep it in one: public final ManyToMany<..> name = ManyToMany.of(this, ..)");
        }
        return field;
    }

    /** Course.students; of a relation that is in no field its foreign keys. */
    private String label(ForeignKey<?, ?, ?> near, ForeignKey<?, ?, ?> far) {
        String field = field();
        return field == null ? near + " to " + far : table.base() + "." + field;
    }

    private ModelException wrong(String what, @Nullable String hint) {
        String field = field();
        return new ModelException(
                (field == null
                                ? "a many-to-many relation of " + table.base()
                                : table.base() + "." + field)
                        + " "
                        + what,
                table.base().toString(),
                hint);
    }
}

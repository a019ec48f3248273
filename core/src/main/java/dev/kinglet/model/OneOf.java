package dev.kinglet.model;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a row of one of several models, by a foreign key for each of which exactly one is
 * set: {@code OneOf.of(article, comment)}. The table gets a check that it is so, and the database
 * knows all the rest of it, deletions too. Declared in a table's constructor or field, behind its
 * foreign keys, which are nullable.
 *
 * @param <M> the model that has the foreign keys
 * @param <T> what their targets have in common: an interface, sealed perhaps, or {@link Model}
 *     alone; nullable where none needs to be set
 */
public final class OneOf<M extends Model<?>, T extends @Nullable Object> {
    private final Table<?, ?> table;
    private final Class<?> common;
    private final List<ForeignKey<M, ?, ?>> foreignKeys;
    private boolean isOptional;
    private @Nullable Column<?> type;
    private List<String> tags = List.of();
    private @Nullable String constraint;
    @Nullable String label;

    private OneOf(Class<?> common, List<ForeignKey<M, ?, ?>> foreignKeys) {
        if (foreignKeys.size() < 2) {
            throw new ModelException(
                    "a choice of " + foreignKeys.size() + " foreign keys",
                    null,
                    "name two or more: OneOf.of(article, comment)");
        }
        this.common = common;
        this.foreignKeys = foreignKeys;
        this.table = foreignKeys.get(0).table();
        table.declaring("OneOf.of").oneOfs.add(this);
    }

    /** A choice of these foreign keys of one table. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <M extends Model<?>> OneOf<M, Model<?>> of(ForeignKey<M, ?, ?>... foreignKeys) {
        return new OneOf<>(Model.class, List.of(foreignKeys));
    }

    /**
     * A choice of these foreign keys of one table.
     *
     * @param common what the models that they refer to have in common: an interface, best a sealed
     *     one. That they have it is checked when the table is bound
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <M extends Model<?>, T> OneOf<M, T> of(
            Class<T> common, ForeignKey<M, ?, ?>... foreignKeys) {
        return new OneOf<>(common, List.of(foreignKeys));
    }

    // ---- modifiers

    /** Lets a row refer to none. */
    @SuppressWarnings(
            "unchecked") // the same object: nothing of it was used yet with the type of before
    public OneOf<M, @Nullable T> optional() {
        declaring("optional").isOptional = true;
        return (OneOf<M, @Nullable T>) this;
    }

    /**
     * Keeps in a column which of them is set, for queries and people who look at one column. It is
     * written with the reference, and the check says that the two agree.
     *
     * @param tags what it holds for each foreign key, in their order; what is stored, so it never
     *     changes
     */
    public OneOf<M, T> discriminator(Column<? extends @Nullable String> column, String... tags) {
        declaring("discriminator").type = column;
        this.tags = List.of(tags);
        return this;
    }

    /** The name of the check, in place of the one made from table and field. */
    public OneOf<M, T> constraint(String name) {
        declaring("constraint").constraint = name;
        return this;
    }

    // ---- rows

    /**
     * The row that this one refers to, which is loaded when it is not there yet: for all rows of
     * one result that refer to that model at once. Null only where none needs to be set.
     *
     * @throws ModelException where none is set, or more than one, and where the foreign keys were
     *     not selected
     * @throws dev.kinglet.errors.NotFoundException where the row is gone
     */
    public T get(M row) {
        ForeignKey<M, ?, ?> set = chosen(row);
        return Model.as(set == null ? absent(row) : row.get((Column<?>) set));
    }

    /**
     * Sets the foreign key of that row's model and clears the others. A row that is saved later
     * gives its key then.
     *
     * @throws ModelException for a row of no such model, and for null where one has to be set
     */
    public void set(M row, T target) {
        row.apply(to(target));
    }

    /** As {@link #set}, in create, insert and update. */
    public Assignment to(T target) {
        ForeignKey<M, ?, ?> set = target == null ? null : of(target);
        if (set == null && !isOptional) {
            throw new ModelException(
                    this + " is never null", table.toString(), "say optional(), or set a row");
        }
        List<Assignment> all = new ArrayList<>(foreignKeys.size() + 1);
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            all.add(
                    foreignKey == set
                            ? new RowAssignment(foreignKey, (Model<?>) target)
                            : foreignKey.toNull());
        }
        if (type != null) {
            all.add(set == null ? type.toNull() : tag(type, tags.get(foreignKeys.indexOf(set))));
        }
        return new Assignments(List.copyOf(all));
    }

    // ---- in queries

    /**
     * Refers to this row; null means to none.
     *
     * @throws ModelException for a row that was never saved, and of no such model
     */
    public Condition eq(T target) {
        return target == null
                ? isNull()
                : Keys.eq(of(target), of(target).savedKey((Model<?>) target));
    }

    /** Refers to another row, of this model or of another; null means to any. */
    public Condition ne(T target) {
        if (target == null) {
            return isNull().not();
        }
        ForeignKey<M, ?, ?> set = of(target);
        Condition others = set.isNull().or(eq(target).not());
        return isOptional ? others.and(isNull().not()) : others;
    }

    /** Refers to one of these rows, of any of the models; of none, nothing matches. */
    public Condition in(Collection<? extends @NonNull T> targets) {
        Condition any = null;
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            List<Object> keys = new ArrayList<>();
            for (Object target : targets) {
                if (of(target) == foreignKey) {
                    keys.add(foreignKey.savedKey((Model<?>) target));
                }
            }
            if (!keys.isEmpty()) {
                Condition one = foreignKey.forward().inverse().matches(table, keys);
                any = any == null ? one : any.or(one);
            }
        }
        return any == null ? foreignKeys.get(0).backward().matches(table, List.of()) : any;
    }

    /**
     * Refers to some row of this model.
     *
     * @throws ModelException for a model that none of the foreign keys refers to
     */
    public Condition isA(Class<? extends Model<?>> model) {
        return to(Tables.of(model)).isNotNull();
    }

    /** Refers to none. */
    public Condition isNull() {
        Condition all = foreignKeys.get(0).isNull();
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys.subList(1, foreignKeys.size())) {
            all = all.and(foreignKey.isNull());
        }
        return all;
    }

    /** Refers to some row. */
    public Condition isNotNull() {
        return isNull().not();
    }

    /**
     * Loads what rows refer to along with them, by one query for each model that is referred to. To
     * go on from one of the models load its foreign key as well: {@code
     * Load.one(article).then(..)}.
     */
    public EagerLoad<M> load() {
        return new Loads<>(foreignKeys);
    }

    // ---- what it is

    /** The foreign keys, in order. */
    public List<ForeignKey<M, ?, ?>> foreignKeys() {
        return foreignKeys;
    }

    /** Table and field. */
    @Override
    public String toString() {
        return table + "." + (label == null ? foreignKeys.toString() : label);
    }

    // ---- inside

    /** The check that one is set, or none where that may be; in no more words than it takes. */
    Table.Check check(String tableName) {
        Condition any = null;
        for (int i = 0; i < foreignKeys.size(); i++) {
            Condition only = tagged(only(i), i < tags.size() ? tags.get(i) : null);
            any = any == null ? only : any.or(only);
        }
        if (isOptional) {
            Condition none = isNull();
            any = Model.<Condition>as(any).or(type == null ? none : none.and(type.isNull()));
        }
        String name =
                constraint != null
                        ? constraint
                        : tableName + "_" + Names.snake(label == null ? "one" : label) + "_check";
        return new Table.Check(name, Model.<Condition>as(any));
    }

    private Condition only(int set) {
        Condition all = null;
        for (int i = 0; i < foreignKeys.size(); i++) {
            ForeignKey<M, ?, ?> foreignKey = foreignKeys.get(i);
            Condition one = i == set ? foreignKey.isNotNull() : foreignKey.isNull();
            all = all == null ? one : all.and(one);
        }
        return Model.<Condition>as(all);
    }

    @SuppressWarnings("unchecked") // a column of text
    private Condition tagged(Condition only, @Nullable String tag) {
        if (type == null || tag == null) {
            return only;
        }
        Column<Object> column = (Column<Object>) type;
        // a check that is unknown passes
        return only.and(type.isNullable ? column.isNotDistinctFrom(tag) : column.eq(tag));
    }

    @SuppressWarnings("unchecked") // a column of text
    private static Assignment tag(Column<?> column, String tag) {
        return ((Column<Object>) column).to(tag);
    }

    /** Refuses what the check could not say; before anything else is done with the table. */
    void refuseWrong(List<String> names, BiFunction<String, String, ModelException> wrong) {
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            if (foreignKey.table != table) {
                throw wrong.apply(
                        "has a choice between its own foreign keys and those of "
                                + foreignKey.table,
                        "name foreign keys of one table");
            }
            if (!foreignKey.isNullable) {
                throw wrong.apply(
                        "has the choice "
                                + foreignKeys.stream().map(fk -> names.get(fk.ordinal)).toList()
                                + ", and "
                                + names.get(foreignKey.ordinal)
                                + " is never null",
                        "declare it nullable(): only one of them is set");
            }
        }
        if (type == null) {
            return;
        }
        if (tags.size() != foreignKeys.size() || tags.stream().distinct().count() != tags.size()) {
            throw wrong.apply(
                    "has a choice of " + foreignKeys.size() + " foreign keys with the tags " + tags,
                    "give each foreign key a tag of its own, in their order");
        }
        if (type.table != table || type.isNullable != isOptional) {
            throw wrong.apply(
                    "has the choice "
                            + foreignKeys.stream().map(fk -> names.get(fk.ordinal)).toList()
                            + (type.table != table
                                    ? " with a column of another table"
                                    : isOptional
                                            ? ", which may be none, with a column that is never null"
                                            : ", of which one is set, with a nullable column"),
                    isOptional
                            ? "declare the column nullable()"
                            : "use a column of its own that is never null");
        }
    }

    /** Refuses models that are not what it says, and two of one; resolves them. */
    void verify() {
        List<Table<?, ?>> targets = new ArrayList<>();
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            Class<?> model = foreignKey.target().sealed().modelClass();
            if (!common.isAssignableFrom(model)) {
                throw new ModelException(
                        this
                                + " gives rows of "
                                + model.getSimpleName()
                                + ", which is no "
                                + common.getSimpleName(),
                        table.toString(),
                        "let " + model.getSimpleName() + " implement it");
            }
            if (targets.contains(foreignKey.target())) {
                throw new ModelException(
                        this + " has two foreign keys to " + foreignKey.target(),
                        table.toString(),
                        "keep one: the model of a row says which of them is set");
            }
            targets.add(foreignKey.target());
        }
    }

    private ForeignKey<M, ?, ?> of(@NonNull Object target) {
        if (target instanceof Model<?> row) {
            return to(row.table());
        }
        throw new ModelException(
                this + " refers to rows, and not to a " + target.getClass().getSimpleName(),
                table.toString(),
                "give a row of a model");
    }

    private ForeignKey<M, ?, ?> to(Table<?, ?> target) {
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            if (foreignKey.target() == target.base()) {
                return foreignKey;
            }
        }
        throw new ModelException(
                this
                        + " refers to "
                        + foreignKeys.stream().map(ForeignKey::target).toList()
                        + ", not to "
                        + target.base(),
                table.toString(),
                "use a row of one of these, or add a foreign key to " + target.base());
    }

    /** The one that is set; null for none. */
    private @Nullable ForeignKey<M, ?, ?> chosen(M row) {
        ForeignKey<M, ?, ?> found = null;
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            Object value = row.values()[row.ordinal(foreignKey)];
            boolean set =
                    value == Model.UNSET
                            ? row.related(foreignKey) instanceof Model<?>
                            : value != null;
            if (set && found != null) {
                throw new ModelException(
                        this + " has two rows: " + found + " and " + foreignKey + " are set",
                        table.base().toString(),
                        "set it by " + this + ".set(row, target), which clears the others");
            }
            found = set ? foreignKey : found;
        }
        return found;
    }

    private @Nullable Object absent(M row) {
        for (ForeignKey<M, ?, ?> foreignKey : foreignKeys) {
            if (row.persisted && row.values()[foreignKey.ordinal] == Model.UNSET) {
                return row.absent(row.table().column(foreignKey.ordinal), Model.UNSET);
            }
        }
        if (isOptional) {
            return null;
        }
        if (row.persisted) {
            throw new DataException(
                    "a row of " + table.base() + " refers to nothing by " + this,
                    ErrorContext.NONE
                            .withModel(table.base().toString())
                            .withHint("the table lacks the check: see db.schema().check(..)"),
                    null);
        }
        throw new ModelException(
                this + " has no value: it was never set", table.base().toString(), "set it first");
    }

    private OneOf<M, T> declaring(String modifier) {
        table.declaring(modifier);
        return this;
    }

    /** A load for each foreign key. */
    private record Loads<M extends Model<?>>(List<ForeignKey<M, ?, ?>> foreignKeys)
            implements EagerLoad<M> {
        @Override
        public void load(
                List<? extends M> rows, QueryExecutor database, @Nullable SelectDefinition query) {
            List<EagerLoad<?>> all = new ArrayList<>();
            addTo(all);
            all.forEach(load -> one(load).load(rows, database, query));
        }

        @Override
        public void addTo(List<EagerLoad<?>> loads) {
            foreignKeys.forEach(foreignKey -> Load.one(foreignKey).addTo(loads));
        }

        @SuppressWarnings("unchecked") // of the rows that have the foreign keys
        private EagerLoad<M> one(EagerLoad<?> load) {
            return (EagerLoad<M>) load;
        }
    }
}

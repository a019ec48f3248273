package dev.kinglet.gfk;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Subquery;
import dev.kinglet.model.AnyReference;
import dev.kinglet.model.Column;
import dev.kinglet.model.Index;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a row of one of several models: one column holds a tag that says which model,
 * another one the key. It leads nowhere where one of the two is NULL.
 *
 * <p>Declared in a field of a table and changed in place by its modifiers until the table is first
 * used. It touches no other table before it is used or the table is bound; the declaration is
 * checked then, as a whole.
 *
 * <p>No database checks such a reference. What is deleted through Kinglet can take along what leads
 * there, see {@link #onDelete}; {@link #triggers()} let the database watch, and {@link #orphans()}
 * finds what leads to rows that are gone.
 *
 * @param <M> the model that has the two columns
 */
public final class GenericForeignKey<M extends Model<?>>
        extends AnyReference<M, @Nullable Model<?>> {
    private final Column<?> type;
    private final Column<?> key;
    private final Declared declared;
    private final boolean lenient;

    private GenericForeignKey(Table<M, ?> table, Column<?> type, Column<?> key) {
        super(table);
        this.type = type;
        this.key = key;
        this.declared = new Declared(this, type, key);
        this.lenient = false;
    }

    private GenericForeignKey(GenericForeignKey<M> of, Table<M, ?> table, boolean lenient) {
        super(of, table);
        this.type = table.col(of.type);
        this.key = table.col(of.key);
        this.declared = of.declared;
        this.lenient = lenient;
    }

    /**
     * A reference by these two columns of a table; both may be nullable. It can lead nowhere before
     * {@link #target} names a model.
     *
     * @param type for the tags: text, a whole number, or an enum
     * @param key for the keys, of the type that they have in the models
     */
    public static <M extends Model<?>> GenericForeignKey<M> of(
            Table<M, ?> table, Column<?> type, Column<?> key) {
        return new GenericForeignKey<>(table, type, key);
    }

    // ---- modifiers

    /**
     * Lets it lead to rows of this model, too. The class is not initialised by this.
     *
     * @param tag what the type column holds for this model; it outlives names of classes and
     *     tables, so it never changes
     */
    public GenericForeignKey<M> target(Class<? extends Model<?>> model, Object tag) {
        declaring("target").declare(model, tag);
        return this;
    }

    /**
     * What happens to a row when the one that it leads to is deleted: by a row, a statement, or ON
     * DELETE CASCADE of a foreign key, as long as Kinglet sends the statement; in the same
     * transaction. The two tables are bound to one database. Nothing, unless told.
     *
     * @throws ModelException for SET_DEFAULT
     */
    public GenericForeignKey<M> onDelete(OnDelete action) {
        declaring("onDelete").onDelete(action);
        return this;
    }

    /** No two rows lead to the same row; a unique index in place of the usual one. */
    public GenericForeignKey<M> unique() {
        declaring("unique").unique = true;
        return this;
    }

    /** Without the index over the two columns, which queries by what is led to need. */
    public GenericForeignKey<M> withoutIndex() {
        declaring("withoutIndex").indexed = false;
        return this;
    }

    /**
     * The database lets no other tags in than those declared, by a CHECK of the table; and none
     * without a key, nor a key without a tag. Further models cannot be registered then.
     */
    public GenericForeignKey<M> checked() {
        declaring("checked").checked = true;
        return this;
    }

    /**
     * Lets it lead to rows of this model, too, though its table is in use: for modules that come
     * later. For all threads, aliases and views at once; a second time it does nothing.
     *
     * @throws ModelException for a tag or a model that is taken, for a model that it cannot lead
     *     to, and where {@link #checked()} has closed the list
     */
    public void register(Class<? extends Model<?>> model, Object tag) {
        Declared of = base().declared;
        Target added = of.register(model, tag);
        if (added != null) {
            leadsToAlso(added.table());
        }
    }

    // ---- views

    /**
     * The same reference, which reads nothing where the row that it leads to is gone, and where no
     * model is declared for the tag; else those are errors.
     */
    public GenericForeignKey<M> lenient() {
        return new GenericForeignKey<>(this, table(), true);
    }

    /**
     * The same reference as one to rows of this class, which all models that it leads to extend or
     * implement: with a sealed interface a switch over what it reads is complete.
     */
    public <T> AnyReference<M, @Nullable T> typed(Class<T> rows) {
        return new Typed<>(this, rows);
    }

    /** The same reference of an alias of its table. */
    public GenericForeignKey<M> of(Table<M, ?> alias) {
        return new GenericForeignKey<>(this, alias, lenient);
    }

    // ---- in queries

    /**
     * Leads to this row, stored or deleted; null means nowhere.
     *
     * @throws ModelException for a row without a key, and for a row of no declared model
     */
    public Condition eq(@Nullable Model<?> row) {
        return row == null ? isNull() : of(targets().of(row)).and(Columns.eq(key, keyOf(row)));
    }

    /** Just what {@link #eq} does not match, where the columns are not NULL. */
    public Condition ne(@Nullable Model<?> row) {
        return row == null ? isNotNull() : eq(row).not();
    }

    /**
     * Leads to the row of this table or alias: a condition for joins and sub-selects.
     *
     * @throws ModelException for a table of no declared model
     */
    public Condition eq(Table<?, ?> target) {
        Target to = targets().of(target);
        return of(to).and(Columns.eq(key, target.col(to.key())));
    }

    /**
     * Leads to one of these rows, of whatever models; of none, nothing matches. A null among them
     * matches nothing.
     *
     * @throws ModelException as {@link #eq(Model)}
     */
    public Condition in(Collection<? extends @Nullable Model<?>> rows) {
        Map<Target, List<Object>> byTarget = new LinkedHashMap<>();
        for (Model<?> row : rows) {
            if (row != null) {
                byTarget.computeIfAbsent(targets().of(row), none -> new ArrayList<>())
                        .add(keyOf(row));
            }
        }
        Condition any = null;
        for (Target target : targets().all()) { // so that equal questions have equal texts
            List<Object> keys = byTarget.get(target);
            if (keys != null) {
                Condition some = of(target).and(Columns.in(key, keys));
                any = any == null ? some : any.or(some);
            }
        }
        return any == null ? Columns.in(key, List.of()) : any;
    }

    /** Just what {@link #in} does not match, where the columns are not NULL; of none, every row. */
    public Condition notIn(Collection<? extends @Nullable Model<?>> rows) {
        return in(rows).not();
    }

    /** Leads nowhere. */
    public Condition isNull() {
        return type.isNull().or(key.isNull());
    }

    /** Leads somewhere, there or gone. */
    public Condition isNotNull() {
        return type.isNotNull().and(key.isNotNull());
    }

    /**
     * Leads to some row of this model, there or gone.
     *
     * @throws ModelException for a model that was not declared
     */
    public Condition isA(Class<? extends Model<?>> model) {
        return of(targets().of(model));
    }

    /** Leads to some row of one of these models. */
    @SafeVarargs
    public final Condition isA(
            Class<? extends Model<?>> first,
            Class<? extends Model<?>> second,
            Class<? extends Model<?>>... more) {
        List<Object> tags =
                new ArrayList<>(List.of(targets().of(first).tag(), targets().of(second).tag()));
        for (Class<? extends Model<?>> model : more) {
            tags.add(targets().of(model).tag());
        }
        return Columns.in(type, tags);
    }

    /**
     * For a join with one of the models, from either side: {@code join(TWEET,
     * REACTION.parent.on(TWEET))}. Where the columns of both are selected the row that is joined is
     * the one that the reference reads.
     *
     * @throws ModelException for a table of no declared model
     */
    public On on(Table<?, ?> target) {
        return targets().of(target).one();
    }

    /**
     * The rows that lead to this one: a query, and the way to change which rows do.
     *
     * @throws ModelException for a row without a key, and for a row of no declared model
     */
    public Reverse<M> of(Model<?> row) {
        Select<M> query = table().where(eq(row)).using(row.executor());
        return new Reverse<>(this, row, query, rows(row, targets().of(row).many(), query));
    }

    // ---- loading

    /** What it leads to, for all rows of a query: one further query a model. */
    public GenericLoad<M> load() {
        return new GenericLoad<>(this);
    }

    /**
     * The rows that lead to each row of a query on this table, by one further query; {@link
     * #of(Model)} has them then.
     *
     * @throws ModelException for a table of no declared model
     */
    public <P extends Model<?>> Load<P, M> loadReverse(Table<P, ?> target) {
        return Load.along(
                targets().of(target).many(), table().aliasName() == null ? null : table().select());
    }

    /**
     * As {@link #loadReverse(Table)}, those that a query has, in its order.
     *
     * @throws dev.kinglet.errors.ProgrammingException for a query of other rows
     */
    public <P extends Model<?>> Load<P, M> loadReverse(
            Table<P, ?> target, Select<? extends M> query) {
        return Load.along(targets().of(target).many(), query);
    }

    // ---- integrity

    /** The rows that lead to what is not there. */
    public Orphans<M> orphans() {
        return new Orphans<>(this);
    }

    /** Triggers that let the database watch over the reference as over a foreign key. */
    public Triggers triggers() {
        return new Triggers(this);
    }

    // ---- what it is

    /** The column of the tags. */
    public Column<?> type() {
        return type;
    }

    /** The column of the keys. */
    public Column<?> key() {
        return key;
    }

    @Override
    public List<Column<?>> columns() {
        return List.of(type, key);
    }

    /** The models that it leads to, by their tags, in the order in which they were declared. */
    public Map<Object, Table<?, ?>> models() {
        Map<Object, Table<?, ?>> models = new LinkedHashMap<>();
        targets().all().forEach(target -> models.put(target.tag(), target.table()));
        return models;
    }

    /** Whether no two rows lead to the same row, by an index or a primary key. */
    public boolean isUnique() {
        List<Column<?>> base = base().columns();
        return table().primaryKey().equals(base)
                || table().base().indexes().stream()
                        .anyMatch(
                                index ->
                                        index.isUnique()
                                                && index.condition() == null
                                                && index.columns() != null
                                                && index.columns().size() == 2
                                                && index.columns().containsAll(base));
    }

    /** What happens to a row when the one that it leads to is deleted. */
    @Override
    public OnDelete onDelete() {
        return base().declared.onDelete;
    }

    /** Its two columns. */
    @Override
    public String toString() {
        return "(" + type + ", " + key + ")";
    }

    // ---- what core asks

    @Override
    protected @Nullable Model<?> read(M row) {
        Object tag = row.get(type);
        if (tag == null) {
            return null;
        }
        Target target = targets().byTag(tag);
        if (target == null) {
            if (lenient) {
                return null;
            }
            throw targets().unknown(tag);
        }
        Model<?> known = known(row, target.one());
        if (known != null) {
            return known;
        }
        if (row.get(key) == null) {
            return null;
        }
        Model<?> found = follow(row, target.one());
        if (found == null && !lenient) {
            throw new NotFoundException(
                    this + " leads to a row of " + target.table() + " that is not there",
                    ErrorContext.NONE
                            .withModel(table().base().toString())
                            .withHint(
                                    "delete the row that leads there, let it lead elsewhere, or read"
                                            + " it by lenient()"),
                    null);
        }
        return found;
    }

    @Override
    protected void write(M row, @Nullable Model<?> target) {
        Target to = target == null ? null : targets().of(target);
        boolean later = target != null && !target.persisted();
        Object tag = to == null ? null : to.tag();
        Object id = target == null || later ? null : keyOf(target);
        boolean changed =
                later || !Objects.equals(raw(row, type), tag) || !Objects.equals(raw(row, key), id);
        put(row, type, tag);
        if (later) {
            putLater(row, key);
        } else {
            put(row, key, id);
        }
        if (changed) {
            // half of a reference that another program changes meanwhile would be a wrong one
            touch(row, type);
            touch(row, key);
        }
        if (to != null && target != null) {
            keep(row, to.one(), target);
        }
    }

    @Override
    protected void check(@Nullable Model<?> target) {
        if (target != null) {
            targets().of(target);
            return;
        }
        for (Column<?> column : columns()) {
            if (!column.isNullable()) {
                throw declared.wrong(
                        column + " is never null", "declare it nullable(), or set a row");
            }
        }
    }

    @Override
    protected List<Assignment.Part> parts(@Nullable Model<?> target) {
        if (target == null) {
            return List.of(type.toNull().parts().get(0), key.toNull().parts().get(0));
        }
        Target to = targets().of(target);
        return List.of(
                new Assignment.Part(type, Fn.value(to.tag(), type)),
                new Assignment.Part(key, Fn.value(storedKey(target), key)));
    }

    @Override
    protected @Nullable Object keyFor(M row, Column<?> column) {
        Object tag = raw(row, type);
        Target to = tag == null || column.ordinal() != key.ordinal() ? null : targets().byTag(tag);
        Model<?> target = to == null ? null : known(row, to.one());
        return target == null ? null : storedKey(target);
    }

    @Override
    protected List<Index> indexes() {
        if (!declared.indexed || !declared.hasOwnColumns()) {
            return List.of();
        }
        Index index = index(type, key);
        return List.of(declared.unique ? index.unique() : index);
    }

    @Override
    protected List<Table.Check> checks(String tableName) {
        return declared.checked && declared.hasOwnColumns()
                ? List.of(new Table.Check(tableName + "_reference_check", declared.check()))
                : List.of();
    }

    @Override
    protected List<Table<?, ?>> verified() {
        return targets().all().stream().<Table<?, ?>>map(Target::table).toList();
    }

    @Override
    protected Condition leadsTo(Table<?, ?> target, Subquery keys) {
        return of(targets().of(target)).and(Columns.in(key, keys));
    }

    @Override
    protected @Nullable Assignment toNothing() {
        return type.isNullable() && key.isNullable() ? to(null) : null;
    }

    // ---- inside

    Targets targets() {
        return base().declared.targets();
    }

    boolean isLenient() {
        return lenient;
    }

    /** As another view sees it. */
    @Nullable Model<?> readBy(M row) {
        return read(row);
    }

    void writeTo(M row, @Nullable Model<?> target) {
        check(target);
        write(row, target);
    }

    List<Assignment.Part> partsOf(@Nullable Model<?> target) {
        return parts(target);
    }

    void refuse(@Nullable Model<?> target) {
        check(target);
    }

    List<Table<?, ?>> tables() {
        return verified();
    }

    Condition leadingTo(Table<?, ?> target, Subquery keys) {
        return leadsTo(target, keys);
    }

    @Nullable Assignment nothing() {
        return toNothing();
    }

    /** As messages call it. */
    String name() {
        return table().base() + "." + field();
    }

    /** Its Java field; the columns where it is in none. */
    String field() {
        String label = label();
        return label == null ? toString() : label;
    }

    /** The tag of a row that something is loaded for; null for none. */
    @Nullable Object tagToLoad(M row) {
        // a row that stands for none, beside what a right or full join found, has none either
        return row.persisted() ? row.get(type) : raw(row, type);
    }

    boolean isSame(GenericForeignKey<?> other) {
        return canonical() == other.canonical();
    }

    Condition of(Target target) {
        return Columns.eq(type, target.tag());
    }

    /** The one that the table itself has: that of an alias is declared again by its constructor. */
    @SuppressWarnings("unchecked") // at this place there is just this reference
    private GenericForeignKey<M> base() {
        return (GenericForeignKey<M>) canonical();
    }

    private Declared declaring(String modifier) {
        if (isDeclared() || declared.isMade()) {
            throw declared.wrong(
                    this + " is declared, so " + modifier + "() comes too late",
                    modifier.equals("target")
                            ? "register(Model.class, tag) is for models that come later"
                            : "say it where the reference is declared");
        }
        return declared;
    }

    /** The raw key, also where it is a foreign key itself. */
    static Object keyOf(Model<?> row) {
        Object key = row.id();
        if (key == null) {
            throw new ModelException(
                    "this row of " + row.table() + " has no key", row.table().toString(), null);
        }
        return key;
    }

    private Object storedKey(Model<?> target) {
        if (!target.persisted()) {
            throw declared.wrong(
                    this + " cannot lead to a row of " + target.table() + " that is not stored",
                    "save() that row first");
        }
        return keyOf(target);
    }
}

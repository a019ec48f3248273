package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.Select;
import dev.kinglet.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A column that refers to a row of another table. Its value is that row; {@link #key()} is the raw
 * column.
 *
 * <p>The target is named by its class and resolved when it is first needed, so tables may refer to
 * each other in circles.
 *
 * @param <M> the model that has the column
 * @param <T> the model it refers to; nullable where the column is
 * @param <K> the Java type of the raw key; nullable where the column is
 */
public final class ForeignKey<
                M extends Model<?>, T extends @Nullable Model<?>, K extends @Nullable Object>
        extends Column<T> implements Reference<M, T> {
    private final @Nullable Class<? extends Model<?>> targetClass;
    private final @Nullable Supplier<? extends Column<?>> targetColumn;
    private final Column<K> key;
    final int position;

    @Nullable String backref;
    private boolean indexless;
    OnDelete onDelete = OnDelete.NO_ACTION;
    OnDelete onUpdate = OnDelete.NO_ACTION;
    Deferral deferral = Deferral.NONE;
    @Nullable String constraint;
    @Nullable Lazy lazy;
    private volatile @Nullable Column<?> resolved;
    // made when first needed; two threads may both make them, and make them equal
    private @Nullable Hop forward;
    private @Nullable Hop backward;

    /** A null class means the table itself. */
    ForeignKey(
            Table<?, ?> table,
            @Nullable Class<? extends Model<?>> targetClass,
            @Nullable Supplier<? extends Column<?>> targetColumn) {
        super(table, null);
        this.targetClass = targetClass;
        this.targetColumn = targetColumn;
        this.position = table.registerForeignKey(this);
        this.key = new KeyColumn<>(this);
    }

    // ---- modifiers

    @Override
    @SuppressWarnings(
            "unchecked") // the same object: nothing of it was used yet with the types of before
    public ForeignKey<M, @Nullable T, @Nullable K> nullable() {
        super.nullable();
        return (ForeignKey<M, @Nullable T, @Nullable K>) this;
    }

    @Override
    public ForeignKey<M, T, K> unique() {
        super.unique();
        return this;
    }

    /** Says what is so anyway: a foreign key has an index. */
    @Override
    public ForeignKey<M, T, K> index() {
        super.index();
        return this;
    }

    /**
     * Without the index that a foreign key has by itself: where one that is declared begins with
     * it. Two that begin alike cost each write, and SQLite may take the shorter one where the
     * longer one has the rows in order.
     */
    public ForeignKey<M, T, K> withoutIndex() {
        declaring("withoutIndex").indexless = true;
        return this;
    }

    @Override
    public ForeignKey<M, T, K> primaryKey() {
        super.primaryKey();
        return this;
    }

    @Override
    public ForeignKey<M, T, K> named(String name) {
        super.named(name);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> formerly(String name) {
        super.formerly(name);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> defaultTo(T value) {
        super.defaultTo(value);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> defaultTo(Supplier<? extends T> value) {
        super.defaultTo(value);
        return this;
    }

    /** The row that each write sets it to, unless it sets it itself: the user who is at work. */
    @Override
    public ForeignKey<M, T, K> onWrite(Supplier<? extends T> value) {
        super.onWrite(value);
        return this;
    }

    /** Refused when the table is used: a version is a number. */
    @Override
    public ForeignKey<M, T, K> version() {
        super.version();
        return this;
    }

    /** Not for a row, whose key is not known yet: give the raw key, as an expression. */
    @Override
    public ForeignKey<M, T, K> databaseDefault(T value) {
        throw new ModelException(
                "a row as the database's default of a foreign key of " + table,
                null,
                "give its key as an expression: databaseDefault(Fn.raw(..))");
    }

    @Override
    public ForeignKey<M, T, K> databaseDefault(Expr<? extends @Nullable T> value) {
        super.databaseDefault(value);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> generatedByDefault() {
        super.generatedByDefault();
        return this;
    }

    @Override
    public ForeignKey<M, T, K> generatedAlways() {
        super.generatedAlways();
        return this;
    }

    @Override
    public ForeignKey<M, T, K> storedAs(Expr<? extends @Nullable T> expr) {
        super.storedAs(expr);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> virtualAs(Expr<? extends @Nullable T> expr) {
        super.virtualAs(expr);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> readOnly() {
        super.readOnly();
        return this;
    }

    @Override
    public ForeignKey<M, T, K> check(Function<? super Column<T>, ? extends Condition> condition) {
        super.check(condition);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> collation(String name) {
        super.collation(name);
        return this;
    }

    @Override
    public ForeignKey<M, T, K> comment(String text) {
        super.comment(text);
        return this;
    }

    /**
     * The name of the relation seen from the target; two of one name on one target are refused when
     * tables are bound.
     */
    public ForeignKey<M, T, K> backref(String name) {
        declaring("backref").backref = name;
        return this;
    }

    /**
     * What happens to this row when the one it refers to is deleted; the database refuses unless
     * told.
     */
    public ForeignKey<M, T, K> onDelete(OnDelete action) {
        declaring("onDelete").onDelete = action;
        return this;
    }

    /**
     * What happens to this row when the key of the one it refers to changes; the database refuses
     * unless told.
     */
    public ForeignKey<M, T, K> onUpdate(OnDelete action) {
        declaring("onUpdate").onUpdate = action;
        return this;
    }

    /**
     * How the row is loaded that rows refer to, where their query does not say: with {@link
     * Lazy#STRICT} never by itself, so that asking for it takes a join, a {@code load(..)}, or
     * {@link Model#loaded}.
     */
    public ForeignKey<M, T, K> lazy(Lazy mode) {
        declaring("lazy").lazy = mode;
        return this;
    }

    /** Checked after each statement, unless a transaction asks for the end of it. */
    public ForeignKey<M, T, K> deferrable() {
        declaring("deferrable").deferral = Deferral.DEFERRABLE;
        return this;
    }

    /** Checked when the transaction is committed, in place of after each statement. */
    public ForeignKey<M, T, K> deferred() {
        declaring("deferred").deferral = Deferral.DEFERRED;
        return this;
    }

    /** The name of the constraint, in place of the one made from table, column and target. */
    public ForeignKey<M, T, K> constraint(String name) {
        declaring("constraint").constraint = name;
        return this;
    }

    // ---- in queries

    /** The raw column: to compare, select or set the key itself. */
    public Column<K> key() {
        return key;
    }

    /**
     * Refers to this row.
     *
     * @throws ModelException for a row that was never saved; null means IS NULL
     */
    @Override
    public Condition eq(T row) {
        return row == null ? isNull() : super.eq(asKey(row));
    }

    /** Refers to another row; null means IS NOT NULL. */
    @Override
    public Condition ne(T row) {
        return row == null ? isNotNull() : super.ne(asKey(row));
    }

    /** Refers to the row of this table or alias: a join condition. */
    @Override
    public Condition eq(Table<? extends T, ?> target) {
        return super.eq(columnOf(target));
    }

    /** Does not refer to the row of this table or alias. */
    public Condition ne(Table<? extends T, ?> target) {
        return super.ne(columnOf(target));
    }

    /** Refers to one of these rows; of none, nothing matches. */
    @Override
    @SuppressWarnings("unchecked")
    public Condition in(Collection<? extends T> rows) {
        return key.in((Collection<K>) keys(rows));
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Condition in(T... rows) {
        return in(Arrays.asList(rows));
    }

    /** Refers to none of these rows; of none, every row matches. */
    @Override
    @SuppressWarnings("unchecked")
    public Condition notIn(Collection<? extends T> rows) {
        return key.notIn((Collection<K>) keys(rows));
    }

    @Override
    public Condition isNull() {
        return super.isNull();
    }

    @Override
    public Condition isNotNull() {
        return super.isNotNull();
    }

    /**
     * Sets the reference. A row that was not saved yet is taken in {@code create}, once it is saved
     * before this one; an insert of its own needs the key now.
     */
    @Override
    public Assignment to(T row) {
        if (row == null) {
            return toNull();
        }
        writable();
        return new RowAssignment(this, row);
    }

    // ---- what it is

    /** The table it refers to; resolves it. */
    @Override
    public Table<?, ?> target() {
        return targetColumn().table;
    }

    /** Itself. */
    @Override
    public List<Column<?>> columns() {
        return List.of(this);
    }

    /** {@link #targetColumn()} alone. */
    @Override
    public List<Column<?>> targetColumns() {
        return List.of(targetColumn());
    }

    /** The column it refers to, that of the base table; resolves it. */
    public Column<?> targetColumn() {
        ForeignKey<?, ?, ?> base = (ForeignKey<?, ?, ?>) canonical();
        Column<?> column = base.resolved;
        if (column == null) {
            column = base.resolve();
            base.resolved = column;
        }
        return column;
    }

    /** What happens when the target row is deleted. */
    @Override
    public OnDelete onDelete() {
        return ((ForeignKey<?, ?, ?>) canonical()).onDelete;
    }

    /** Whether it has no index by itself: see {@link #withoutIndex}. */
    public boolean isIndexless() {
        return ((ForeignKey<?, ?, ?>) canonical()).indexless;
    }

    /** What happens when the key of the target row changes. */
    @Override
    public OnDelete onUpdate() {
        return ((ForeignKey<?, ?, ?>) canonical()).onUpdate;
    }

    /** When the database checks it. */
    @Override
    public Deferral deferral() {
        return ((ForeignKey<?, ?, ?>) canonical()).deferral;
    }

    /** The name its constraint was given; null where it gets the usual one. */
    public @Nullable String constraint() {
        return ((ForeignKey<?, ?, ?>) canonical()).constraint;
    }

    /** The name of the relation seen from the target; null where none was given. */
    @Override
    public @Nullable String backref() {
        return ((ForeignKey<?, ?, ?>) canonical()).backref;
    }

    @Override
    public DataType<?> type() {
        return targetColumn().type();
    }

    @Override
    Column<?> copyTo(Table<?, ?> alias) {
        return new ForeignKey<M, T, K>(alias, targetClass, targetColumn);
    }

    @Override
    public @Nullable Lazy lazy() {
        return ((ForeignKey<?, ?, ?>) canonical()).lazy;
    }

    @Override
    public Hop forward() {
        ForeignKey<?, ?, ?> base = (ForeignKey<?, ?, ?>) canonical();
        Hop known = base.forward;
        if (known == null) {
            known = Hop.forward(base);
            base.forward = known;
        }
        return known;
    }

    @Override
    public Hop backward() {
        ForeignKey<?, ?, ?> base = (ForeignKey<?, ?, ?>) canonical();
        Hop known = base.backward;
        if (known == null) {
            known = Hop.backward(base);
            base.backward = known;
        }
        return known;
    }

    /** The rows that refer to this one. */
    @SuppressWarnings("unchecked")
    Select<M> referringTo(Model<?> row) {
        Table<M, ?> owner = (Table<M, ?>) table;
        if (owner.base() == owner && row.table().base() != target().base()) {
            throw new ModelException(
                    this + " refers to " + target() + ", not to " + row.table(),
                    row.table().toString(),
                    "use a foreign key to " + row.table());
        }
        if (rawKey(row) == null && Related.many(row, backward()) != null) {
            // a new row that was given its rows: the database has none
            return owner.select().where(key.in(List.of()));
        }
        return owner.select().where(super.eq((Expr<T>) keyOf(row)));
    }

    /**
     * Whether an expression is of the type of a row, and a result has only its key: a foreign key,
     * under another name perhaps.
     */
    public static boolean isReference(Expr<?> expr) {
        Expr<?> inner = expr;
        while (!(inner instanceof Column<?>)) {
            Expr<?> aliased = Exprs.aliased(inner);
            if (aliased != null) {
                inner = aliased;
            } else if (inner instanceof ColumnExpr<?> column
                    && column.identity() instanceof Expr<?> of
                    && of != inner) {
                inner = of;
            } else {
                return false;
            }
        }
        return inner instanceof ForeignKey<?, ?, ?>;
    }

    /** The raw key of a row as this column holds it; null when the row has none yet. */
    @Nullable Object rawKey(Model<?> row) {
        if (row.table().base() != target().base()) {
            throw new ModelException(
                    this + " refers to " + target() + ", and the row is a " + row.table(),
                    table.toString(),
                    "use a row of " + target());
        }
        return row.raw(targetColumn().ordinal);
    }

    private Column<?> resolve() {
        Table<?, ?> target;
        if (targetClass == null) {
            target = table.base();
        } else {
            try {
                target = Tables.of(targetClass);
            } catch (ModelException e) {
                throw new ModelException(
                        "foreign key "
                                + this
                                + " refers to "
                                + targetClass.getSimpleName()
                                + ": "
                                + e.summary(),
                        table.toString(),
                        e.hint());
            }
        }
        if (targetColumn != null) {
            Column<?> column = targetColumn.get();
            if (column.table.base() != target) {
                throw new ModelException(
                        "foreign key "
                                + this
                                + " refers to "
                                + target
                                + " by "
                                + column
                                + ", which is another table's",
                        table.toString(),
                        "name a unique column of " + target);
            }
            return column;
        }
        List<Column<?>> keys = target.sealed().primaryKey();
        if (keys.size() != 1) {
            throw new ModelException(
                    "foreign key "
                            + this
                            + " refers to "
                            + target
                            + ", whose primary key has "
                            + keys.size()
                            + " columns",
                    table.toString(),
                    "refer to one unique column: foreignKey(" + target + ".class, () -> column)");
        }
        return keys.get(0);
    }

    @SuppressWarnings("unchecked")
    private Expr<T> columnOf(Table<?, ?> other) {
        if (other.base() != target().base()) {
            throw new ModelException(
                    this + " refers to " + target() + ", not to " + other,
                    table.toString(),
                    "compare it with " + target() + " or an alias of it");
        }
        return (Expr<T>) other.column(targetColumn().ordinal);
    }

    private Expr<T> asKey(T row) {
        return keyOf(Objects.requireNonNull(row));
    }

    @SuppressWarnings("unchecked") // compared as the raw key that it is
    private Expr<T> keyOf(Model<?> row) {
        return (Expr<T>) (Expr<?>) Fn.value(savedKey(row), this);
    }

    Object savedKey(Model<?> row) {
        Object raw = rawKey(row);
        if (raw == null) {
            throw new ModelException(
                    "comparing " + this + " with a row of " + row.table() + " that has no key yet",
                    table.toString(),
                    "save the row first; rows without a reference are found by isNull()");
        }
        return raw;
    }

    private List<@Nullable Object> keys(Collection<? extends T> rows) {
        List<@Nullable Object> keys = new ArrayList<>(rows.size());
        for (T row : rows) {
            keys.add(row == null ? null : savedKey(row));
        }
        return keys;
    }

    private ForeignKey<M, T, K> declaring(String modifier) {
        if (table.isSealed()) {
            throw new ProgrammingException(
                    this + " is declared, so " + modifier + "() comes too late",
                    table.toString(),
                    "say it where the column is declared");
        }
        return this;
    }

    /** When the database checks a foreign key. */
    public enum Deferral {
        /** After each statement. */
        NONE(""),
        /** After each statement, unless a transaction asks for its end. */
        DEFERRABLE("deferrable"),
        /** When the transaction is committed. */
        DEFERRED("deferrable initially deferred");

        private final String sql;

        Deferral(String sql) {
            this.sql = sql;
        }

        /** SQL's spelling. */
        @Override
        public String toString() {
            return sql;
        }
    }

    /** The same column, read as what it holds. */
    private static final class KeyColumn<K extends @Nullable Object> extends Column<K> {
        private final ForeignKey<?, ?, K> foreignKey;

        KeyColumn(ForeignKey<?, ?, K> foreignKey) {
            super(foreignKey.table, foreignKey.ordinal, null);
            this.foreignKey = foreignKey;
        }

        @Override
        public DataType<?> type() {
            return foreignKey.type();
        }
    }
}

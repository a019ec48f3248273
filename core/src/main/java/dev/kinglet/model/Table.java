package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Delete;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Link;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Select;
import dev.kinglet.query.Source;
import dev.kinglet.query.Update;
import dev.kinglet.type.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table: a subclass declares its columns once, as fields, and is kept in a static field of its
 * model (in Kotlin: is the model's companion object). The constructor touches no other table and
 * makes no row; the declaration is checked when the table is first used.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
public abstract class Table<M extends Model<?>, K extends @Nullable Object> implements Source<M> {
    private final Supplier<? extends M> rows;
    private final Declaration declaration = new Declaration();
    private @Nullable Table<?, ?> base;
    private @Nullable String aliasName;
    private volatile @Nullable Sealed sealed;
    private final Binding binding = new Binding();
    final Backrefs backrefs = new Backrefs(this);
    private @Nullable Select<M> all;

    /** A table whose rows this makes, usually {@code super(User::new)}. */
    protected Table(Supplier<? extends M> rows) {
        this.rows = rows;
    }

    // ---- declaring columns

    /** The primary key, a number that the database counts up. */
    protected final Column<Long> autoId() {
        Column<Long> column = new Column<>(this, DataType.BIGINT);
        column.isPrimaryKey = true;
        column.isGenerated = true;
        return column;
    }

    /** Text of any length. */
    protected final Column<String> text() {
        return new Column<>(this, DataType.TEXT);
    }

    /** Text of at most so many characters; longer text is an error on every database. */
    protected final Column<String> varchar(int length) {
        return new Column<>(this, DataType.varchar(length));
    }

    /** Whole numbers of 32 bits. */
    protected final Column<Integer> integer() {
        return new Column<>(this, DataType.INTEGER);
    }

    /** Whole numbers of 64 bits. */
    protected final Column<Long> bigint() {
        return new Column<>(this, DataType.BIGINT);
    }

    /** Whole numbers of 16 bits. */
    protected final Column<Short> smallint() {
        return new Column<>(this, DataType.SMALLINT);
    }

    /** Floating point of 64 bits. */
    protected final Column<Double> doublePrecision() {
        return new Column<>(this, DataType.DOUBLE);
    }

    /**
     * Exact decimals: so many digits in all, so many of them behind the point. SQLite keeps 15
     * digits and refuses more.
     */
    protected final Column<BigDecimal> decimal(int precision, int scale) {
        return new Column<>(this, DataType.decimal(precision, scale));
    }

    /** True and false. */
    protected final Column<Boolean> bool() {
        return new Column<>(this, DataType.BOOLEAN);
    }

    /** Date and time to the microsecond, without a zone; what is finer is cut off. */
    protected final Column<LocalDateTime> datetime() {
        return new Column<>(this, DataType.DATETIME);
    }

    /** A day. */
    protected final Column<LocalDate> date() {
        return new Column<>(this, DataType.DATE);
    }

    /** A time of day to the microsecond; what is finer is cut off. */
    protected final Column<LocalTime> time() {
        return new Column<>(this, DataType.TIME);
    }

    /** A UUID: native on PostgreSQL, text of 36 characters on SQLite. */
    protected final Column<UUID> uuid() {
        return new Column<>(this, DataType.UUID);
    }

    /** Bytes. */
    protected final Column<byte[]> blob() {
        return new Column<>(this, DataType.BLOB);
    }

    /** A reference to the primary key of another model. The class is not initialised by this. */
    protected final <T extends Model<J>, J> ForeignKey<M, T, J> foreignKey(Class<T> target) {
        return new ForeignKey<>(this, target, null);
    }

    /**
     * A reference to a unique column of another model, which is asked for when it is first needed.
     */
    protected final <T extends Model<?>, J> ForeignKey<M, T, J> foreignKey(
            Class<T> target, Supplier<? extends Column<J>> column) {
        return new ForeignKey<>(this, target, column);
    }

    /** A reference to another row of this table. */
    protected final ForeignKey<M, M, K> selfReference() {
        return new ForeignKey<>(this, null, null);
    }

    // ---- declaring the table

    /** Its name in SQL, in place of the one made from the model class. */
    protected final void named(String name) {
        declaring("named").name = name;
    }

    /** The schema it is in. SQLite calls an attached database so. */
    protected final void schema(String schema) {
        declaring("schema").schema = schema;
    }

    /** A primary key of these columns, in this order. */
    protected final void primaryKey(Column<?>... columns) {
        declaring("primaryKey").primaryKeys.add(List.of(columns));
    }

    /** An index over these columns, in this order. */
    protected final void index(Column<?>... columns) {
        declaring("index").indexes.add(new Index(List.of(columns), false));
    }

    /** An index over these columns that lets no two rows agree in all of them. */
    protected final void uniqueIndex(Column<?>... columns) {
        declaring("uniqueIndex").indexes.add(new Index(List.of(columns), true));
    }

    /** A condition that every row has to meet. */
    protected final void check(String name, Condition condition) {
        declaring("check").checks.add(new Check(name, condition));
    }

    /**
     * The database that this table uses when it is not bound to one; for base table classes. Null
     * for none.
     */
    protected @Nullable QueryExecutor database() {
        return null;
    }

    // ---- aliases

    /**
     * The same table under another name, with its own columns: {@code alias(USER,
     * "owner").username}. Makes a second instance by the constructor without arguments.
     */
    public static <T extends Table<?, ?>> T alias(T table, String name) {
        return Aliases.typed(table, name, Aliases.constructor(table));
    }

    /** As {@link #alias(Table, String)}, without reflection. */
    public static <T extends Table<?, ?>> T alias(
            T table, String name, Supplier<? extends T> constructor) {
        return Aliases.typed(table, name, constructor);
    }

    /** The same table under another name; its columns are read by {@link #col}. */
    public final Table<M, K> alias(String name) {
        return Aliases.untyped(this, name);
    }

    /** This table's or alias's own column in place of that of the base table. */
    @SuppressWarnings("unchecked") // the same column of the same table
    public final <T extends @Nullable Object> Column<T> col(Column<T> column) {
        Column<?> own = own(column);
        // the raw view of a foreign key stays one
        return (Column<T>)
                (own instanceof ForeignKey<?, ?, ?> fk && !(column instanceof ForeignKey<?, ?, ?>)
                        ? fk.key()
                        : own);
    }

    /** This table's or alias's own foreign key in place of that of the base table. */
    @SuppressWarnings("unchecked") // the same column of the same table
    public final <R extends Model<?>, T extends @Nullable Model<?>, J extends @Nullable Object>
            ForeignKey<R, T, J> col(ForeignKey<R, T, J> column) {
        return (ForeignKey<R, T, J>) own(column);
    }

    // ---- reading

    /** A query; without items it selects all columns. */
    public final Select<M> select(Selection... items) {
        if (items.length > 0) {
            return Select.from(this, items);
        }
        Select<M> known = all;
        if (known == null) {
            known = Select.from(this);
            all = known; // immutable: two threads may both make it, and make it equal
        }
        return known;
    }

    /** {@code select().where(..)}. */
    public final Select<M> where(Condition... conditions) {
        return select().where(conditions);
    }

    /**
     * The row of this key.
     *
     * @throws dev.kinglet.errors.NotFoundException when there is none
     */
    public final M get(K key) {
        return where(Keys.eq(this, key)).get();
    }

    /**
     * The first row that meets the conditions.
     *
     * @throws dev.kinglet.errors.NotFoundException when there is none
     */
    public final M get(Condition first, Condition... more) {
        return where(first).where(more).get();
    }

    /** The row of this key; null when there is none. */
    public final @Nullable M find(K key) {
        return where(Keys.eq(this, key)).first();
    }

    /** The first row that meets the conditions; null when there is none. */
    public final @Nullable M find(Condition first, Condition... more) {
        return where(first).where(more).first();
    }

    /**
     * Rows of this table from SQL as written, whose columns are told by their names: {@code
     * USER.raw("select * from user where username = {0}", name)}.
     *
     * @param sql with {@code {0}}, {@code {1}}, .. where the arguments go; never put a value into
     *     it
     * @param arguments expressions, or values, which are bound
     */
    public final RawQuery<M> raw(String sql, @Nullable Object... arguments) {
        return RawQuery.of(this, sql, arguments);
    }

    // ---- writing

    /**
     * Stores a new row of these values and of the defaults of the other columns, and answers it
     * with its key.
     */
    public final M create(Assignment... assignments) {
        M row = newRow();
        for (Assignment assignment : assignments) {
            row.apply(assignment);
        }
        row.save();
        return row;
    }

    /** An INSERT of one row that answers its key; columns that are not named get their defaults. */
    public final Insert<K> insert(Assignment... assignments) {
        List<ColumnExpr<?>> columns = new ArrayList<>();
        List<Expr<?>> values = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                columns.add(own(part.column()));
                values.add(part.value());
            }
        }
        sealed().addDefaults(columns, values);
        return Insert.of(
                new InsertDefinition(
                        this, List.copyOf(columns), List.copyOf(values), sealed().primaryKey()),
                (executor, insert) -> Model.as(Keys.insert(executor, insert)));
    }

    /**
     * An INSERT of many rows that answers their number; all are stored, or none. Columns that are
     * not named get their defaults, made anew for each row. No rows are valid and send nothing.
     *
     * @param columns what each row sets
     * @param rows values in the order of the columns; of a foreign key the row, or by {@code
     *     fk.key()} the raw key
     */
    public final Insert<Integer> insertMany(
            List<? extends Column<?>> columns,
            List<? extends List<? extends @Nullable Object>> rows) {
        return ManyRows.insert(this, columns, rows);
    }

    /**
     * An INSERT of the rows that a query answers, and their number.
     *
     * @param columns what the query's columns are stored in, in its order; columns that are not
     *     named get the database's default
     */
    public final Insert<Integer> insertFrom(List<? extends Column<?>> columns, Select<?> query) {
        List<ColumnExpr<?>> own = new ArrayList<>(columns.size());
        for (Column<?> column : columns) {
            own.add(own(column));
        }
        return Insert.of(
                new InsertDefinition(
                        this, List.copyOf(own), List.of(), List.of(), query.definition()),
                QueryExecutor::execute);
    }

    /** An UPDATE; say which rows by {@code where}, or {@code all()}. */
    public final Update update(Assignment... assignments) {
        List<Assignment.Part> parts = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Assignment.Part part : assignment.parts()) {
                own(part.column());
                parts.add(part);
            }
        }
        return Update.of(this, parts);
    }

    /** A DELETE; say which rows by {@code where}, or {@code all()}. */
    public final Delete delete() {
        return Delete.from(this);
    }

    /**
     * A new row of a map, see {@link Model#fromMap}. It is not stored.
     *
     * @throws ModelException as {@link Model#fromMap}
     */
    public final M fromMap(Map<String, ? extends @Nullable Object> map) {
        M row = newRow();
        row.fromMap(map);
        return row;
    }

    // ---- what it is

    /** A new row that is not stored yet. */
    public final M newRow() {
        return rows.get();
    }

    /** Its name in SQL, unquoted and without the schema. */
    public final String tableName() {
        return sealed().tableName();
    }

    /** Its schema; null for the database's default. */
    public final @Nullable String schema() {
        return base().declaration.schema;
    }

    /** All columns, in the order of declaration. */
    public final List<Column<?>> columns() {
        return declaration.columns;
    }

    /** The columns of the primary key, in order; empty where there is none. */
    public final List<Column<?>> primaryKey() {
        return sealed().primaryKey();
    }

    /** The foreign keys, in the order of declaration. */
    public final List<ForeignKey<?, ?, ?>> foreignKeys() {
        return declaration.foreignKeys;
    }

    /**
     * The foreign keys that refer to this table, of the tables that were bound to a database so
     * far, sorted by table and declaration.
     */
    public final List<ForeignKey<?, ?, ?>> backrefs() {
        return base().backrefs.all();
    }

    /**
     * The foreign key behind a back-reference, by the name that it declares.
     *
     * @throws ModelException for a name that none has, of the tables that were bound so far
     */
    public final ForeignKey<?, ?, ?> backref(String name) {
        return base().backrefs.named(name);
    }

    /** The indexes over several columns, in the order of declaration. */
    public final List<Index> indexes() {
        return sealed().indexes();
    }

    /** The conditions that every row has to meet, in the order of declaration. */
    public final List<Check> checks() {
        return sealed().checks();
    }

    /** The name it was given as an alias; null for the table itself. */
    public final @Nullable String aliasName() {
        return aliasName;
    }

    /** The table that this is an alias of; the table itself where it is none. */
    public final Table<?, ?> base() {
        return base == null ? this : base;
    }

    /**
     * Checks the declaration, that of the foreign keys' targets included, and throws what is wrong
     * with it.
     */
    public final void verify() {
        sealed();
        for (ForeignKey<?, ?, ?> foreignKey : declaration.foreignKeys) {
            foreignKey.target().backrefs.add(foreignKey);
        }
    }

    @Override
    public final String qualifier() {
        return aliasName == null ? tableName() : aliasName;
    }

    @Override
    public final Link link(Source<?> target, @Nullable On on) {
        return Links.between(this, target, on);
    }

    @Override
    public final List<EagerLoad<M>> prefetching(List<? extends EagerLoad.Branch> branches) {
        return Flat.tree(this, branches);
    }

    @Override
    public final List<Column<?>> keyColumns() {
        List<Column<?>> own = new ArrayList<>();
        for (Column<?> column : primaryKey()) {
            own.add(column(column.ordinal));
        }
        return own;
    }

    @Override
    public final boolean relates(Source<?> other) {
        return other instanceof Table<?, ?> table && Links.relates(this, table);
    }

    @Override
    public final QueryExecutor executor() {
        QueryExecutor executor = bound();
        if (executor == null) {
            String model = sealed().modelName();
            throw new ProgrammingException(
                    "the table of " + model + " is bound to no database",
                    model,
                    "call database.bind(table) once, or query.using(database)");
        }
        return executor;
    }

    /** The database that the table uses in this thread; null for none. */
    public final @Nullable QueryExecutor bound() {
        QueryExecutor executor = base().binding.executor();
        return executor == null ? base().database() : executor;
    }

    /** Which database the table uses; {@code database.bind(table)} is the usual way to say so. */
    public final Binding binding() {
        return base().binding;
    }

    /** Two aliases of one table and one name are equal. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Table<?, ?> that
                        && base() == that.base()
                        && Objects.equals(aliasName, that.aliasName);
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(base());
    }

    /** The simple name of the model; of an alias followed by the alias. */
    @Override
    public final String toString() {
        Sealed known = base().sealed;
        String model = known == null ? base().getClass().getSimpleName() : known.modelName();
        return aliasName == null ? model : model + " as " + aliasName;
    }

    // ---- inside

    int register(Column<?> column) {
        if (isSealed()) {
            throw new ModelException(
                    "the table of " + this + " is in use and takes no more columns",
                    toString(),
                    null);
        }
        declaration.columns.add(column);
        return declaration.columns.size() - 1;
    }

    int registerForeignKey(ForeignKey<?, ?, ?> foreignKey) {
        declaration.foreignKeys.add(foreignKey);
        return declaration.foreignKeys.size() - 1;
    }

    Column<?> column(int ordinal) {
        return declaration.columns.get(ordinal);
    }

    Declaration declaration() {
        return declaration;
    }

    void becomeAlias(Table<?, ?> of, String name) {
        this.base = of.base();
        this.aliasName = name;
        this.sealed = of.sealed();
    }

    boolean isSealed() {
        return sealed != null;
    }

    /**
     * The checked declaration. Made without a lock: two threads may both make it, and make it
     * equal.
     */
    Sealed sealed() {
        Sealed known = sealed;
        if (known == null) {
            known = base == null ? Sealer.seal(this) : base.sealed();
            sealed = known;
        }
        return known;
    }

    /** The rows whose column has this raw value. */
    Select<M> byColumn(Column<?> column, Object raw) {
        return where(Keys.eq(column(column.ordinal), raw));
    }

    /** This table's column for one of the same table, whatever alias it came from. */
    private Column<?> own(ColumnExpr<?> column) {
        if (!(column instanceof Column<?> of) || of.table.base() != base()) {
            throw new ModelException(
                    column + " is no column of " + this, toString(), "use a column of " + base());
        }
        return column(of.ordinal);
    }

    private Declaration declaring(String what) {
        if (isSealed()) {
            throw new ModelException(
                    "the table of " + this + " is in use, so " + what + "(..) comes too late",
                    toString(),
                    "say it in the table's constructor");
        }
        return declaration;
    }

    /**
     * An index over several columns.
     *
     * @param columns in order
     * @param unique whether no two rows may agree in all of them
     */
    public record Index(List<Column<?>> columns, boolean unique) {}

    /** A named condition that every row has to meet. */
    public record Check(String name, Condition condition) {}
}

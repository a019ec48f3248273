package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.type.Compared;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, made by the factories of {@link Table} and changed in place by its modifiers
 * until the table is first used; after that the modifiers throw.
 *
 * @param <T> the Java type of its values; nullable where the column is
 */
public class Column<T extends @Nullable Object> implements ColumnExpr<T>, SearchPart {
    final Table<?, ?> table;
    final int ordinal;
    private final @Nullable DataType<?> type;
    // made when first needed; two threads may both make it, and make it equal
    private @Nullable HasType compared;

    @Nullable String givenName;
    List<String> formerNames = List.of();
    boolean isNullable;
    boolean isUnique;
    boolean isIndexed;
    boolean isPrimaryKey;
    boolean isGenerated;
    boolean isVersion;
    boolean isAlways;
    boolean isReadOnly;
    boolean isStored;
    @Nullable Expr<?> databaseDefault;
    @Nullable Expr<?> computation;
    @Nullable Condition check;
    @Nullable String collation;
    @Nullable String comment;
    @Nullable Supplier<? extends T> defaultValue;
    @Nullable Supplier<? extends T> onWrite;

    /** Registers itself: the order of construction is the order of the columns. */
    Column(Table<?, ?> table, @Nullable DataType<?> type) {
        this.table = table;
        this.type = type;
        this.ordinal = table.register(this);
    }

    /** Another view on a column that is registered already. */
    Column(Table<?, ?> table, int ordinal, @Nullable DataType<?> type) {
        this.table = table;
        this.ordinal = ordinal;
        this.type = type;
    }

    // ---- modifiers

    /** Lets the column be NULL; every other column is NOT NULL. */
    @SuppressWarnings(
            "unchecked") // the same object: nothing of it was used yet with the type of before
    public Column<@Nullable T> nullable() {
        declaring("nullable").isNullable = true;
        return (Column<@Nullable T>) this;
    }

    /** No two rows have the same value; a unique index. */
    public Column<T> unique() {
        declaring("unique").isUnique = true;
        return this;
    }

    /** An index over this column. */
    public Column<T> index() {
        declaring("index").isIndexed = true;
        return this;
    }

    /** The primary key, or for several columns use {@link Table#primaryKey}. */
    public Column<T> primaryKey() {
        declaring("primaryKey").isPrimaryKey = true;
        return this;
    }

    /** Its name in SQL, in place of the one made from the Java field. */
    public Column<T> named(String name) {
        declaring("named").givenName = name;
        return this;
    }

    /**
     * A name that it had in SQL before, so that a schema diff renames it, and does not drop it and
     * add another one. It may be said again, for names before that.
     */
    public Column<T> formerly(String name) {
        Column<T> column = declaring("formerly");
        List<String> names = new ArrayList<>(column.formerNames);
        names.add(name);
        column.formerNames = List.copyOf(names);
        return this;
    }

    /** The value of new rows that set none. Filled in by the program, not by the database. */
    public Column<T> defaultTo(T value) {
        return defaultTo(() -> value);
    }

    /**
     * The value of new rows that set none, made for each row. Filled in by the program, not by the
     * database.
     */
    public Column<T> defaultTo(Supplier<? extends T> value) {
        declaring("defaultTo").defaultValue = value;
        return this;
    }

    /**
     * The value that each write gives the column, unless it sets the column itself: when a row is
     * inserted, and when it is updated, by itself or by a statement of its table. Made by the
     * program, as in {@code datetime().onWrite(LocalDateTime::now)}.
     */
    public Column<T> onWrite(Supplier<? extends T> value) {
        declaring("onWrite").onWrite = value;
        return this;
    }

    /**
     * Counts the writes of each row, from 1. Saving or deleting a row that someone else wrote
     * meanwhile is then a {@link dev.kinglet.errors.StaleRowException}. One whole number a table;
     * updates by statements of the table count, too.
     */
    public Column<T> version() {
        declaring("version").isVersion = true;
        return this;
    }

    /**
     * The value that the database gives new rows that set none. A row that is inserted without one
     * is told it.
     */
    public Column<T> databaseDefault(T value) {
        return databaseDefault(Fn.value(value, this));
    }

    /**
     * As {@link #databaseDefault(Object)}, made by an expression of the database, without other
     * columns: {@code databaseDefault(Fn.raw(UUID.class, "gen_random_uuid()"))}.
     */
    public Column<T> databaseDefault(Expr<? extends @Nullable T> value) {
        declaring("databaseDefault").databaseDefault = value;
        return this;
    }

    /**
     * A number that the database counts up for rows that set none: of a primary key of whole
     * numbers. {@code autoId()} is {@code bigint().primaryKey().generatedByDefault()}.
     */
    public Column<T> generatedByDefault() {
        declaring("generatedByDefault").isGenerated = true;
        return this;
    }

    /** As {@link #generatedByDefault()}, and never set by anybody else. */
    public Column<T> generatedAlways() {
        declaring("generatedAlways").isAlways = true;
        isReadOnly = true;
        return generatedByDefault();
    }

    /** Computed by the database from other columns of the row, whenever it is written. */
    public Column<T> storedAs(Expr<? extends @Nullable T> expr) {
        declaring("storedAs").isStored = true;
        return computedAs(expr);
    }

    /** Computed by the database from other columns of the row, whenever it is read. */
    public Column<T> virtualAs(Expr<? extends @Nullable T> expr) {
        declaring("virtualAs").isStored = false;
        return computedAs(expr);
    }

    private Column<T> computedAs(Expr<?> expr) {
        computation = expr;
        isReadOnly = true;
        return this;
    }

    /**
     * Set by the database alone, by a trigger perhaps: the program never writes it, and a row that
     * is saved is told it.
     */
    public Column<T> readOnly() {
        declaring("readOnly").isReadOnly = true;
        return this;
    }

    /** A condition that its value has to meet: {@code integer().check(age -> age.ge(0))}. */
    public Column<T> check(Function<? super Column<T>, ? extends Condition> condition) {
        Condition more = condition.apply(declaring("check"));
        check = check == null ? more : check.and(more);
        return this;
    }

    /**
     * How the database compares and sorts it: {@code "C"} on PostgreSQL, {@code "NOCASE"} on
     * SQLite.
     */
    public Column<T> collation(String name) {
        declaring("collation").collation = name;
        return this;
    }

    /** What it is about, for those who look into the database. SQLite keeps none. */
    public Column<T> comment(String text) {
        declaring("comment").comment = text;
        return this;
    }

    // ---- assignments

    /** Sets the column to a value, in create, insert and update. */
    public Assignment to(T value) {
        if (value == null) {
            return toNull();
        }
        return new ColumnValue<T>(writable(), value);
    }

    /** Sets the column to an expression, in insert and update. */
    public Assignment to(Expr<? extends T> value) {
        return new Assignment.Part(writable(), value);
    }

    /**
     * Sets the column to NULL.
     *
     * @throws ModelException where the column is never NULL
     */
    public Assignment toNull() {
        if (!canonical().isNullable) {
            throw new ModelException(
                    this + " is never null",
                    table.toString(),
                    "declare it nullable(), or set a value");
        }
        return new Assignment.Part(writable(), Fn.<@Nullable Object>value(null, this));
    }

    /**
     * The value that an insert was to store, where it meets a row that is there: for {@code
     * onConflict(..).doUpdate(..)}, and nowhere else.
     */
    public final Expr<T> excluded() {
        return new Excluded<>(this);
    }

    /** Sets the column to {@link #excluded()}: the new value takes the place of the old one. */
    public final Assignment toExcluded() {
        return new Assignment.Part(this, excluded());
    }

    // ---- searching

    /**
     * The column, where it is searched, with how much a word in it counts: {@code
     * search(title.weight(4), body)}.
     *
     * @param weight more than 0
     */
    public final SearchPart weight(double weight) {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new ModelException(
                    "a weight of " + weight, table.toString(), "say a number above 0; 1 is usual");
        }
        return new Weighted(this, weight);
    }

    @Override
    public final Weighted weighted() {
        return new Weighted(this, 1);
    }

    // ---- what it is

    /** Counts from 0, in the order of declaration. */
    public final int ordinal() {
        return ordinal;
    }

    /** The table, or the alias, that the column belongs to. */
    public Table<?, ?> table() {
        return table;
    }

    /** Whether it can be NULL. */
    @Override
    public final boolean isNullable() {
        return canonical().isNullable;
    }

    /** Whether it is the primary key or a part of it. */
    public final boolean isPrimaryKey() {
        return canonical().isPrimaryKey;
    }

    /** Whether no two rows have the same value. */
    public final boolean isUnique() {
        return canonical().isUnique;
    }

    /** Whether an index was asked for. */
    public final boolean isIndexed() {
        return canonical().isIndexed;
    }

    /** Whether the database makes the value of a new row. */
    public final boolean isGenerated() {
        return canonical().isGenerated;
    }

    /** Whether only the database writes it. */
    public final boolean isReadOnly() {
        return canonical().isReadOnly;
    }

    /** Whether a value for the number that the database counts up is refused. */
    public final boolean isAlwaysGenerated() {
        return canonical().isAlways;
    }

    /** The names that it had before, in the order in which they were said; empty for none. */
    public final List<String> formerNames() {
        return canonical().formerNames;
    }

    /** The value that the database gives new rows; null for none. */
    public final @Nullable Expr<?> databaseDefault() {
        return canonical().databaseDefault;
    }

    /** What the database computes it as; null where it does not. */
    public final @Nullable Expr<?> computation() {
        return canonical().computation;
    }

    /** Whether what is computed is stored. */
    public final boolean isStored() {
        return canonical().isStored;
    }

    /** The condition that its value has to meet; null for none. */
    public final @Nullable Condition check() {
        return canonical().check;
    }

    /** The collation it was declared with; null for the database's own. */
    public final @Nullable String collation() {
        return canonical().collation;
    }

    /** What it is about; null where it does not say. */
    public final @Nullable String comment() {
        return canonical().comment;
    }

    @Override
    public DataType<?> type() {
        // that of the base: a type of the application's own equals only itself
        return Objects.requireNonNull(canonical().type);
    }

    @Override
    public final HasType compared() {
        HasType known = compared;
        if (known == null) {
            known = new Compared(this);
            compared = known;
        }
        return known;
    }

    @Override
    public final Table<?, ?> source() {
        return table;
    }

    @Override
    public final String name() {
        return table.sealed().name(ordinal);
    }

    @Override
    public final String label() {
        return table.sealed().label(ordinal);
    }

    @Override
    public final String qualifier() {
        return table.qualifier();
    }

    @Override
    public final @Nullable String schema() {
        return table.aliasName() == null ? table.schema() : null;
    }

    @Override
    public final Object identity() {
        return canonical();
    }

    /** The column of the base table: it has the options, and it is the same for all aliases. */
    final Column<?> canonical() {
        return table.base().column(ordinal);
    }

    /** Whether a new row that has no value for it gets one from the database. */
    final boolean isMadeByDatabase() {
        return isGenerated || isReadOnly || databaseDefault != null;
    }

    /** Refuses what only the database writes. */
    final Column<T> writable() {
        if (canonical().isReadOnly) {
            throw new ModelException(
                    this + " is set by the database alone",
                    table.toString(),
                    "leave it out, and read it from the row once that is saved");
        }
        return this;
    }

    /** Whether a new row gets a value for it that nobody set. */
    final boolean isFilledIn() {
        return defaultValue != null || onWrite != null || isVersion;
    }

    /** A value as the column will hold it; see {@link DataType#fit}. */
    @SuppressWarnings("unchecked") // a value of that type, or the caller bypassed the compiler
    final @Nullable Object fit(@Nullable Object value) {
        return value == null || type == null ? value : ((DataType<Object>) type).fit(value);
    }

    /** Whether a row that has one of two values need not be told the other. */
    boolean holds(@Nullable Object before, @Nullable Object value) {
        return Objects.deepEquals(before, value);
    }

    /** The same column in another table object: an alias, or the base. */
    Column<?> copyTo(Table<?, ?> alias) {
        return new Column<>(alias, type);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Column<?> that
                        && ordinal == that.ordinal
                        && table.base() == that.table.base()
                        && Objects.equals(table.aliasName(), that.table.aliasName());
    }

    @Override
    public final int hashCode() {
        return 31 * System.identityHashCode(table.base()) + ordinal;
    }

    /** Table and column as SQL knows them. */
    @Override
    public final String toString() {
        return qualifier() + "." + name();
    }

    private Column<T> declaring(String modifier) {
        if (ordinal < table.columns().size() && table.column(ordinal) != this) {
            throw new ModelException(
                    modifier + "() of the raw key of a foreign key of " + table,
                    null,
                    "say it of the foreign key itself");
        }
        if (table.isSealed()) {
            throw new ModelException(
                    this + " is declared, so " + modifier + "() comes too late",
                    table.toString(),
                    modifier.equals("nullable")
                            ? "in a query Fn.orNull(column) says that an expression may be null"
                            : "say it where the column is declared");
        }
        return this;
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.type.DataType;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, made by the factories of {@link Table} and changed in place by its modifiers
 * until the table is first used; after that the modifiers throw.
 *
 * @param <T> the Java type of its values; nullable where the column is
 */
public class Column<T extends @Nullable Object> implements ColumnExpr<T> {
    final Table<?, ?> table;
    final int ordinal;
    private final @Nullable DataType<?> type;

    @Nullable String givenName;
    boolean isNullable;
    boolean isUnique;
    boolean isIndexed;
    boolean isPrimaryKey;
    boolean isGenerated;
    boolean isVersion;
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

    // ---- assignments

    /** Sets the column to a value, in create, insert and update. */
    public Assignment to(T value) {
        if (value == null) {
            return toNull();
        }
        return new Assigned(new Assignment.Part(this, Fn.value(value, this)));
    }

    /** Sets the column to an expression, in insert and update. */
    public Assignment to(Expr<? extends T> value) {
        return new Assigned(new Assignment.Part(this, value));
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
        return new Assigned(new Assignment.Part(this, Fn.<@Nullable Object>value(null, this)));
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
        return new Assigned(new Assignment.Part(this, excluded()));
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

    @Override
    public DataType<?> type() {
        return Objects.requireNonNull(type);
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

    /** Whether a new row gets a value for it that nobody set. */
    final boolean isFilledIn() {
        return defaultValue != null || onWrite != null || isVersion;
    }

    /** A value as the column will hold it; see {@link DataType#fit}. */
    @SuppressWarnings("unchecked") // a value of that type, or the caller bypassed the compiler
    final @Nullable Object fit(@Nullable Object value) {
        return value == null || type == null ? value : ((DataType<Object>) type).fit(value);
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

    private record Assigned(Part part) implements Assignment {
        @Override
        public List<Part> parts() {
            return List.of(part);
        }
    }
}

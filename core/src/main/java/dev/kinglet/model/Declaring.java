package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Ordering;
import dev.kinglet.query.Select;
import dev.kinglet.type.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a table's constructor says: its columns, by factories, and what holds for the table.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class Declaring<M extends Model<?>, K extends @Nullable Object> {
    final Declaration declaration = new Declaration();

    abstract Table<M, K> self();

    // ---- declaring columns

    /** The primary key, a number that the database counts up. */
    protected final Column<Long> autoId() {
        Column<Long> column = new Column<>(self(), DataType.BIGINT);
        column.isPrimaryKey = true;
        column.isGenerated = true;
        return column;
    }

    /** Text of any length. */
    protected final Column<String> text() {
        return new Column<>(self(), DataType.TEXT);
    }

    /** Text of at most so many characters; longer text is an error on every database. */
    protected final Column<String> varchar(int length) {
        return new Column<>(self(), DataType.varchar(length));
    }

    /** Whole numbers of 32 bits. */
    protected final Column<Integer> integer() {
        return new Column<>(self(), DataType.INTEGER);
    }

    /** Whole numbers of 64 bits. */
    protected final Column<Long> bigint() {
        return new Column<>(self(), DataType.BIGINT);
    }

    /** Whole numbers of 16 bits. */
    protected final Column<Short> smallint() {
        return new Column<>(self(), DataType.SMALLINT);
    }

    /** Floating point of 64 bits. */
    protected final Column<Double> doublePrecision() {
        return new Column<>(self(), DataType.DOUBLE);
    }

    /**
     * Exact decimals: so many digits in all, so many of them behind the point. SQLite keeps 15
     * digits and refuses more.
     */
    protected final Column<BigDecimal> decimal(int precision, int scale) {
        return new Column<>(self(), DataType.decimal(precision, scale));
    }

    /** True and false. */
    protected final Column<Boolean> bool() {
        return new Column<>(self(), DataType.BOOLEAN);
    }

    /** Date and time to the microsecond, without a zone; what is finer is cut off. */
    protected final Column<LocalDateTime> datetime() {
        return new Column<>(self(), DataType.DATETIME);
    }

    /** A day. */
    protected final Column<LocalDate> date() {
        return new Column<>(self(), DataType.DATE);
    }

    /** A time of day to the microsecond; what is finer is cut off. */
    protected final Column<LocalTime> time() {
        return new Column<>(self(), DataType.TIME);
    }

    /** A UUID: native on PostgreSQL, text of 36 characters on SQLite. */
    protected final Column<UUID> uuid() {
        return new Column<>(self(), DataType.UUID);
    }

    /** Bytes. */
    protected final Column<byte[]> blob() {
        return new Column<>(self(), DataType.BLOB);
    }

    /** A reference to the primary key of another model. The class is not initialised by this. */
    protected final <T extends Model<J>, J> ForeignKey<M, T, J> foreignKey(Class<T> target) {
        return new ForeignKey<>(self(), target, null);
    }

    /**
     * A reference to a unique column of another model, which is asked for when it is first needed.
     */
    protected final <T extends Model<?>, J> ForeignKey<M, T, J> foreignKey(
            Class<T> target, Supplier<? extends Column<J>> column) {
        return new ForeignKey<>(self(), target, column);
    }

    /** A reference to another row of this table. */
    protected final ForeignKey<M, M, K> selfReference() {
        return new ForeignKey<>(self(), null, null);
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

    /** An index over these columns or expressions, in this order. */
    protected final Index index(Ordering... parts) {
        Index index = new Index(self(), true, List.of(parts));
        declaring("index").indexes.add(index);
        return index;
    }

    /** An index over these columns that lets no two rows agree in all of them. */
    protected final Index uniqueIndex(Ordering... parts) {
        return index(parts).unique();
    }

    /** A condition that every row has to meet. The error of one that does not has the name. */
    protected final void check(String name, Condition condition) {
        declaring("check").checks.add(new Table.Check(name, condition));
    }

    /** A condition that every row has to meet, without a name of its own. */
    protected final void check(Condition condition) {
        declaring("check").checks.add(new Table.Check(null, condition));
    }

    /**
     * Columns that refer to the primary key of another model together, in its order. The class is
     * not initialised by this.
     */
    protected final CompositeForeignKey foreignKey(
            Class<? extends Model<?>> target, List<? extends Column<?>> columns) {
        return composite(new CompositeForeignKey(self(), List.copyOf(columns), target, null));
    }

    /**
     * Columns that refer to a unique combination of columns of another model, which is asked for
     * when it is first needed.
     */
    protected final CompositeForeignKey foreignKey(
            Class<? extends Model<?>> target,
            List<? extends Column<?>> columns,
            Supplier<? extends List<? extends Column<?>>> targetColumns) {
        return composite(
                new CompositeForeignKey(self(), List.copyOf(columns), target, targetColumns));
    }

    /** What the table is about, for those who look into the database. SQLite keeps none. */
    protected final void comment(String comment) {
        declaring("comment").comment = comment;
    }

    /** Kept by its primary key alone. SQLite only; PostgreSQL makes a table as ever. */
    protected final void withoutRowid() {
        Table.Options said = declaring("withoutRowid").options;
        declaration.options = new Table.Options(true, said.strict(), said.tablespace());
    }

    /** Refuses values of another type than the column's. SQLite only; PostgreSQL always does. */
    protected final void strict() {
        Table.Options said = declaring("strict").options;
        declaration.options = new Table.Options(said.withoutRowid(), true, said.tablespace());
    }

    /** Where the table is kept. PostgreSQL only. */
    protected final void tablespace(String name) {
        Table.Options said = declaring("tablespace").options;
        declaration.options = new Table.Options(said.withoutRowid(), said.strict(), name);
    }

    /** A view that is there: it is read like a table, writes are refused. */
    protected final void view() {
        declaring("view").view = new Table.View(null, false);
    }

    /**
     * A view of this query, whose columns have the names of this table's; {@code createTables}
     * makes it. Writes are refused.
     *
     * @param query asked for when the view is made
     */
    protected final void view(Supplier<? extends Select<?>> query) {
        declaring("view").view = new Table.View(query, false);
    }

    /**
     * As {@link #view(Supplier)}, with the rows kept until {@code database.schema().refresh(..)}.
     * PostgreSQL only.
     */
    protected final void materializedView(Supplier<? extends Select<?>> query) {
        declaring("materializedView").view = new Table.View(query, true);
    }

    final CompositeForeignKey composite(CompositeForeignKey foreignKey) {
        declaring("foreignKey").compositeForeignKeys.add(foreignKey);
        return foreignKey;
    }

    private Declaration declaring(String what) {
        if (self().isSealed()) {
            throw new ModelException(
                    "the table of " + self() + " is in use, so " + what + "(..) comes too late",
                    self().toString(),
                    "say it in the table's constructor");
        }
        return declaration;
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
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

    /** An index over these columns, in this order. */
    protected final void index(Column<?>... columns) {
        declaring("index").indexes.add(new Table.Index(List.of(columns), false));
    }

    /** An index over these columns that lets no two rows agree in all of them. */
    protected final void uniqueIndex(Column<?>... columns) {
        declaring("uniqueIndex").indexes.add(new Table.Index(List.of(columns), true));
    }

    /** A condition that every row has to meet. */
    protected final void check(String name, Condition condition) {
        declaring("check").checks.add(new Table.Check(name, condition));
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

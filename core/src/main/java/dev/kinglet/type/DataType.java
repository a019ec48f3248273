package dev.kinglet.type;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column type: its Java class, its name in DDL and its codec, a pair of the latter for each
 * dialect. Two types are equal when name and Java class are.
 *
 * @param <T> the Java type, boxed
 */
public final class DataType<T> implements HasType {
    public static final DataType<Integer> INTEGER =
            same(Integer.class, "integer", SqliteCodecs.INTEGER, PostgresCodecs.INTEGER);
    public static final DataType<Long> BIGINT =
            same(Long.class, "bigint", SqliteCodecs.BIGINT, PostgresCodecs.BIGINT);
    public static final DataType<Short> SMALLINT =
            same(Short.class, "smallint", SqliteCodecs.SMALLINT, PostgresCodecs.SMALLINT);
    public static final DataType<Double> DOUBLE =
            same(Double.class, "double precision", SqliteCodecs.DOUBLE, PostgresCodecs.DOUBLE);
    public static final DataType<Boolean> BOOLEAN =
            same(Boolean.class, "boolean", SqliteCodecs.BOOLEAN, PostgresCodecs.BOOLEAN);
    public static final DataType<String> TEXT =
            same(String.class, "text", SqliteCodecs.TEXT, PostgresCodecs.TEXT);

    /**
     * What the database gives, for columns of which nothing is known: whole numbers as Long, times
     * as those of java.time where the database has such types. Only ever read.
     */
    public static final DataType<Object> ANY =
            named(Object.class, "any", new AnyCodec(), "any", new AnyCodec());

    /** A pattern of LIKE; only ever bound. SQLite gets it as a pattern of GLOB. */
    public static final DataType<String> LIKE_PATTERN =
            named(
                    String.class,
                    "like pattern",
                    SqliteCodecs.LIKE_PATTERN,
                    "like pattern",
                    PostgresCodecs.TEXT);

    /** Microseconds, no zone. On SQLite a text of fixed length that sorts as the time does. */
    public static final DataType<LocalDateTime> DATETIME =
            new DataType<>(
                    LocalDateTime.class,
                    "datetime",
                    SqliteCodecs.DATETIME,
                    "timestamp",
                    PostgresCodecs.DATETIME,
                    value ->
                            value.getNano() % 1_000 == 0
                                    ? value
                                    : value.truncatedTo(ChronoUnit.MICROS));

    public static final DataType<LocalDate> DATE =
            same(LocalDate.class, "date", SqliteCodecs.DATE, PostgresCodecs.DATE);
    public static final DataType<LocalTime> TIME =
            new DataType<>(
                    LocalTime.class,
                    "time",
                    SqliteCodecs.TIME,
                    "time",
                    PostgresCodecs.TIME,
                    value -> value.truncatedTo(ChronoUnit.MICROS));
    public static final DataType<UUID> UUID =
            named(UUID.class, "char(36)", SqliteCodecs.UUID, "uuid", PostgresCodecs.UUID);
    public static final DataType<byte[]> BLOB =
            named(byte[].class, "blob", SqliteCodecs.BLOB, "bytea", PostgresCodecs.BLOB);

    /** Decimals without a declared scale, as sums and arithmetic give them. */
    public static final DataType<BigDecimal> DECIMAL =
            named(
                    BigDecimal.class,
                    "decimal",
                    new SqliteCodecs.DecimalCodec(null),
                    "numeric",
                    PostgresCodecs.DECIMAL);

    private static final Map<Class<?>, DataType<?>> BY_CLASS =
            Map.ofEntries(
                    Map.entry(Integer.class, INTEGER),
                    Map.entry(Long.class, BIGINT),
                    Map.entry(Short.class, SMALLINT),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(Boolean.class, BOOLEAN),
                    Map.entry(String.class, TEXT),
                    Map.entry(LocalDateTime.class, DATETIME),
                    Map.entry(LocalDate.class, DATE),
                    Map.entry(LocalTime.class, TIME),
                    Map.entry(UUID.class, UUID),
                    Map.entry(byte[].class, BLOB),
                    Map.entry(BigDecimal.class, DECIMAL));

    private final Class<T> javaType;
    private final String sqliteName;
    private final Codec<T> sqlite;
    private final String postgresName;
    private final Codec<T> postgres;
    private final UnaryOperator<T> fit;

    private DataType(
            Class<T> javaType,
            String sqliteName,
            Codec<T> sqlite,
            String postgresName,
            Codec<T> postgres,
            UnaryOperator<T> fit) {
        this.javaType = javaType;
        this.sqliteName = sqliteName;
        this.sqlite = sqlite;
        this.postgresName = postgresName;
        this.postgres = postgres;
        this.fit = fit;
    }

    private static <T> DataType<T> named(
            Class<T> javaType,
            String sqliteName,
            Codec<T> sqlite,
            String postgresName,
            Codec<T> postgres) {
        return new DataType<>(javaType, sqliteName, sqlite, postgresName, postgres, value -> value);
    }

    private static <T> DataType<T> same(
            Class<T> javaType, String name, Codec<T> sqlite, Codec<T> postgres) {
        return named(javaType, name, sqlite, name, postgres);
    }

    /**
     * Text of at most so many characters (code points). PostgreSQL checks the length; SQLite does
     * not, so the codec does there.
     */
    public static DataType<String> varchar(int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    "varchar(" + length + "): the length has to be 1 or more");
        }
        String name = "varchar(" + length + ")";
        return same(String.class, name, new SqliteCodecs.VarcharCodec(length), PostgresCodecs.TEXT);
    }

    /**
     * Exact decimals.
     *
     * @param precision digits in all
     * @param scale digits behind the point; what is read has just as many
     */
    public static DataType<BigDecimal> decimal(int precision, int scale) {
        if (precision < 1 || scale < 0 || scale > precision) {
            throw new IllegalArgumentException(
                    "decimal("
                            + precision
                            + ", "
                            + scale
                            + "): the precision has to be 1 or more and the scale between 0 and the precision");
        }
        String digits = "(" + precision + "," + scale + ")";
        return named(
                BigDecimal.class,
                "decimal" + digits,
                new SqliteCodecs.DecimalCodec(scale),
                "numeric" + digits,
                PostgresCodecs.DECIMAL);
    }

    /** The type of a plain value; null where values of that class have none. */
    @SuppressWarnings("unchecked")
    public static <T> @Nullable DataType<T> of(Class<T> javaType) {
        return (DataType<T>) BY_CLASS.get(javaType);
    }

    /** The boxed Java class of the values. */
    public Class<T> javaType() {
        return javaType;
    }

    /** The type's name in CREATE TABLE. */
    public String ddl(Dialect dialect) {
        return dialect == Dialect.SQLITE ? sqliteName : postgresName;
    }

    /** What writes and reads the values there. */
    public Codec<T> codec(Dialect dialect) {
        return dialect == Dialect.SQLITE ? sqlite : postgres;
    }

    /**
     * The value as the column will hold it: what is finer than the type is cut off, as the codecs
     * do.
     */
    public T fit(T value) {
        return fit.apply(value);
    }

    @Override
    public DataType<T> type() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof DataType<?> that
                        && javaType == that.javaType
                        && postgresName.equals(that.postgresName);
    }

    @Override
    public int hashCode() {
        return postgresName.hashCode();
    }

    @Override
    public String toString() {
        return postgresName;
    }
}

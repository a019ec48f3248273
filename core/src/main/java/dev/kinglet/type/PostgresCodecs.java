package dev.kinglet.type;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL half of the data types. */
final class PostgresCodecs {
    static final Codec<Long> BIGINT =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Long value)
                        throws SQLException {
                    statement.setLong(index, value);
                }

                @Override
                public @Nullable Long read(ResultSet result, int index) throws SQLException {
                    long value = result.getLong(index);
                    return value == 0 && result.wasNull() ? null : (Long) value;
                }

                @Override
                public String listType() {
                    return "int8";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new Long[size];
                }
            };

    static final Codec<Integer> INTEGER =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Integer value)
                        throws SQLException {
                    statement.setInt(index, value);
                }

                @Override
                public @Nullable Integer read(ResultSet result, int index) throws SQLException {
                    int value = result.getInt(index);
                    return value == 0 && result.wasNull() ? null : (Integer) value;
                }

                @Override
                public String listType() {
                    return "int4";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new Integer[size];
                }
            };

    static final Codec<Short> SMALLINT =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Short value)
                        throws SQLException {
                    statement.setShort(index, value);
                }

                @Override
                public @Nullable Short read(ResultSet result, int index) throws SQLException {
                    short value = result.getShort(index);
                    return value == 0 && result.wasNull() ? null : (Short) value;
                }

                @Override
                public String listType() {
                    return "int2";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new Short[size];
                }
            };

    static final Codec<Double> DOUBLE =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Double value)
                        throws SQLException {
                    statement.setDouble(index, value);
                }

                @Override
                public @Nullable Double read(ResultSet result, int index) throws SQLException {
                    double value = result.getDouble(index);
                    return value == 0 && result.wasNull() ? null : (Double) value;
                }

                @Override
                public String listType() {
                    return "float8";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new Double[size];
                }
            };

    static final Codec<Float> REAL =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Float value)
                        throws SQLException {
                    statement.setFloat(index, value);
                }

                @Override
                public @Nullable Float read(ResultSet result, int index) throws SQLException {
                    float value = result.getFloat(index);
                    return value == 0 && result.wasNull() ? null : (Float) value;
                }

                @Override
                public String listType() {
                    return "float4";
                }
            };

    static final Codec<Boolean> BOOLEAN =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Boolean value)
                        throws SQLException {
                    statement.setBoolean(index, value);
                }

                @Override
                public @Nullable Boolean read(ResultSet result, int index) throws SQLException {
                    boolean value = result.getBoolean(index);
                    return !value && result.wasNull() ? null : (Boolean) value;
                }

                @Override
                public String listType() {
                    return "bool";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new Boolean[size];
                }
            };

    static final Codec<String> TEXT =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, String value)
                        throws SQLException {
                    statement.setString(index, withoutNul(value));
                }

                @Override
                public @Nullable String read(ResultSet result, int index) throws SQLException {
                    return result.getString(index);
                }

                @Override
                public String listType() {
                    return "text";
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new String[size];
                }

                @Override
                public Object listElement(String value) {
                    return withoutNul(value);
                }

                private String withoutNul(String value) {
                    if (value.indexOf('\0') >= 0) {
                        throw new IllegalArgumentException(
                                "PostgreSQL stores no text with a NUL character");
                    }
                    return value;
                }
            };

    static final Codec<LocalDateTime> DATETIME =
            new ObjectCodec<>(LocalDateTime.class, "timestamp") {
                @Override
                LocalDateTime fit(LocalDateTime value) {
                    return Moments.dateTime(value);
                }

                @Override
                public void bind(PreparedStatement statement, int index, LocalDateTime value)
                        throws SQLException {
                    PostgresMoment.bind(statement, index, fit(value));
                }

                @Override
                public @Nullable LocalDateTime read(ResultSet result, int index)
                        throws SQLException {
                    return PostgresMoment.read(result, index);
                }

                @Override
                public Object listElement(LocalDateTime value) {
                    return TimeText.format(fit(value)); // made in one piece
                }

                @Override
                public Object arrayElement(LocalDateTime value) {
                    return fit(value);
                }
            };

    static final Codec<LocalDate> DATE =
            new ObjectCodec<>(LocalDate.class, "date") {
                @Override
                LocalDate fit(LocalDate value) {
                    return Moments.date(value);
                }
            };

    static final Codec<LocalTime> TIME =
            new ObjectCodec<>(LocalTime.class, "time") {
                @Override
                LocalTime fit(LocalTime value) {
                    return value.truncatedTo(ChronoUnit.MICROS);
                }
            };

    static final Codec<OffsetDateTime> ZONED =
            new ConvertedCodec<>(
                    new ObjectCodec<>(OffsetDateTime.class, "timestamptz") {
                        @Override
                        public void bind(
                                PreparedStatement statement, int index, OffsetDateTime value)
                                throws SQLException {
                            PostgresMoment.bind(statement, index, value);
                        }
                    },
                    Moments::utc,
                    Moments::fit);

    static final Codec<java.util.UUID> UUID = new ObjectCodec<>(java.util.UUID.class, "uuid");

    static final Codec<byte[]> BLOB =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, byte[] value)
                        throws SQLException {
                    statement.setBytes(index, value);
                }

                @Override
                public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
                    return result.getBytes(index);
                }

                @Override
                public @Nullable Object[] listArray(int size) {
                    return new byte[size][];
                }
            };

    static final Codec<BigDecimal> DECIMAL =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, BigDecimal value)
                        throws SQLException {
                    statement.setObject(index, value, Types.NUMERIC);
                }

                @Override
                public @Nullable BigDecimal read(ResultSet result, int index) throws SQLException {
                    return result.getBigDecimal(index);
                }

                @Override
                public String listType() {
                    return "numeric";
                }
            };

    private PostgresCodecs() {}

    /**
     * A type that has no class in JDBC, as the text that the server reads and prints.
     *
     * @param listType of which lists of it are; those of a type that the server was told of are
     *     texts, and cast: the driver remembers a type even when another one has its name now
     */
    static Codec<String> text(String listType) {
        return new Codec<>() {
            @Override
            public void bind(PreparedStatement statement, int index, String value)
                    throws SQLException {
                statement.setObject(index, value, Types.OTHER);
            }

            @Override
            public @Nullable String read(ResultSet result, int index) throws SQLException {
                return result.getString(index);
            }

            @Override
            public String listType() {
                return listType;
            }
        };
    }

    /** A type that the driver takes and gives as an object of that class (JDBC 4.2). */
    private static class ObjectCodec<T> implements Codec<T> {
        private final Class<T> javaType;
        private final String listType;

        ObjectCodec(Class<T> javaType, String listType) {
            this.javaType = javaType;
            this.listType = listType;
        }

        T fit(T value) {
            return value;
        }

        @Override
        public void bind(PreparedStatement statement, int index, T value) throws SQLException {
            statement.setObject(index, fit(value));
        }

        @Override
        public @Nullable T read(ResultSet result, int index) throws SQLException {
            return result.getObject(index, javaType);
        }

        @Override
        public String listType() {
            return listType;
        }

        @Override
        public Object listElement(T value) {
            // ISO text is what the server reads whatever its DateStyle; the driver would print
            // java.time so as well
            return fit(value).toString();
        }

        @Override
        public @Nullable Object[] listArray(int size) {
            return new String[size];
        }
    }
}

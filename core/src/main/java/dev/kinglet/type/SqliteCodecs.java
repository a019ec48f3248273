package dev.kinglet.type;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite half of the data types. Typed getters throughout: its driver's getObject costs about
 * twice as much. Numbers are bound as the objects that they are: its driver would box them anew.
 */
final class SqliteCodecs {

    /** Lists travel as one JSON text, read back by json_each. */
    private static final String JSON = "json";

    static final Codec<Long> BIGINT =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Long value)
                        throws SQLException {
                    statement.setObject(index, value);
                }

                @Override
                public @Nullable Long read(ResultSet result, int index) throws SQLException {
                    long value = result.getLong(index);
                    return value == 0 && result.wasNull() ? null : (Long) value;
                }

                @Override
                public String listType() {
                    return JSON;
                }
            };

    static final Codec<Integer> INTEGER =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Integer value)
                        throws SQLException {
                    statement.setObject(index, value);
                }

                @Override
                public @Nullable Integer read(ResultSet result, int index) throws SQLException {
                    // read wide: the driver's getInt cuts a 64-bit value silently
                    long value = result.getLong(index);
                    return value == 0 && result.wasNull() ? null : (Integer) Numbers.toInt(value);
                }

                @Override
                public String listType() {
                    return JSON;
                }
            };

    static final Codec<Short> SMALLINT =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Short value)
                        throws SQLException {
                    statement.setInt(index, value);
                }

                @Override
                public @Nullable Short read(ResultSet result, int index) throws SQLException {
                    long value = result.getLong(index);
                    return value == 0 && result.wasNull() ? null : (Short) Numbers.toShort(value);
                }

                @Override
                public String listType() {
                    return JSON;
                }
            };

    /** Without a list form: SQLite's parser of JSON numbers may be off in the last bit. */
    static final Codec<Double> DOUBLE =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Double value)
                        throws SQLException {
                    if (value.isNaN()) {
                        throw new IllegalArgumentException(
                                "SQLite has no NaN and would store NULL");
                    }
                    statement.setObject(index, value);
                }

                @Override
                public @Nullable Double read(ResultSet result, int index) throws SQLException {
                    double value = result.getDouble(index);
                    return value == 0 && result.wasNull() ? null : (Double) value;
                }
            };

    /** Stored in 64 bits, which hold each float as it is. */
    static final Codec<Float> REAL =
            new ConvertedCodec<>(DOUBLE, Float::doubleValue, Numbers::toFloat);

    static final Codec<Boolean> BOOLEAN =
            new Codec<>() {
                @Override
                public void bind(PreparedStatement statement, int index, Boolean value)
                        throws SQLException {
                    statement.setInt(index, value ? 1 : 0);
                }

                @Override
                public @Nullable Boolean read(ResultSet result, int index) throws SQLException {
                    int value = result.getInt(index);
                    return value == 0 && result.wasNull() ? null : (Boolean) (value != 0);
                }

                @Override
                public String listType() {
                    return JSON;
                }
            };

    static final Codec<String> TEXT =
            new TextCodec<>() {
                @Override
                String format(String value) {
                    return value;
                }

                @Override
                String parse(String text) {
                    return text;
                }
            };

    /** Patterns of LIKE, bound as those of GLOB, which tells case apart. */
    static final Codec<String> LIKE_PATTERN =
            new TextCodec<>() {
                @Override
                String format(String value) {
                    return LikePattern.toGlob(value);
                }

                @Override
                String parse(String text) {
                    return text;
                }
            };

    static final Codec<LocalDateTime> DATETIME =
            new TextCodec<>() {
                @Override
                String format(LocalDateTime value) {
                    return TimeText.format(value);
                }

                @Override
                LocalDateTime parse(String text) {
                    return TimeText.parseDateTime(text);
                }
            };

    static final Codec<LocalDate> DATE =
            new TextCodec<>() {
                @Override
                String format(LocalDate value) {
                    return TimeText.format(value);
                }

                @Override
                LocalDate parse(String text) {
                    return TimeText.parseDate(text);
                }
            };

    static final Codec<LocalTime> TIME =
            new TextCodec<>() {
                @Override
                String format(LocalTime value) {
                    return TimeText.format(value);
                }

                @Override
                LocalTime parse(String text) {
                    return TimeText.parseTime(text);
                }
            };

    static final Codec<OffsetDateTime> ZONED =
            new TextCodec<>() {
                @Override
                String format(OffsetDateTime value) {
                    return TimeText.format(value);
                }

                @Override
                OffsetDateTime parse(String text) {
                    return TimeText.parseZoned(text);
                }
            };

    static final Codec<java.util.UUID> UUID =
            new TextCodec<>() {
                @Override
                String format(java.util.UUID value) {
                    return value.toString();
                }

                @Override
                java.util.UUID parse(String text) {
                    return java.util.UUID.fromString(text);
                }
            };

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
            };

    static final Codec<BigDecimal> DECIMAL = new DecimalCodec();

    /** What a 64-bit float holds exactly (IEEE 754, DBL_DIG). */
    static final int EXACT_DIGITS = 15;

    private SqliteCodecs() {}

    /** A type that is stored as text. */
    private abstract static class TextCodec<T> implements Codec<T> {
        abstract String format(T value);

        abstract T parse(String text);

        @Override
        public void bind(PreparedStatement statement, int index, T value) throws SQLException {
            statement.setString(index, format(value));
        }

        @Override
        public @Nullable T read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : parse(text);
        }

        @Override
        public String listType() {
            return JSON;
        }

        @Override
        public Object listElement(T value) {
            return format(value);
        }
    }

    /**
     * SQLite keeps decimals as 64-bit floats: what they do not hold is refused rather than rounded.
     */
    private static final class DecimalCodec implements Codec<BigDecimal> {
        @Override
        public void bind(PreparedStatement statement, int index, BigDecimal value)
                throws SQLException {
            if (value.precision() > EXACT_DIGITS
                    && value.stripTrailingZeros().precision() > EXACT_DIGITS) {
                throw new IllegalArgumentException(
                        "a decimal of "
                                + value.precision()
                                + " digits does not fit: SQLite keeps "
                                + EXACT_DIGITS
                                + " exactly");
            }
            // as a number: against an expression, which has no affinity, a text never equals one
            statement.setDouble(index, value.doubleValue());
        }

        @Override
        public @Nullable BigDecimal read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : new BigDecimal(text);
        }
    }
}

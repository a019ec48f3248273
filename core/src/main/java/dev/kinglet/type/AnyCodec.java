package dev.kinglet.type;

import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column of which nothing is known: as the driver tells it, in the classes of the types.
 */
final class AnyCodec implements Codec<Object> {

    @Override
    public void bind(PreparedStatement statement, int index, Object value) {
        throw new IllegalArgumentException("a value of no known type cannot be bound");
    }

    @Override
    public @Nullable Object read(ResultSet result, int index) throws SQLException {
        Object value = result.getObject(index);
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Time time) {
            return time.toLocalTime();
        }
        // SQLite's driver gives the smallest class of numbers that a value fits in
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }
}

package dev.kinglet.type;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of one type with the driver of one dialect. Implementations are
 * stateless and may be used by any thread.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {

    /**
     * Binds a value.
     *
     * @param index counts from 1, as in JDBC
     * @throws IllegalArgumentException where the value does not fit the column type; the message
     *     says why and becomes that of a DataException
     */
    void bind(PreparedStatement statement, int index, T value) throws SQLException;

    /**
     * Reads a value by position.
     *
     * @param index counts from 1, as in JDBC
     * @return null for SQL NULL
     * @throws IllegalArgumentException where the stored value is not of this type
     */
    @Nullable T read(ResultSet result, int index) throws SQLException;

    /**
     * How a list of such values travels in one bound value: the element type of an array on
     * PostgreSQL, {@code "json"} on SQLite. Null where it cannot; then each value gets a
     * placeholder of its own.
     */
    default @Nullable String listType() {
        return null;
    }

    /**
     * One value of a list, or of DDL, as a Number, Boolean or String; as bytes only where {@link
     * #listType()} is null.
     */
    default Object listElement(T value) {
        return value;
    }

    /**
     * As {@link #listElement}, where a list is written as PostgreSQL reads it: what is a moment
     * there is a moment, and no text.
     */
    default Object arrayElement(T value) {
        return listElement(value);
    }

    /**
     * Room for so many {@link #listElement elements} on their way to PostgreSQL: of the class whose
     * arrays the driver sends as bytes, where there is one.
     */
    default @Nullable Object[] listArray(int size) {
        return new Object[size];
    }
}

package dev.kinglet.type;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A codec on top of another one: what is stored is of another class.
 *
 * @param <T> the Java type
 * @param <S> the Java type of what is stored
 */
final class ConvertedCodec<T, S> implements Codec<T> {
    private final Codec<S> stored;
    private final Function<? super T, ? extends S> to;
    private final Function<? super S, ? extends T> from;

    /** Neither function sees null; what they refuse is an IllegalArgumentException. */
    ConvertedCodec(
            Codec<S> stored,
            Function<? super T, ? extends S> to,
            Function<? super S, ? extends T> from) {
        this.stored = stored;
        this.to = to;
        this.from = from;
    }

    @Override
    public void bind(PreparedStatement statement, int index, T value) throws SQLException {
        stored.bind(statement, index, to.apply(value));
    }

    @Override
    public @Nullable T read(ResultSet result, int index) throws SQLException {
        S value = stored.read(result, index);
        return value == null ? null : from.apply(value);
    }

    @Override
    public @Nullable String listType() {
        return stored.listType();
    }

    @Override
    public Object listElement(T value) {
        return stored.listElement(to.apply(value));
    }

    @Override
    public Object arrayElement(T value) {
        return stored.arrayElement(to.apply(value));
    }

    @Override
    public @Nullable Object[] listArray(int size) {
        return stored.listArray(size);
    }
}

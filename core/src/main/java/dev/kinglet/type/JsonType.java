package dev.kinglet.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A type with arguments, which no class stands for: {@code new JsonType<List<Role>>() {}}. Equal to
 * every other one of the same type.
 *
 * @param <T> the type
 */
public abstract class JsonType<T> {
    private final Type type;

    /** For the braces behind it. */
    protected JsonType() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType own)) {
            throw new IllegalArgumentException(
                    "a JsonType needs its argument: new JsonType<List<Role>>() {}");
        }
        this.type = own.getActualTypeArguments()[0];
    }

    /** What stands between the brackets. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof JsonType<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}

package dev.kinglet.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types of JSON: how their values become the one text that is stored, and back. */
final class JsonTypes {
    private JsonTypes() {}

    /**
     * What makes two types of JSON equal.
     *
     * @param mapper null for plain values alone
     */
    record Key(@Nullable JsonMapper mapper, Type type) {}

    /** Plain values; what is of a class of its own is written by a mapper. */
    static DataType<Object> plain(@Nullable JsonMapper mapper) {
        return of(
                new Key(mapper, Json.class),
                Object.class,
                value -> Json.write(value, mapper),
                Json::parse);
    }

    static <T> DataType<T> of(JsonType<T> type, JsonMapper mapper) {
        Type raw = type.type() instanceof ParameterizedType of ? of.getRawType() : type.type();
        @SuppressWarnings("unchecked") // the class without its arguments
        Class<T> javaType = (Class<T>) (raw instanceof Class<?> known ? known : Object.class);
        return of(javaType, type.type(), mapper);
    }

    @SuppressWarnings("unchecked") // what a mapper reads for a type is of the type
    static <T> DataType<T> of(Class<T> javaType, Type type, JsonMapper mapper) {
        return of(
                new Key(mapper, type),
                javaType,
                value -> Json.text(Json.parse(mapper.write(value, type))),
                text -> (T) mapper.read(text, type));
    }

    @SuppressWarnings("NullAway") // what reads JSON's null answers null, as a codec does for SQL's
    private static <T> DataType<T> of(
            Key key,
            Class<T> javaType,
            Function<T, String> write,
            Function<String, @Nullable T> read) {
        return DataType.of(
                key,
                javaType,
                new ConvertedCodec<>(SqliteCodecs.TEXT, write, read),
                new ConvertedCodec<>(PostgresCodecs.text("jsonb"), write, read));
    }

    /** A value of plain JSON. */
    @SuppressWarnings("unchecked") // what a mapper reads for a type is of the type
    static <T> @Nullable T read(DataType<T> type, Object plain) {
        Key key = Objects.requireNonNull(type.jsonKey());
        return key.mapper == null || key.type == Json.class
                ? (T) Json.plain(plain)
                : (T) key.mapper.read(Json.write(plain, key.mapper), key.type);
    }

    /** A copy that nobody changes; what cannot be stored stays, and is refused when it is. */
    static Object copy(Object value) {
        try {
            Object copy = Json.plain(value);
            return copy == null ? value : copy;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}

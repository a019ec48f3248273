package dev.kinglet.type;

import java.util.function.Function;

/** What a type of the application's own is made of. */
record Mapping<T, S>(
        DataType<S> stored,
        Function<? super T, ? extends S> to,
        Function<? super S, ? extends T> from) {
    T read(Object value) {
        return from.apply(stored.javaType().cast(value));
    }
}

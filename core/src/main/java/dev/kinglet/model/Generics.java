package dev.kinglet.model;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a class says about the type parameter of a superclass. */
final class Generics {
    private Generics() {}

    /**
     * The first type argument that a class gives to a generic superclass; null where it leaves it
     * open.
     */
    static @Nullable Class<?> argument(Class<?> from, Class<?> generic) {
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        Type type = from;
        while (true) {
            Class<?> raw;
            if (type instanceof ParameterizedType parameterized) {
                raw = (Class<?>) parameterized.getRawType();
                TypeVariable<?>[] variables = raw.getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    Type argument = parameterized.getActualTypeArguments()[i];
                    known.put(
                            variables[i],
                            argument instanceof TypeVariable<?> v
                                    ? known.getOrDefault(v, v)
                                    : argument);
                }
            } else if (type instanceof Class<?> plain) {
                raw = plain;
            } else {
                return null;
            }
            if (raw == generic) {
                return raw(known.get(generic.getTypeParameters()[0]));
            }
            type = raw.getGenericSuperclass();
        }
    }

    private static @Nullable Class<?> raw(@Nullable Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain ? plain : null;
    }
}

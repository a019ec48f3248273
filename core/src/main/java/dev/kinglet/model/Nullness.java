package dev.kinglet.model;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What JSpecify's annotations on a field say about the values of its column. */
final class Nullness {
    private Nullness() {}

    /**
     * Whether a type argument of the field's type is nullable; null where nothing is said: outside
     * of null-marked code (Kotlin has its own way), and for a type variable.
     */
    static @Nullable Boolean of(Field field, int argument) {
        if (!isMarked(field.getDeclaringClass())
                || !(field.getAnnotatedType() instanceof AnnotatedParameterizedType type)
                || type.getAnnotatedActualTypeArguments().length <= argument) {
            return null;
        }
        AnnotatedType value = type.getAnnotatedActualTypeArguments()[argument];
        if (value.getType() instanceof TypeVariable<?>) {
            return null;
        }
        return value.isAnnotationPresent(Nullable.class);
    }

    private static boolean isMarked(Class<?> declaring) {
        for (Annotation annotation : declaring.getAnnotations()) {
            // Kotlin shares packages with Java, and keeps its own nullness out of Java's
            // annotations
            if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
                return false;
            }
        }
        for (Class<?> c = declaring; c != null; c = c.getEnclosingClass()) {
            if (c.isAnnotationPresent(NullMarked.class)) {
                return true;
            }
        }
        return declaring.getPackage() != null
                && declaring.getPackage().isAnnotationPresent(NullMarked.class);
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Reads the fields that declarations are kept in, private ones too. */
final class Fields {
    private Fields() {}

    /**
     * The value of a field.
     *
     * @param owner null for a static one
     */
    static @Nullable Object read(Field field, @Nullable Object owner, Class<?> modelClass) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ModelException(
                    "the field " + field + " cannot be read",
                    ErrorContext.NONE
                            .withModel(modelClass.getSimpleName())
                            .withHint(
                                    "open its package to dev.kinglet.core, or make field and class public"),
                    e);
        }
    }
}

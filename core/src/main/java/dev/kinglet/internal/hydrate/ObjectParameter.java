package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import org.jspecify.annotations.Nullable;

/** One parameter of the constructor that an object is made by. */
record ObjectParameter(String name, Class<?> type) {

    /**
     * The value as the parameter takes it: numbers are widened or narrowed where nothing is lost.
     *
     * @param path the object it is a parameter of: its class, or {@code Class.parameter} inside of
     *     another
     */
    @Nullable Object convert(@Nullable Object value, String path) {
        if (value == null) {
            if (type.isPrimitive()) {
                throw refused(path, "NULL", "make it " + Constructors.boxed(type).getSimpleName());
            }
            return null;
        }
        Class<?> boxed = Constructors.boxed(type);
        if (boxed.isInstance(value)) {
            return value;
        }
        Object number = value instanceof Number n ? Constructors.exact(n, boxed) : null;
        if (number == null) {
            throw refused(
                    path,
                    "a value of type " + value.getClass().getSimpleName() + " that does not fit",
                    "change its type, or cast in the query");
        }
        return number;
    }

    /** The class that was asked for: the first step of a path. */
    static String owner(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private DataException refused(String path, String what, String hint) {
        return new DataException(
                path
                        + "."
                        + name
                        + " is of type "
                        + type.getSimpleName()
                        + ", and the query gave "
                        + what,
                ErrorContext.NONE.withModel(owner(path)).withHint(hint),
                null);
    }
}

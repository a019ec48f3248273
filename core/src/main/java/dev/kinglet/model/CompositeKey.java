package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primary key of several columns, in the order in which the table declares them. Equal when all
 * parts are.
 */
public final class CompositeKey {
    private final Object[] parts;

    private CompositeKey(Object[] parts) {
        this.parts = parts;
    }

    /**
     * A key of these parts: raw keys where a column is a foreign key.
     *
     * @throws ModelException for a null part, which no primary key has
     */
    public static CompositeKey of(Object... parts) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == null) {
                throw new ModelException(
                        "part " + (i + 1) + " of a composite key is null",
                        null,
                        "a primary key has no null: find out which part is missing");
            }
        }
        return new CompositeKey(parts.clone());
    }

    Object part(int index) {
        return parts[index];
    }

    /** The parts, in order; never null, never empty. */
    public List<Object> parts() {
        return List.of(parts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CompositeKey that && Arrays.deepEquals(parts, that.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(parts);
    }

    @Override
    public String toString() {
        return Arrays.toString(parts);
    }
}

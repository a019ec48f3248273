package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.internal.plan.Plan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row into an object of a class, through its constructor. Which column fills which
 * parameter was settled when the reader was made, see {@link ObjectMatch}.
 */
final class ObjectReader<R> implements RowReader<@Nullable R> {
    private final String path;
    private final MethodHandle constructor;
    private final Part[] parts;
    private final @Nullable Presence presence;

    /**
     * @param path the class that was asked for, and where in it this object goes
     * @param presence how a missed outer join is told; null for an object that is always there
     */
    ObjectReader(
            String path,
            Constructors.Signature signature,
            Part[] parts,
            @Nullable Presence presence) {
        this.path = path;
        this.parts = parts;
        this.presence = presence;
        this.constructor = handle(signature);
    }

    static <R> ObjectReader<R> of(Class<R> type, Plan plan) {
        return new ObjectMatch(type, plan).reader();
    }

    /** The object; null where it is that of an outer join that missed. */
    @Override
    @SuppressWarnings("unchecked") // the constructor is that of R
    public @Nullable R read(ResultSet result) throws SQLException {
        if (presence != null && presence.isMissing(result)) {
            return null;
        }
        @Nullable Object[] arguments = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            arguments[i] = parts[i].reader.read(result);
        }
        if (presence != null && presence.missesAllOf(arguments)) {
            return null;
        }
        for (int i = 0; i < parts.length; i++) {
            arguments[i] = parts[i].parameter.convert(arguments[i], path);
        }
        try {
            return (R) constructor.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new DataException(
                    "the constructor of " + path + " failed: " + e,
                    ErrorContext.NONE.withModel(ObjectParameter.owner(path)),
                    e);
        }
    }

    private static MethodHandle handle(Constructors.Signature signature) {
        try {
            MethodHandle handle =
                    MethodHandles.lookup().unreflectConstructor(signature.constructor());
            return handle.asSpreader(Object[].class, signature.parameters().size())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }

    /** A parameter and what reads its value. */
    record Part(ObjectParameter parameter, RowReader<?> reader) {}

    /**
     * Tells a row of a joined source from none: by its key, or where none could be selected by all
     * of its values.
     */
    record Presence(@Nullable RowReader<?> key) {
        boolean isMissing(ResultSet result) throws SQLException {
            return key != null && key.read(result) == null;
        }

        boolean missesAllOf(@Nullable Object[] values) {
            if (key != null) {
                return false;
            }
            for (Object value : values) {
                if (value != null) {
                    return false;
                }
            }
            return true;
        }
    }
}

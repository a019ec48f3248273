package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row into an object of a class, through its constructor. Names are matched once, when the
 * reader is made.
 */
final class ObjectReader<R> implements RowReader<R> {
    private final Class<R> type;
    private final MethodHandle constructor;
    private final RowLayout.Item[] items;
    private final Parameter[] parameters;

    ObjectReader(Class<R> type, Plan plan) {
        this.type = type;
        Constructors.Signature signature = Constructors.of(type);
        List<RowLayout.Item> matched = new ArrayList<>();
        for (Parameter parameter : signature.parameters()) {
            matched.add(match(parameter, plan));
        }
        this.items = matched.toArray(RowLayout.Item[]::new);
        this.parameters = signature.parameters().toArray(Parameter[]::new);
        this.constructor = handle(signature);
    }

    @Override
    @SuppressWarnings("unchecked") // the constructor is that of R
    public R read(ResultSet result) throws SQLException {
        @Nullable Object[] arguments = new Object[items.length];
        for (int i = 0; i < items.length; i++) {
            arguments[i] =
                    parameters[i].convert(items[i].codec().read(result, items[i].position()), type);
        }
        try {
            return (R) constructor.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new DataException(
                    "the constructor of " + type.getSimpleName() + " failed: " + e,
                    ErrorContext.NONE.withModel(type.getSimpleName()),
                    e);
        }
    }

    private RowLayout.Item match(Parameter parameter, Plan plan) {
        List<RowLayout.Item> all = plan.layout().items();
        for (RowLayout.Item item : all) {
            if (item.label().equals(parameter.name())) {
                return item;
            }
        }
        List<RowLayout.Item> close =
                all.stream()
                        .filter(item -> plain(item.label()).equals(plain(parameter.name())))
                        .toList();
        if (close.size() != 1) {
            throw new ProgrammingException(
                    type.getSimpleName()
                            + " wants '"
                            + parameter.name()
                            + "', and the query selects "
                            + all.stream().map(RowLayout.Item::label).toList(),
                    plan.model(),
                    "select a column or alias of that name");
        }
        return close.get(0);
    }

    /** {@code favCount} and {@code fav_count} are one name. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
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

    /** One parameter of the constructor. */
    record Parameter(String name, Class<?> type) {

        /**
         * The value as the parameter takes it: numbers are widened or narrowed where nothing is
         * lost.
         */
        @Nullable Object convert(@Nullable Object value, Class<?> owner) {
            if (value == null) {
                if (type.isPrimitive()) {
                    throw refused(
                            owner, "NULL", "make it " + Constructors.boxed(type).getSimpleName());
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
                        owner,
                        "a value of type "
                                + value.getClass().getSimpleName()
                                + " that does not fit",
                        "change its type, or cast in the query");
            }
            return number;
        }

        private DataException refused(Class<?> owner, String what, String hint) {
            return new DataException(
                    owner.getSimpleName()
                            + "."
                            + name
                            + " is of type "
                            + type.getSimpleName()
                            + ", and the query gave "
                            + what,
                    ErrorContext.NONE.withModel(owner.getSimpleName()).withHint(hint),
                    null);
        }
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import java.lang.reflect.Constructor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes aliases of tables. */
final class Aliases {
    private Aliases() {}

    /**
     * Constructors by table class, made accessible once: looking one up costs more than calling it.
     */
    private static final ClassValue<Constructor<?>> CONSTRUCTORS =
            new ClassValue<>() {
                @Override
                protected Constructor<?> computeValue(Class<?> tableClass) {
                    try {
                        Constructor<?> constructor = tableClass.getDeclaredConstructor();
                        constructor.setAccessible(true);
                        return constructor;
                    } catch (ReflectiveOperationException | RuntimeException e) {
                        throw cannot(tableClass, e);
                    }
                }
            };

    static <T extends Table<?, ?>> Supplier<T> constructor(T table) {
        Constructor<?> constructor = CONSTRUCTORS.get(table.getClass());
        return () -> {
            try {
                @SuppressWarnings("unchecked") // a constructor of the class of T
                T copy = (T) constructor.newInstance();
                return copy;
            } catch (ReflectiveOperationException e) {
                throw cannot(table.getClass(), e);
            }
        };
    }

    static <T extends Table<?, ?>> T typed(
            T table, String name, Supplier<? extends T> constructor) {
        T copy = constructor.get();
        if (copy.columns().size() != table.columns().size() || copy == table.base()) {
            throw new ModelException(
                    "a second instance of the table of "
                            + table
                            + " declares "
                            + copy.columns().size()
                            + " columns, and the table has "
                            + table.columns().size(),
                    table.toString(),
                    "a Kotlin object has one instance: use table.alias(\"" + name + "\")");
        }
        copy.becomeAlias(table, name);
        return copy;
    }

    static <M extends Model<?>, K extends @Nullable Object> Table<M, K> untyped(
            Table<M, K> table, String name) {
        Table<M, K> copy = copy(table);
        copy.becomeAlias(table, name);
        return copy;
    }

    static <M extends Model<?>, K extends @Nullable Object> Table<M, K> unscoped(
            Table<M, K> table) {
        Table<M, K> copy = copy(table);
        copy.becomeUnscoped(table);
        return copy;
    }

    private static <M extends Model<?>, K extends @Nullable Object> Table<M, K> copy(
            Table<M, K> table) {
        Table<M, K> copy = new Copy<>(table);
        for (Column<?> column : table.columns()) {
            column.copyTo(copy);
        }
        for (CompositeForeignKey<?, ?> foreignKey : table.compositeForeignKeys()) {
            foreignKey.copyTo(copy);
        }
        return copy;
    }

    private static ModelException cannot(Class<?> tableClass, Exception cause) {
        return new ModelException(
                "the table class "
                        + tableClass.getSimpleName()
                        + " has no constructor without arguments that can be called",
                ErrorContext.NONE.withHint(
                        "add one, open its package to dev.kinglet.core, or use table.alias(\"name\")"),
                cause);
    }

    private static final class Copy<M extends Model<?>, K extends @Nullable Object>
            extends Table<M, K> {
        Copy(Table<M, K> table) {
            super(table::newRow);
        }
    }
}

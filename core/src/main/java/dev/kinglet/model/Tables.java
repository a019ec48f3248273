package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * From a model class to its table: the static field of the class that holds a table of such rows.
 * Looked up once a class and kept with it, so that a class that is unloaded takes its table along.
 */
public final class Tables {
    private static final ClassValue<Table<?, ?>> BY_CLASS =
            new ClassValue<>() {
                @Override
                protected Table<?, ?> computeValue(Class<?> modelClass) {
                    // what this throws is not kept: the class may just be initialising
                    return find(modelClass);
                }
            };

    private Tables() {}

    /**
     * The table of a model class, or of the nearest superclass that has one.
     *
     * @throws ModelException where none declares a table, or one declares two
     */
    public static Table<?, ?> of(Class<?> modelClass) {
        return BY_CLASS.get(modelClass);
    }

    private static Table<?, ?> find(Class<?> modelClass) {
        for (Class<?> c = modelClass; c != null && c != Model.class; c = c.getSuperclass()) {
            List<Table<?, ?>> tables = declaredIn(c);
            if (tables.size() > 1) {
                throw new ModelException(
                        c.getSimpleName() + " declares " + tables.size() + " tables of its rows",
                        c.getSimpleName(),
                        "keep one in a static field; make the others aliases where they are used");
            }
            if (tables.size() == 1) {
                return tables.get(0);
            }
        }
        throw new ModelException(
                modelClass.getSimpleName() + " declares no table",
                modelClass.getSimpleName(),
                "keep its table in a static field of the class (Kotlin: make it the companion object)");
    }

    private static List<Table<?, ?>> declaredIn(Class<?> modelClass) {
        List<Table<?, ?>> tables = new ArrayList<>();
        for (Field field : modelClass.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                    || !Table.class.isAssignableFrom(field.getType())) {
                continue;
            }
            if (Fields.read(field, null, modelClass) instanceof Table<?, ?> table
                    && table.aliasName() == null
                    && !tables.contains(table)
                    && table.newRow().getClass().isAssignableFrom(modelClass)) {
                tables.add(table);
            }
        }
        return tables;
    }
}

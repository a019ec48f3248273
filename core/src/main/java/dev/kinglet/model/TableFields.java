package dev.kinglet.model;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that hold what a table declares: those of the table class and its superclasses, and
 * the static ones of the class around it, where Kotlin keeps the values of a companion object; and
 * those of the mixins in them.
 */
final class TableFields {
    private final Table<?, ?> table;
    private final Class<?> modelClass;
    private final Map<Column<?>, Field> columns = new IdentityHashMap<>();
    private final Map<String, TableRelation> relations = new LinkedHashMap<>();

    private TableFields(Table<?, ?> table, Class<?> modelClass) {
        this.table = table;
        this.modelClass = modelClass;
    }

    static TableFields of(Table<?, ?> table, Class<?> modelClass) {
        TableFields fields = new TableFields(table, modelClass);
        fields.collectAll(table, Table.class);
        Class<?> around = table.getClass().getDeclaringClass();
        if (around != null) {
            for (Field field : around.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    fields.collect(field, null);
                }
            }
        }
        return fields;
    }

    /** The fields that hold its columns. */
    Map<Column<?>, Field> columns() {
        return columns;
    }

    /** Its relations, by the names of the fields that hold them. */
    Map<String, TableRelation> relations() {
        return relations.isEmpty() ? Map.of() : Collections.unmodifiableMap(relations);
    }

    private void collectAll(Object holder, Class<?> end) {
        for (Class<?> c = holder.getClass(); c != null && c != end; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                collect(field, Modifier.isStatic(field.getModifiers()) ? null : holder);
            }
        }
    }

    private void collect(Field field, @Nullable Object owner) {
        Class<?> type = field.getType();
        if (!Column.class.isAssignableFrom(type)
                && !SearchField.class.isAssignableFrom(type)
                && type != CompositeForeignKey.class
                && type != OneOf.class
                && !Mixin.class.isAssignableFrom(type)
                && !TableRelation.class.isAssignableFrom(type)) {
            return;
        }
        Object value = Fields.read(field, owner, modelClass);
        if (value instanceof SearchField search && search.table == table) {
            search.heldBy(field.getName());
        } else if (value instanceof Column<?> column && column.table == table) {
            columns.putIfAbsent(column, field);
        } else if (value instanceof CompositeForeignKey<?, ?> composite
                && composite.table() == table) {
            composite.label = field.getName();
        } else if (value instanceof OneOf<?, ?> one && table.declaration.oneOfs.contains(one)) {
            one.label = field.getName();
        } else if (value instanceof Mixin<?, ?> mixin && mixin.self() == table) {
            collectAll(mixin, Mixin.class);
        } else if (value instanceof TableRelation relation && relation.table() == table) {
            relations.putIfAbsent(field.getName(), relation);
        }
    }
}

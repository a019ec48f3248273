package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names a table and its columns, and checks the declaration. Touches no other table. */
final class Sealer {
    private final Table<?, ?> table;
    private final Declaration declaration;
    private final Class<?> modelClass;
    private final String modelName;

    private Sealer(Table<?, ?> table) {
        this.table = table;
        this.declaration = table.declaration();
        this.modelClass = table.newRow().getClass();
        this.modelName = table.modelNameOf(modelClass);
    }

    static Sealed seal(Table<?, ?> table) {
        return new Sealer(table).seal();
    }

    private Sealed seal() {
        if (declaration.columns.isEmpty()) {
            throw wrong(
                    "declares no columns",
                    "declare at least one, such as: public final Column<Long> id = autoId()");
        }
        TableFields held = TableFields.of(table, modelClass);
        Map<Column<?>, Field> fields = held.columns();
        List<String> names = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (Column<?> column : declaration.columns) {
            Field holder = fields.get(column);
            String field = holder == null ? null : holder.getName();
            if (holder != null) {
                checkNullness(holder, column);
            }
            if (field == null && column.givenName == null) {
                throw wrong(
                        "has a column (the "
                                + ordinal(column.ordinal + 1)
                                + ") that no field holds, so it has no name",
                        "keep it in a field of the table class, or give it one: named(\"name\")");
            }
            String name = column.givenName != null ? column.givenName : columnName(column, field);
            names.add(name);
            labels.add(field != null ? field : name);
        }
        refuseDoubles(names, labels);
        List<Column<?>> key = primaryKey(names);
        for (Column<?> column : key) {
            column.isPrimaryKey = true;
            if (column.isNullable) {
                throw wrong(
                        "has the nullable column '"
                                + names.get(column.ordinal)
                                + "' in its primary key",
                        "a primary key is never null: drop nullable()");
            }
        }
        checkKeyType(key, names);
        Contradictions.refuse(declaration.columns, key, names, this::wrong);
        declaration.compositeForeignKeys.forEach(composite -> check(composite, names));
        String tableName = declaration.name != null ? declaration.name : table.nameOf(modelClass);
        List<Index> indexes = indexes();
        indexes.forEach(index -> index.check(modelName));
        declaration.searches.forEach(search -> search.check(modelName, names));
        declaration.searchColumns.forEach(search -> search.check(modelName, names));
        return new Sealed(
                modelClass,
                modelName,
                tableName,
                List.copyOf(names),
                List.copyOf(labels),
                List.copyOf(key),
                key.size() == 1 && key.get(0).isGenerated ? key.get(0) : null,
                version(names),
                declaration.columns.stream().filter(Column::isFilledIn).toList(),
                declaration.columns.stream().filter(Column::isMadeByDatabase).toList(),
                declaration.columns.stream().filter(c -> c.isReadOnly && !c.isGenerated).toList(),
                declaration.columns.stream().filter(c -> c.onWrite != null).toList(),
                indexes,
                checks(tableName, names),
                held.relations());
    }

    /** Those of the columns first, named as PostgreSQL names them. */
    private List<Table.Check> checks(String tableName, List<String> names) {
        List<Table.Check> checks = new ArrayList<>();
        for (Column<?> column : declaration.columns) {
            if (column.check != null) {
                String name = tableName + "_" + names.get(column.ordinal) + "_check";
                checks.add(new Table.Check(name, column.check));
            }
        }
        declaration.oneOfs.forEach(one -> one.refuseWrong(names, this::wrong));
        declaration.oneOfs.forEach(one -> checks.add(one.check(tableName)));
        checks.addAll(declaration.checks);
        declaration.anyReferences.forEach(reference -> checks.addAll(reference.checks(tableName)));
        return List.copyOf(checks);
    }

    /** Those of the table, then those of its references that no other serves. */
    private List<Index> indexes() {
        List<Index> indexes = new ArrayList<>(declaration.indexes);
        for (AnyReference<?, ?> reference : declaration.anyReferences) {
            for (Index index : reference.indexes()) {
                if (indexes.stream().noneMatch(other -> other.serves(index))) {
                    indexes.add(index);
                }
            }
        }
        return List.copyOf(indexes);
    }

    private void refuseDoubles(List<String> names, List<String> labels) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            // both databases take "Name" and "name" apart when quoted, SQLite does not: so nobody
            // may
            String other = seen.put(names.get(i).toLowerCase(Locale.ROOT), labels.get(i));
            if (other != null) {
                throw wrong(
                        "has two columns of the name '"
                                + names.get(i)
                                + "': "
                                + other
                                + " and "
                                + labels.get(i),
                        "rename one of the fields, or give one another name: named(\"name\")");
            }
        }
    }

    private List<Column<?>> primaryKey(List<String> names) {
        List<Column<?>> single = declaration.columns.stream().filter(c -> c.isPrimaryKey).toList();
        List<List<Column<?>>> declared = declaration.primaryKeys;
        // a second thread that seals sees the marks that the first one set on the parts of a
        // declared key
        boolean both = !declared.isEmpty() && !declared.get(0).containsAll(single);
        if (declared.size() > 1 || both || declared.isEmpty() && single.size() > 1) {
            List<String> keys = new ArrayList<>();
            single.forEach(c -> keys.add("'" + names.get(c.ordinal) + "'"));
            declared.forEach(
                    parts ->
                            keys.add(
                                    "("
                                            + String.join(
                                                    ", ",
                                                    parts.stream()
                                                            .map(
                                                                    c ->
                                                                            "'"
                                                                                    + names.get(
                                                                                            c.ordinal)
                                                                                    + "'")
                                                            .toList())
                                            + ")"));
            throw wrong(
                    "has more than one primary key: " + String.join(" and ", keys),
                    "keep one; for a key of several columns say primaryKey(a, b) and nothing else");
        }
        if (declared.isEmpty()) {
            return single;
        }
        List<Column<?>> parts = declared.get(0);
        for (Column<?> part : parts) {
            if (part.table != table) {
                throw wrong(
                        "has a column of another table in its primary key: " + part.table,
                        "use its own columns");
            }
        }
        return parts;
    }

    /** Only says what its columns say. */
    private void check(CompositeForeignKey<?, ?> foreignKey, List<String> names) {
        List<Column<?>> columns = foreignKey.columns();
        for (Column<?> column : columns) {
            if (column.table != table) {
                throw wrong(
                        "has a column of another table in a foreign key: " + column.table,
                        "use its own columns");
            }
        }
        boolean may = columns.stream().anyMatch(column -> column.isNullable);
        if (foreignKey.nullable != may) {
            throw wrong(
                    "has the foreign key "
                            + columns.stream().map(column -> names.get(column.ordinal)).toList()
                            + (may
                                    ? ", of which a column is nullable, so it may refer to no row"
                                    : ", which is nullable, and none of its columns is"),
                    may
                            ? "say nullable() of the foreign key"
                            : "drop nullable() of the foreign key");
        }
    }

    private @Nullable Column<?> version(List<String> names) {
        List<Column<?>> versions = declaration.columns.stream().filter(c -> c.isVersion).toList();
        if (versions.isEmpty()) {
            return null;
        }
        Column<?> column = versions.get(0);
        if (versions.size() > 1) {
            throw wrong(
                    "has more than one version: "
                            + versions.stream().map(c -> names.get(c.ordinal)).toList(),
                    "keep one");
        }
        if (!Versions.counts(column)) {
            throw wrong(
                    "has the version '"
                            + names.get(column.ordinal)
                            + "', which is no plain column of whole numbers",
                    "declare it as integer().version() or bigint().version(), and nothing else");
        }
        return column;
    }

    /** {@code Model<String>} with a key column of numbers compiles; this is where it ends. */
    private void checkKeyType(List<Column<?>> key, List<String> names) {
        Class<?> declared = Generics.argument(modelClass, Model.class);
        if (declared == null || key.isEmpty()) {
            return;
        }
        if (key.size() > 1) {
            if (declared != CompositeKey.class) {
                throw wrong(
                        "has a key of "
                                + key.size()
                                + " columns, and its model is a Model<"
                                + declared.getSimpleName()
                                + ">",
                        "extend Model<CompositeKey>");
            }
            return;
        }
        Column<?> column = key.get(0);
        if (column instanceof ForeignKey<?, ?, ?>) {
            return; // its type is the target's, which is not touched here
        }
        Class<?> type = column.type().javaType();
        if (type != declared) {
            throw wrong(
                    "has the key '"
                            + names.get(column.ordinal)
                            + "' of type "
                            + type.getSimpleName()
                            + ", and its model is a Model<"
                            + declared.getSimpleName()
                            + ">",
                    "extend Model<" + type.getSimpleName() + ">");
        }
    }

    /**
     * {@code nullable()} and {@code @Nullable} have to agree; the one lie about nullness that javac
     * lets pass.
     */
    private void checkNullness(Field field, Column<?> column) {
        Boolean nullable = Nullness.of(field, column instanceof ForeignKey<?, ?, ?> ? 1 : 0);
        if (nullable != null && nullable != column.isNullable) {
            throw wrong(
                    column.isNullable
                            ? "has the nullable column '"
                                    + field.getName()
                                    + "' in a field that says it is never null"
                            : "has the column '"
                                    + field.getName()
                                    + "', which is never null, in a field of a @Nullable type",
                    column.isNullable
                            ? "write the field's type as Column<@Nullable ..>, or drop nullable()"
                            : "add nullable(), or drop @Nullable from the field's type");
        }
    }

    /** A foreign key named user is stored in user_id; one named user_id stays so. */
    private static String columnName(Column<?> column, @Nullable String field) {
        String name = Names.snake(Objects.requireNonNull(field));
        return column instanceof ForeignKey<?, ?, ?> && !name.endsWith("_id") ? name + "_id" : name;
    }

    private ModelException wrong(String what, String hint) {
        return new ModelException("the table of " + modelName + " " + what, modelName, hint);
    }

    private static String ordinal(int n) {
        return switch (n) {
            case 1 -> "1st";
            case 2 -> "2nd";
            case 3 -> "3rd";
            default -> n + "th";
        };
    }
}

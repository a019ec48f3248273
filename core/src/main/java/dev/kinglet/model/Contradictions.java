package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.util.List;
import java.util.function.BiFunction;

/** Options of one column that do not go together. */
final class Contradictions {
    private final List<Column<?>> key;
    private final List<String> names;
    private final BiFunction<String, String, ModelException> wrong;

    private Contradictions(
            List<Column<?>> key,
            List<String> names,
            BiFunction<String, String, ModelException> wrong) {
        this.key = key;
        this.names = names;
        this.wrong = wrong;
    }

    /**
     * @param wrong makes the error of what is wrong and what to do instead
     */
    static void refuse(
            List<Column<?>> columns,
            List<Column<?>> key,
            List<String> names,
            BiFunction<String, String, ModelException> wrong) {
        Contradictions check = new Contradictions(key, names, wrong);
        columns.forEach(check::check);
    }

    private void check(Column<?> column) {
        if (column.isGenerated) {
            checkIdentity(column);
        }
        if (column.isReadOnly && column.isFilledIn()) {
            throw refused(
                    column,
                    "which only the database writes, and a value that the program gives it",
                    "drop one of the two");
        }
        if (column.computation == null) {
            return;
        }
        if (column.isPrimaryKey || column.databaseDefault != null) {
            throw refused(
                    column,
                    "which is computed and "
                            + (column.isPrimaryKey ? "the primary key" : "given a default"),
                    "a computed column has no value of its own: drop one of the two");
        }
    }

    private void checkIdentity(Column<?> column) {
        if (!key.equals(List.of(column))) {
            throw refused(
                    column,
                    "which is counted up and not the primary key",
                    "add primaryKey(); SQLite counts up nothing else");
        }
        boolean whole =
                !(column instanceof ForeignKey<?, ?, ?>)
                        && List.of(Long.class, Integer.class, Short.class)
                                .contains(column.type().stored().javaType());
        if (!whole) {
            throw refused(
                    column,
                    "which is counted up and holds no whole numbers of its own",
                    "declare it as bigint() or integer()");
        }
        if (column.defaultValue != null || column.databaseDefault != null) {
            throw refused(column, "which is counted up and given a default", "drop the default");
        }
    }

    private ModelException refused(Column<?> column, String what, String hint) {
        return wrong.apply("has the column '" + names.get(column.ordinal) + "', " + what, hint);
    }
}

package dev.kinglet.model;

import dev.kinglet.expr.Expr;

/** The numbers that count the writes of a row. */
final class Versions {
    private Versions() {}

    /** Whether a column can be a version. */
    static boolean counts(Column<?> column) {
        if (column instanceof ForeignKey<?, ?, ?> || column.isNullable || column.isPrimaryKey) {
            return false;
        }
        Class<?> type = column.type().javaType();
        return type == Integer.class || type == Long.class;
    }

    static Object first(Column<?> column) {
        return number(column, 1);
    }

    static Object after(Column<?> column, Object version) {
        return number(column, ((Number) version).longValue() + 1);
    }

    /** One more, for a statement that updates rows of any version. */
    @SuppressWarnings("unchecked") // the number is of the column's type
    static Expr<?> next(Column<?> column) {
        return ((Column<Object>) column).plus(first(column));
    }

    private static Object number(Column<?> column, long value) {
        // not by ?:, which would make a Long of the Integer
        if (column.type().javaType() == Integer.class) {
            return Math.toIntExact(value);
        }
        return value;
    }
}

package dev.kinglet.expr;

import org.jspecify.annotations.Nullable;

/**
 * A column of some source: of a table, an alias or a derived table.
 *
 * @param <T> the Java type of its values
 */
public interface ColumnExpr<T extends @Nullable Object> extends Expr<T> {

    /** The name of the column in SQL, unquoted. */
    String name();

    /** The name its source goes by in the query, unquoted: the table's, or the alias. */
    String qualifier();

    /**
     * The qualifier, preceded by the schema where the source is a table that is not aliased and has
     * one; else null. Kept apart from {@link #qualifier()}, because a schema is quoted by itself.
     */
    default @Nullable String schema() {
        return null;
    }

    /**
     * What makes this column the same as that of yesterday's query, beside its qualifier: two
     * aliases of one name, made at different times, have equal identities. Compared by {@code
     * equals}.
     */
    Object identity();

    /** What it is a column of; null where only the name of that is known. */
    default @Nullable Selection source() {
        return null;
    }

    /** Whether it can be NULL, by its declaration. */
    default boolean isNullable() {
        return true;
    }

    /**
     * What a result calls the column: the name of its Java field, or the SQL name where there is
     * none.
     */
    default String label() {
        return name();
    }

    @Override
    default <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
        return visitor.column(this);
    }
}

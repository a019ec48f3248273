package dev.kinglet.query;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one result row, in the order of the select list. Two rows are equal when labels and
 * values are.
 */
public final class Row {
    private final Columns columns;
    private final @Nullable Object[] values;

    /** What the rows of one result have in common. Made by Kinglet. */
    public interface Columns {

        /** What each value is called, as in {@link Select#maps}. */
        List<String> labels();

        /** Where the value of an expression is; throws where it was not selected. */
        int indexOf(Expr<?> expr);
    }

    /**
     * Made by queries, not by applications.
     *
     * @param values in the order of the columns, kept and not copied
     */
    public Row(Columns columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    /**
     * The value of an expression that was selected: the same one, or one built again with the same
     * parts.
     *
     * @throws dev.kinglet.errors.ModelException where it was not selected, and for a foreign key,
     *     whose model a row does not have: ask for {@code foreignKey.key()}
     * @throws DataException for NULL, where the type of the expression says that there is none
     */
    @SuppressWarnings({
        "unchecked",
        "NullAway"
    }) // the column was read by the type of the expression
    public <T extends @Nullable Object> T get(Expr<T> expr) {
        Object value = values[columns.indexOf(expr)];
        if (value == null && !Exprs.isNullable(expr)) {
            throw new DataException(
                    expr + " is NULL in this row, and its type says that it never is",
                    ErrorContext.NONE.withHint("select and read Fn.orNull(expression)"),
                    null);
        }
        return (T) value;
    }

    /**
     * The value at a place of the select list; the first is 0, as in lists.
     *
     * @throws ProgrammingException where the row has no such place
     */
    public @Nullable Object get(int index) {
        if (index < 0 || index >= values.length) {
            throw new ProgrammingException(
                    "a row of " + values.length + " values has none at " + index,
                    null,
                    "the first is at 0");
        }
        return values[index];
    }

    /** How many values there are. */
    public int size() {
        return values.length;
    }

    /** The values by label, in order; a map of its own that may be changed. */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(values.length * 2);
        for (int i = 0; i < values.length; i++) {
            map.put(columns.labels().get(i), values[i]);
        }
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row that
                && Arrays.deepEquals(values, that.values)
                && columns.labels().equals(that.columns.labels());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** The values by label: {@code {username=huey, tweets=3}}. */
    @Override
    public String toString() {
        return asMap().toString();
    }
}

package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;

/** What {@link ArrayExpr} writes. */
final class ArraySql {
    static final SqlFunction CONTAINS = operator("contains", "{0} @> {1}");
    static final SqlFunction CONTAINED_BY = operator("containedBy", "{0} <@ {1}");
    static final SqlFunction OVERLAPS = operator("overlaps", "{0} && {1}");
    static final SqlFunction ANY = operator("any", "any({0})");
    static final SqlFunction ALL = operator("all", "all({0})");
    static final SqlFunction LENGTH = operator("length", "cardinality({0})");
    static final SqlFunction AT = operator("at", "({0})[{1}]");
    static final SqlFunction AT_FROM_END = operator("at", "({0})[cardinality({0}) + {1}]");
    static final SqlFunction AT_COMPUTED = operator("at", "({0})[{1} + 1]");
    static final SqlFunction SLICE = operator("slice", "({0})[{1}:{2}]");
    static final SqlFunction REST = operator("slice", "({0})[{1}:]");
    static final SqlFunction INDEX_OF = operator("indexOf", "(array_position({0}, {1}) - 1)");
    static final SqlFunction CONCAT = operator("concat", "({0} || {1})");
    static final SqlFunction REMOVE = operator("remove", "array_remove({0}, {1})");
    static final SqlFunction REPLACE = operator("replace", "array_replace({0}, {1}, {2})");
    static final SqlFunction AGGREGATE =
            SqlFunction.only(
                    Dialect.POSTGRES,
                    "array_agg",
                    null,
                    "use stringAgg(..), or select the rows and group them");

    private ArraySql() {}

    private static SqlFunction operator(String name, String template) {
        return SqlFunction.only(
                Dialect.POSTGRES,
                name + " of an array",
                template,
                "keep the list as JSON, or its elements in a table of their own");
    }

    /** The number, where it is none of before the first place. */
    static int place(int index) {
        if (index < 0) {
            throw new ProgrammingException(
                    "a slice of an array at " + index, null, "its places count from 0");
        }
        return index;
    }

    /**
     * The other array as one of the same type: PostgreSQL has no operators between text[] and
     * varchar[].
     */
    static Expr<?> alike(Expr<?> other, Expr<?> array) {
        DataType<?> type = array.type().unlimited();
        boolean same = type.toString().equals(other.type().unlimited().toString());
        return same ? other : new Nodes.Cast<>(other, type);
    }

    static Expr<Integer> number(int value) {
        return Nodes.value(value, DataType.INTEGER);
    }
}

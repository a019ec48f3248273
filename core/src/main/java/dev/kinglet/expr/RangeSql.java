package dev.kinglet.expr;

import dev.kinglet.type.Dialect;
import org.jspecify.annotations.Nullable;

/** What {@link RangeExpr} writes. */
final class RangeSql {
    static final SqlFunction CONTAINS = operator("contains", "{0} @> {1}");
    static final SqlFunction CONTAINED_BY = operator("containedBy", "{0} <@ {1}");
    static final SqlFunction OVERLAPS = operator("overlaps", "{0} && {1}");
    static final SqlFunction BEFORE = operator("before", "{0} << {1}");
    static final SqlFunction AFTER = operator("after", "{0} >> {1}");
    static final SqlFunction ADJACENT = operator("adjacentTo", "{0} -|- {1}");
    static final SqlFunction UNION = operator("union", "({0} + {1})");
    static final SqlFunction INTERSECT = operator("intersect", "({0} * {1})");
    static final SqlFunction EXCEPT = operator("except", "({0} - {1})");
    static final SqlFunction LOWER = operator("lower", null);
    static final SqlFunction UPPER = operator("upper", null);
    static final SqlFunction IS_EMPTY = operator("isEmpty", "isempty({0})");

    private RangeSql() {}

    private static SqlFunction operator(String name, @Nullable String template) {
        return SqlFunction.only(
                Dialect.POSTGRES,
                name + " of a range",
                template == null ? name + "({0})" : template,
                "keep the two bounds in columns of their own, and compare those");
    }
}

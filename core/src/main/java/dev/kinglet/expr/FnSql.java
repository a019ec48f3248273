package dev.kinglet.expr;

/** How the functions of {@link Fn} are written where the databases do not agree. */
final class FnSql {
    private FnSql() {}

    static final SqlFunction STRING_AGG = new SqlFunction("string_agg", null, null);
    static final SqlFunction JSON_AGG =
            new SqlFunction("json_agg", "json_group_array", "jsonb_agg");
    static final SqlFunction JSON_OBJECT_AGG =
            new SqlFunction("json_object_agg", "json_group_object", "jsonb_object_agg");
    static final SqlFunction POSITION =
            new SqlFunction("position", "instr({0}, {1})", "strpos({0}, {1})");
    static final SqlFunction NEGATE = new SqlFunction("-", "(-{0})", "(-{0})");
    static final SqlFunction BIT_NOT = new SqlFunction("~", "(~{0})", "(~{0})");
    static final SqlFunction SIGN = new SqlFunction("sign", null, "cast(sign({0}) as integer)");
    static final SqlFunction POWER =
            new SqlFunction("power", null, "power(cast({0} as double precision), {1})");
    static final SqlFunction ROUND_DOUBLE =
            new SqlFunction(
                    "round", null, "cast(round(cast({0} as numeric), {1}) as double precision)");
    // PostgreSQL would make doubles of whole numbers, which divide differently and lose digits
    static final SqlFunction ROUND_WHOLE = new SqlFunction("round", "({0})", "({0})");
    static final SqlFunction FLOOR_WHOLE = new SqlFunction("floor", "({0})", "({0})");
    static final SqlFunction CEIL_WHOLE = new SqlFunction("ceil", "({0})", "({0})");
    static final SqlFunction RANDOM =
            new SqlFunction("random", "(random() / 18446744073709551616.0 + 0.5)", "random()");
    static final SqlFunction UTC_NOW =
            new SqlFunction(
                    "utc_now",
                    "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')",
                    "(now() at time zone 'utc')");
    // SQLite's max and min are NULL where one of the two is; each stands in for the other
    static final SqlFunction GREATEST =
            new SqlFunction("greatest", "max(coalesce({0}, {1}), coalesce({1}, {0}))", null);
    static final SqlFunction LEAST =
            new SqlFunction("least", "min(coalesce({0}, {1}), coalesce({1}, {0}))", null);

    static boolean isFloat(Expr<?> expr) {
        Class<?> type = expr.type().javaType();
        return type == Double.class || type == Float.class;
    }

    static boolean isWhole(Expr<?> expr) {
        Class<?> type = expr.type().javaType();
        return type == Integer.class || type == Long.class || type == Short.class;
    }
}

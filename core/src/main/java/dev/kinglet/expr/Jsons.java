package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of JSON, and the SQL of what is asked of them. */
final class Jsons {
    private static final SqlFunction SAME = new SqlFunction("json", "{0}", "{0}");
    // alone it would be a text to PostgreSQL
    private static final SqlFunction VALUE = new SqlFunction("json", "{0}", "cast({0} as jsonb)");
    private static final SqlFunction CONTAINS =
            new SqlFunction("contains", "json_contains({0}, {1})", "({0} @> {1})");
    private static final SqlFunction HAS_KEY =
            new SqlFunction("has_key", "json_has_key({0}, {1})", "({0} ?? {1})");
    private static final SqlFunction HAS_ALL_KEYS =
            new SqlFunction(
                    "has_all_keys",
                    "json_has_all_keys({0}, {1})",
                    "({0} ??& array(select jsonb_array_elements_text({1})))");
    private static final SqlFunction HAS_ANY_KEY =
            new SqlFunction(
                    "has_any_key",
                    "json_has_any_key({0}, {1})",
                    "({0} ??| array(select jsonb_array_elements_text({1})))");
    private static final String PATHS =
            "say it by at(..), contains(..) and their like, or read from each(..)";
    private static final SqlFunction PATH_EXISTS =
            SqlFunction.postgresOnly("jsonb_path_exists", "({0} @?? cast({1} as jsonpath))", PATHS);
    private static final SqlFunction PATH_MATCHES =
            SqlFunction.postgresOnly("jsonb_path_match", "({0} @@ cast({1} as jsonpath))", PATHS);
    private static final SqlFunction PATH_QUERY =
            SqlFunction.postgresOnly(
                    "jsonb_path_query",
                    "jsonb_path_query_array({0}, cast({1} as jsonpath))",
                    PATHS);
    private static final SqlFunction OF_TEXT =
            new SqlFunction(
                    "to_json", "nullif(json_quote({0}), 'null')", "to_jsonb(cast({0} as text))");
    private static final SqlFunction OF_WHOLE =
            new SqlFunction("to_json", "cast({0} as text)", "to_jsonb({0})");
    private static final SqlFunction OF_NUMBER =
            new SqlFunction(
                    "to_json", "nullif(json_canonical(json_quote({0})), 'null')", "to_jsonb({0})");
    private static final SqlFunction OF_BOOLEAN =
            new SqlFunction(
                    "to_json",
                    "case when {0} then 'true' when not {0} then 'false' end",
                    "to_jsonb({0})");
    private static final SqlFunction ELEMENT = new SqlFunction("json", "json({0})", "{0}");

    private Jsons() {}

    // ---- nodes

    /** What a function makes of JSON, and is JSON itself. */
    record Call<T extends @Nullable Object>(FunctionCall call) implements JsonExpr<T>, Calls.Made {
        @Override
        public DataType<?> type() {
            return call.type().type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.function(call);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    /** What is at a path of something. */
    record At(Expr<?> root, JsonPath path, FunctionCall call)
            implements JsonExpr<@Nullable Object>, Calls.Made {
        @Override
        public JsonExpr<@Nullable Object> at(JsonPath inner) {
            return Jsons.at(root, path.then(inner));
        }

        @Override
        public DataType<?> type() {
            return call.type().type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.function(call);
        }

        @Override
        public String toString() {
            return root + "." + path;
        }
    }

    // ---- making them

    /** An expression of a type of JSON, as JSON. */
    @SuppressWarnings("unchecked") // the same expression
    static <T extends @Nullable Object> JsonExpr<T> of(Expr<T> expr) {
        if (expr instanceof JsonExpr<?>) {
            return (JsonExpr<T>) expr;
        }
        if (!expr.type().isJson()) {
            throw new ModelException(
                    expr + " is no JSON, but of type " + expr.type(),
                    null,
                    "declare its column as json(..), or use Fn.toJson(..) for a text, a number or a"
                            + " boolean");
        }
        return call(Exprs.isValue(expr) ? VALUE : SAME, Nulls.AS_ARGUMENT, expr, expr);
    }

    static <R> JsonExpr<@Nullable R> as(Expr<?> json, DataType<R> type) {
        if (!type.isJson()) {
            throw new ModelException(
                    type + " is no type of JSON",
                    null,
                    "use one of DataType.json(..), or asLong() and its like");
        }
        return call(SAME, Nulls.ALWAYS, type, json);
    }

    static JsonExpr<@Nullable Object> at(Expr<?> root, JsonPath path) {
        SqlFunction function =
                JsonSql.of(
                        "at",
                        path.steps(),
                        steps ->
                                new SqlFunction(
                                        "at",
                                        "nullif({0} -> " + JsonSql.sqlitePath(steps) + ", 'null')",
                                        "nullif("
                                                + JsonSql.postgresChain("{0}", steps)
                                                + ", 'null')"));
        HasType part = root.type().jsonPart();
        return new At(root, path, FunctionCall.of(function, part, Nulls.ALWAYS, List.of(root)));
    }

    /**
     * A value as JSON: bound, or of an expression what JSON it is.
     *
     * @param like whose mapper knows what classes of the application's own are
     */
    static Expr<?> json(@Nullable Object value, Expr<?> like) {
        return value instanceof Expr<?> expr
                ? toJson(expr)
                : Nodes.<@Nullable Object>value(value, like.type().jsonPart());
    }

    /** A text, a number or a boolean as JSON. */
    static JsonExpr<@Nullable Object> toJson(Expr<?> expr) {
        DataType<?> type = expr.type();
        Class<?> java = type.javaType();
        if (type.isJson()) {
            return call(SAME, Nulls.ALWAYS, type.jsonPart(), expr);
        }
        SqlFunction function;
        if (java == String.class) {
            function = OF_TEXT;
        } else if (java == Integer.class || java == Long.class || java == Short.class) {
            function = OF_WHOLE;
        } else if (java == Double.class || java == Float.class || java == BigDecimal.class) {
            function = OF_NUMBER;
        } else if (java == Boolean.class) {
            function = OF_BOOLEAN;
        } else {
            throw new ModelException(
                    expr + " is of type " + type + ", which JSON has not",
                    null,
                    "use a text, a number, a boolean or JSON; cast(String.class) makes a text of"
                            + " many");
        }
        return call(function, Nulls.AS_ARGUMENT, DataType.JSON, expr);
    }

    /** What an aggregate collects. */
    static Expr<?> element(Expr<?> expr) {
        return call(ELEMENT, Nulls.ALWAYS, DataType.JSON, toJson(expr));
    }

    static <T extends @Nullable Object> JsonExpr<T> call(
            SqlFunction function, Nulls nulls, HasType type, Expr<?>... arguments) {
        return new Call<>(FunctionCall.of(function, type, nulls, List.of(arguments)));
    }

    // ---- as another type

    static Expr<@Nullable String> asText(Expr<?> json) {
        return plain(
                "as_text",
                json,
                DataType.TEXT,
                steps -> {
                    String path = JsonSql.sqlitePath(steps);
                    return new SqlFunction(
                            "as_text",
                            "case json_type({0}, "
                                    + path
                                    + ") when 'text' then {0} ->> "
                                    + path
                                    + " when 'null' then null else {0} -> "
                                    + path
                                    + " end",
                            "(" + JsonSql.postgresText("{0}", steps) + ")");
                });
    }

    static Expr<@Nullable Integer> asInt(Expr<?> json) {
        return plain(
                "as_int",
                json,
                DataType.INTEGER,
                steps -> {
                    String path = JsonSql.sqlitePath(steps);
                    return new SqlFunction(
                            "as_int",
                            "case when json_type({0}, "
                                    + path
                                    + ") = 'integer' and {0} ->> "
                                    + path
                                    + " between "
                                    + Integer.MIN_VALUE
                                    + " and "
                                    + Integer.MAX_VALUE
                                    + " then {0} ->> "
                                    + path
                                    + " end",
                            whole(steps, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
                });
    }

    static Expr<@Nullable Long> asLong(Expr<?> json) {
        return plain(
                "as_long",
                json,
                DataType.BIGINT,
                steps -> {
                    String path = JsonSql.sqlitePath(steps);
                    return new SqlFunction(
                            "as_long",
                            "case when json_type({0}, "
                                    + path
                                    + ") = 'integer' and typeof({0} ->> "
                                    + path
                                    + ") = 'integer' then {0} ->> "
                                    + path
                                    + " end",
                            whole(steps, Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
                });
    }

    /** A cast of a number that is none is an error, and so is one that is too large. */
    private static String whole(List<Object> steps, long least, long most, String type) {
        String json = JsonSql.postgresChain("{0}", steps);
        String number = "cast(" + json + " as numeric)";
        return "case when jsonb_typeof("
                + json
                + ") = 'number' then case when "
                + number
                + " = trunc("
                + number
                + ") and "
                + number
                + " between "
                + least
                + " and "
                + most
                + " then cast("
                + json
                + " as "
                + type
                + ") end end";
    }

    static Expr<@Nullable Double> asDouble(Expr<?> json) {
        return fraction("as_double", json, DataType.DOUBLE, "real", "double precision");
    }

    static Expr<@Nullable BigDecimal> asDecimal(Expr<?> json) {
        return fraction("as_decimal", json, DataType.DECIMAL, "numeric", "numeric");
    }

    private static <T> Expr<@Nullable T> fraction(
            String name, Expr<?> json, DataType<T> type, String sqlite, String postgres) {
        return plain(
                name,
                json,
                type,
                steps -> {
                    String path = JsonSql.sqlitePath(steps);
                    String chain = JsonSql.postgresChain("{0}", steps);
                    return new SqlFunction(
                            name,
                            "case when json_type({0}, "
                                    + path
                                    + ") in ('integer', 'real') then cast({0} ->> "
                                    + path
                                    + " as "
                                    + sqlite
                                    + ") end",
                            "case when jsonb_typeof("
                                    + chain
                                    + ") = 'number' then cast("
                                    + chain
                                    + " as "
                                    + postgres
                                    + ") end");
                });
    }

    static Expr<@Nullable Boolean> asBoolean(Expr<?> json) {
        return plain(
                "as_boolean",
                json,
                DataType.BOOLEAN,
                steps -> {
                    String chain = JsonSql.postgresChain("{0}", steps);
                    return new SqlFunction(
                            "as_boolean",
                            "case json_type({0}, "
                                    + JsonSql.sqlitePath(steps)
                                    + ") when 'true' then 1 when 'false' then 0 end",
                            "case when jsonb_typeof("
                                    + chain
                                    + ") = 'boolean' then cast("
                                    + chain
                                    + " as boolean) end");
                });
    }

    static Expr<@Nullable String> jsonType(Expr<?> json) {
        return plain(
                "json_type",
                json,
                DataType.TEXT,
                steps -> {
                    String type = "json_type({0}, " + JsonSql.sqlitePath(steps) + ")";
                    return new SqlFunction(
                            "json_type",
                            "case "
                                    + type
                                    + " when 'text' then 'string' when 'integer' then 'number' when"
                                    + " 'real' then 'number' when 'true' then 'boolean' when 'false'"
                                    + " then 'boolean' else "
                                    + type
                                    + " end",
                            "jsonb_typeof(" + JsonSql.postgresChain("{0}", steps) + ")");
                });
    }

    static Expr<@Nullable Integer> length(Expr<?> json) {
        return plain(
                "length",
                json,
                DataType.INTEGER,
                steps -> {
                    String args = "({0}, " + JsonSql.sqlitePath(steps) + ")";
                    String chain = "(" + JsonSql.postgresChain("{0}", steps) + ")";
                    return new SqlFunction(
                            "length",
                            "case json_type"
                                    + args
                                    + " when 'array' then json_array_length"
                                    + args
                                    + " when 'object' then (select count(*) from json_each"
                                    + args
                                    + ") end",
                            "case jsonb_typeof"
                                    + chain
                                    + " when 'array' then jsonb_array_length"
                                    + chain
                                    + " when 'object' then (select cast(count(*) as integer) from"
                                    + " jsonb_object_keys"
                                    + chain
                                    + ") end");
                });
    }

    /** A function of a document and a path, of no path the document itself. */
    private static <T> Expr<@Nullable T> plain(
            String what,
            Expr<?> json,
            DataType<T> type,
            java.util.function.Function<List<Object>, SqlFunction> make) {
        At at = json instanceof At some ? some : null;
        return Nodes.call(
                JsonSql.of(what, at == null ? List.of() : at.path.steps(), make),
                Nulls.ALWAYS,
                type,
                at == null ? json : at.root);
    }

    // ---- conditions

    static Condition contains(Expr<?> whole, Expr<?> part) {
        return test(CONTAINS, whole, part);
    }

    static Condition hasKey(Expr<?> json, String key) {
        return test(HAS_KEY, json, Nodes.value(key, DataType.TEXT));
    }

    static Condition hasKeys(Expr<?> json, boolean all, List<String> keys) {
        return test(
                all ? HAS_ALL_KEYS : HAS_ANY_KEY, json, Nodes.<Object>value(keys, DataType.JSON));
    }

    static Condition pathExists(Expr<?> json, String path) {
        return test(PATH_EXISTS, json, Nodes.value(path, DataType.TEXT));
    }

    static Condition pathMatches(Expr<?> json, String path) {
        return test(PATH_MATCHES, json, Nodes.value(path, DataType.TEXT));
    }

    static JsonExpr<@Nullable Object> pathQuery(Expr<?> json, String path) {
        return call(
                PATH_QUERY,
                Nulls.AS_ARGUMENT,
                json.type().jsonPart(),
                json,
                Nodes.value(path, DataType.TEXT));
    }

    private static Condition test(SqlFunction function, Expr<?>... arguments) {
        return new Calls.Test(
                FunctionCall.of(function, DataType.BOOLEAN, Nulls.AS_ARGUMENT, List.of(arguments)));
    }

    // ---- refusals

    /** Refuses what is for numbers, texts or sorted values. */
    static void refuse(Expr<?> operand, String what, String instead) {
        if (operand instanceof JsonExpr<?>) {
            throw new ModelException(
                    "'" + what + "' is not for JSON, which " + operand + " is",
                    null,
                    "take a value of it: at(..)." + instead);
        }
    }

    static ProgrammingException noObject(Class<?> type) {
        return new ProgrammingException(
                "merge(..) takes an object, and no " + type.getSimpleName(),
                null,
                "give a map or an object of a class; set(..) and append(..) take the rest");
    }
}

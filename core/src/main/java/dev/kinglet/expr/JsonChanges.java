package dev.kinglet.expr;

import dev.kinglet.expr.FunctionCall.Nulls;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changed documents. SQLite's are made by a function of ours ({@code json_change}); PostgreSQL's by
 * SQL that asks at each step what is there, because {@code jsonb_set} makes nothing on the way,
 * takes a key of digits for a place, and fails on scalars.
 */
final class JsonChanges {
    private JsonChanges() {}

    static <T extends @Nullable Object> JsonExpr<T> set(
            JsonExpr<T> json, JsonPath path, @Nullable Object value) {
        return change("set", json, path, value, steps -> level(steps, 0, "\"v\""));
    }

    static <T extends @Nullable Object> JsonExpr<T> insert(
            JsonExpr<T> json, JsonPath path, @Nullable Object value) {
        return change(
                "insert",
                json,
                path,
                value,
                steps ->
                        "case when "
                                + JsonSql.postgresChain("\"d\"", steps)
                                + " is null then "
                                + level(steps, 0, "\"v\"")
                                + " else \"d\" end");
    }

    static <T extends @Nullable Object> JsonExpr<T> replace(
            JsonExpr<T> json, JsonPath path, @Nullable Object value) {
        return change(
                "replace",
                json,
                path,
                value,
                steps ->
                        "case when "
                                + JsonSql.postgresChain("\"d\"", steps)
                                + " is not null then "
                                + level(steps, 0, "\"v\"")
                                + " else \"d\" end");
    }

    static <T extends @Nullable Object> JsonExpr<T> append(
            JsonExpr<T> json, JsonPath path, @Nullable Object value) {
        return change(
                "append",
                json,
                path,
                value,
                steps -> level(steps, 0, appended(JsonSql.postgresChain("\"d\"", steps), false)));
    }

    static <T extends @Nullable Object> JsonExpr<T> append(
            JsonExpr<T> json, @Nullable Object value) {
        return change("append", json, null, value, steps -> appended("\"d\"", true));
    }

    static <T extends @Nullable Object> JsonExpr<T> merge(JsonExpr<T> json, Object object) {
        if (object instanceof Collection<?>
                || object instanceof Object[]
                || object instanceof CharSequence
                || object instanceof Number
                || object instanceof Boolean) {
            throw Jsons.noObject(object.getClass());
        }
        return change(
                "merge",
                json,
                null,
                object,
                steps ->
                        "case when jsonb_typeof(\"v\") <> 'object' then \"d\" when"
                                + " jsonb_typeof(\"d\") = 'object' then \"d\" || \"v\" when"
                                + " jsonb_typeof(\"d\") = 'null' then \"v\" else \"d\" end");
    }

    static <T extends @Nullable Object> JsonExpr<T> remove(JsonExpr<T> json, JsonPath path) {
        SqlFunction function =
                JsonSql.of(
                        "remove",
                        path.steps(),
                        steps ->
                                new SqlFunction(
                                        "remove",
                                        "json_change('remove', {0}, "
                                                + JsonSql.listPath(steps)
                                                + ", null)",
                                        "(select "
                                                + removed(steps)
                                                + " from (select {0} as \"d\") as \"c\")"));
        return Jsons.call(function, Nulls.AS_ARGUMENT, json, json);
    }

    private static <T extends @Nullable Object> JsonExpr<T> change(
            String what,
            JsonExpr<T> json,
            @Nullable JsonPath path,
            @Nullable Object value,
            Function<List<Object>, String> postgres) {
        SqlFunction function =
                JsonSql.of(
                        what,
                        path == null ? List.of() : path.steps(),
                        steps ->
                                new SqlFunction(
                                        what,
                                        "json_change('"
                                                + what
                                                + "', {0}, "
                                                + JsonSql.listPath(steps)
                                                + ", {1})",
                                        // the document once, however often it is looked at
                                        "(select "
                                                + postgres.apply(steps)
                                                + " from (select {0} as \"d\", coalesce(cast({1} as"
                                                + " jsonb), 'null') as \"v\") as \"c\")"));
        return Jsons.call(function, Nulls.AS_ARGUMENT, json, json, Jsons.json(value, json));
    }

    /** What is at the first steps, with the inner value in the place of the rest of them. */
    private static String level(List<Object> steps, int depth, String inner) {
        if (depth == steps.size()) {
            return inner;
        }
        String here = JsonSql.postgresChain("\"d\"", steps.subList(0, depth));
        String there = level(steps, depth + 1, inner);
        Object step = steps.get(depth);
        boolean key = step instanceof String;
        return "case "
                + type(here, depth == 0)
                + (key ? " when 'object'" : " when 'array'")
                + " then jsonb_set("
                + here
                + ", "
                + JsonSql.postgresArray(List.of(step))
                + ", "
                + there
                + ") when 'null' then "
                + (key
                        ? "jsonb_build_object(" + JsonSql.literal((String) step) + ", "
                        : "jsonb_build_array(")
                + there
                + ") else "
                + here
                + " end";
    }

    private static String appended(String here, boolean root) {
        return "case "
                + type(here, root)
                + " when 'array' then "
                + here
                + " || jsonb_build_array(\"v\") when 'null' then jsonb_build_array(\"v\") else "
                + here
                + " end";
    }

    private static String removed(List<Object> steps) {
        int last = steps.size() - 1;
        return "case jsonb_typeof("
                + JsonSql.postgresChain("\"d\"", steps.subList(0, last))
                + ") when "
                + (steps.get(last) instanceof String ? "'object'" : "'array'")
                + " then \"d\" #- "
                + JsonSql.postgresArray(steps)
                + " else \"d\" end";
    }

    /** What is missing counts as null, but a document that is NULL stays so. */
    private static String type(String here, boolean root) {
        return root ? "jsonb_typeof(" + here + ")" : "coalesce(jsonb_typeof(" + here + "), 'null')";
    }
}

package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.JsonExpr;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.SqlFunction;
import dev.kinglet.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The values in a JSON document as rows: {@code JsonRows.each(USER.settings.at("tags"), "tag")},
 * put into a query by {@code crossJoin(tag)}, {@code leftJoin(tag, condition)} or a subquery of it.
 * The document may be one of a source that was joined before. As any source without a model it is
 * bound to no database.
 *
 * @param relation the function that answers the rows
 */
public record JsonRows(Relation relation) implements Source<@Nullable Object> {
    private static final String EACH =
            "lateral (select \"key\", cast(null as integer) as \"index\", \"value\" from"
                    + " jsonb_each(case when jsonb_typeof({0}) = 'object' then {0} end) union all"
                    + " select null, cast(\"n\" - 1 as integer), \"value\" from"
                    + " jsonb_array_elements(case when jsonb_typeof({0}) = 'array' then {0} end) with"
                    + " ordinality as \"e\" (\"value\", \"n\"))";
    private static final String TREE =
            "lateral (with recursive \"t\" (\"key\", \"index\", \"value\", \"path\") as (select"
                    + " cast(null as text), cast(null as integer), {0}, '$' where {0} is not null"
                    + " union all select \"c\".\"key\", \"c\".\"index\", \"c\".\"value\","
                    + " \"t\".\"path\" || case when \"c\".\"key\" is null then '[' || \"c\".\"index\""
                    + " || ']' when \"c\".\"key\" ~ '^[A-Za-z][A-Za-z0-9]*$' then '.' || \"c\".\"key\""
                    + " else '.' || cast(to_json(\"c\".\"key\") as text) end from \"t\" cross join "
                    + EACH.replace("{0}", "\"t\".\"value\"")
                    + " as \"c\") select * from \"t\")";
    private static final SqlFunction EACH_ROWS =
            new SqlFunction(
                    "each",
                    "json_each(case when json_type({0}) in ('object', 'array') then {0} end)",
                    EACH);
    private static final SqlFunction TREE_ROWS = new SqlFunction("tree", "json_tree({0})", TREE);
    private static final SqlFunction KEY =
            new SqlFunction("key", "case when typeof({0}) = 'text' then {0} end", "{0}");
    private static final SqlFunction INDEX =
            new SqlFunction("index", "case when typeof({0}) = 'integer' then {0} end", "{1}");
    // not SQLite's own column, which tells true from 1 by another one and cuts large numbers
    private static final SqlFunction VALUE =
            new SqlFunction("value", "nullif({0} -> {1}, 'null')", "nullif({2}, 'null')");
    private static final SqlFunction PATH = new SqlFunction("path", "{0}", "{1}");

    /**
     * A row for each value of an object or element of an array; of anything else none.
     *
     * @param alias the name it goes by in the query
     */
    public static JsonRows each(JsonExpr<?> json, String alias) {
        return new JsonRows(Relation.rows(EACH_ROWS, alias, json));
    }

    /**
     * A row for the document, each value in it, each value in those, and so on, in no order that is
     * promised.
     *
     * @param alias the name it goes by in the query
     */
    public static JsonRows tree(JsonExpr<?> json, String alias) {
        return new JsonRows(Relation.rows(TREE_ROWS, alias, json));
    }

    /** The key that the value has in its object; NULL in an array, and of the document itself. */
    public Expr<@Nullable String> key() {
        return Exprs.call(KEY, DataType.TEXT, column("key", DataType.TEXT));
    }

    /**
     * The place of the element in its array, from 0; NULL in an object, and of the document itself.
     */
    public Expr<@Nullable Integer> index() {
        return Exprs.call(
                INDEX,
                DataType.INTEGER,
                column("key", DataType.INTEGER),
                column("index", DataType.INTEGER));
    }

    /** The value; NULL where it is JSON's null. */
    public JsonExpr<@Nullable Object> value() {
        return Fn.json(
                Exprs.call(
                        VALUE,
                        DataType.JSON,
                        column("json", DataType.JSON),
                        column("fullkey", DataType.TEXT),
                        column("value", DataType.JSON)));
    }

    /** Of a tree: where the value is, as {@code $.panes[0].width}, keys in quotes where needed. */
    public Expr<@Nullable String> path() {
        return Exprs.call(
                PATH,
                DataType.TEXT,
                column("fullkey", DataType.TEXT),
                column("path", DataType.TEXT));
    }

    /**
     * A query on these rows, of a document that needs no other source, or inside of another query.
     */
    public Select<@Nullable Object> select(Selection first, Selection... more) {
        return relation.selectFrom(this, first, more);
    }

    private Expr<?> column(String name, DataType<?> type) {
        return relation.column(name, type);
    }

    @Override
    public String qualifier() {
        return relation.qualifier();
    }

    @Override
    public Link link(Source<?> target, @Nullable On on) {
        return relation.link(target, on);
    }

    @Override
    public QueryExecutor executor() {
        return relation.executor();
    }

    @Override
    public String toString() {
        return relation.toString();
    }
}

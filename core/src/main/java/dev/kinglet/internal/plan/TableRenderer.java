package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Window;
import dev.kinglet.model.Table;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Derived;
import dev.kinglet.query.JsonRows;
import dev.kinglet.query.Relation;
import dev.kinglet.query.Source;
import dev.kinglet.query.Unnest;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.WindowDefinition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What stands in FROM, and the windows of a query. */
final class TableRenderer {
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private final Dialect dialect;
    private final @Nullable String schema;
    private final ExprRenderer exprs;
    private final Renderer queries;

    TableRenderer(Dialect dialect, @Nullable String schema, ExprRenderer exprs, Renderer queries) {
        this.dialect = dialect;
        this.schema = schema;
        this.exprs = exprs;
        this.queries = queries;
    }

    /**
     * A source of the query that is being built.
     *
     * @param lateral whether it may read the columns of the sources before it
     */
    org.jooq.Table<?> source(Source<?> source, boolean lateral) {
        if (source instanceof Derived<?> derived) {
            if (lateral && dialect == Dialect.SQLITE) {
                throw new ProgrammingException(
                        "SQLite has no lateral joins",
                        source.qualifier(),
                        "number the rows with rowNumber().over(..) in a query of its own, and join that");
            }
            Scope around = exprs.scope();
            Scope outer = lateral || around == null ? around : around.outer();
            return DSL.table(
                            lateral ? "lateral ({0})" : "({0})",
                            queries.body(outer, derived.body()))
                    .as(DSL.name(derived.qualifier()));
        }
        if (source instanceof Cte<?> cte) {
            queries.declare(cte);
            return DSL.table(DSL.name(cte.qualifier()));
        }
        if (source instanceof JsonRows rows) {
            return relation(rows.relation());
        }
        if (source instanceof Relation relation) {
            return relation(relation);
        }
        if (source instanceof Unnest<?> unnest) {
            return elements(unnest);
        }
        Table<?, ?> table = (Table<?, ?>) source;
        Virtuals.refuse(table, dialect);
        org.jooq.Table<?> plain = DSL.table(name(table));
        return table.aliasName() == null ? plain : plain.as(DSL.name(table.aliasName()));
    }

    /** The table of a write. */
    org.jooq.Table<Record> target(Source<?> source) {
        if (!(source instanceof Table<?, ?> table) || table.aliasName() != null) {
            throw new ProgrammingException(
                    "'" + source.qualifier() + "' is no table that can be written to",
                    source.toString(),
                    "write to the table itself, not to an alias of it");
        }
        if (table.asView() != null) {
            throw new ProgrammingException(
                    "'" + table.tableName() + "' is a view, which is only read",
                    table.toString(),
                    "write to the tables that it reads from");
        }
        Virtuals.refuse(table, dialect);
        Table.Virtual virtual = table.asVirtual();
        if (virtual != null && virtual.readOnly()) {
            throw new ProgrammingException(
                    "'" + table.tableName() + "' is kept by the database, and only read",
                    table.toString(),
                    "write to the table that it tells of");
        }
        return DSL.table(name(table));
    }

    /** A window of the WINDOW clause; its frame stands where it is used. */
    WindowDefinition window(Window window) {
        List<Field<?>> partition = new ArrayList<>();
        window.partitionBy().forEach(expr -> partition.add(exprs.field(expr)));
        List<SortField<?>> order = new ArrayList<>();
        for (Sort sort : window.orderBy()) {
            order.add(exprs.sort(sort, exprs.field(sort.expr())));
        }
        Name name = DSL.name(String.valueOf(window.name()));
        if (partition.isEmpty()) {
            return name.as(DSL.orderBy(order));
        }
        return order.isEmpty()
                ? name.as(DSL.partitionBy(partition))
                : name.as(DSL.partitionBy(partition).orderBy(order));
    }

    private org.jooq.Table<?> relation(Relation relation) {
        Name alias = DSL.name(relation.alias());
        if (relation.arguments() == null) {
            org.jooq.Table<?> table = DSL.table(DSL.name(relation.name()));
            return relation.alias().equals(relation.name()) ? table : table.as(alias);
        }
        String template =
                relation.template() == null ? null : relation.template().template(dialect);
        if (template != null) {
            QueryPart[] parts =
                    relation.arguments().stream().map(exprs::field).toArray(QueryPart[]::new);
            return DSL.table("{0}", Templates.part(template, parts)).as(alias);
        }
        if (!FUNCTION.matcher(relation.name()).matches()) {
            throw new ProgrammingException(
                    "'" + relation.name() + "' is no name of a function",
                    relation.alias(),
                    "give its name alone; the arguments follow the alias");
        }
        QueryPart[] arguments =
                relation.arguments().stream().map(exprs::field).toArray(QueryPart[]::new);
        org.jooq.Table<?> call =
                DSL.table(relation.name() + "({0})", Templates.joined(", ", List.of(arguments)));
        if (relation.columns().isEmpty()) {
            return call.as(alias);
        }
        if (dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite's functions name their columns themselves",
                    relation.alias(),
                    "leave columns(..) out, and use the names that the function gives");
        }
        return call.as(alias, relation.columns().stream().map(DSL::name).toArray(Name[]::new));
    }

    private org.jooq.Table<?> elements(Unnest<?> unnest) {
        if (dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite has no arrays, so '" + unnest.alias() + "' has no elements",
                    unnest.alias(),
                    "keep the list as JSON, or its elements in a table of their own");
        }
        return DSL.table("unnest({0}) with ordinality", exprs.field(unnest.array()))
                .as(
                        DSL.name(unnest.alias()),
                        Unnest.columns().stream().map(DSL::name).toArray(Name[]::new));
    }

    private Name name(Table<?, ?> table) {
        String own = table.schema() == null ? schema : table.schema();
        return own == null ? DSL.name(table.tableName()) : DSL.name(own, table.tableName());
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Conflict;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Labels;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE, clause by clause in the order in which {@link WriteShape} walks. */
final class WriteRenderer {
    private final Dialect dialect;
    private final ExprRenderer exprs;
    private final TableRenderer tables;
    private final Renderer queries;

    WriteRenderer(Dialect dialect, ExprRenderer exprs, TableRenderer tables, Renderer queries) {
        this.dialect = dialect;
        this.exprs = exprs;
        this.tables = tables;
        this.queries = queries;
    }

    QueryPart write(QueryDefinition query) {
        Scope before = exprs.enter(null, query);
        QueryPart part;
        if (query instanceof InsertDefinition insert) {
            part = insert(insert);
        } else if (query instanceof UpdateDefinition update) {
            part = update(update);
        } else {
            part = delete((DeleteDefinition) query);
        }
        List<Selection> returning = Exposed.returning(query);
        if (!returning.isEmpty()) {
            // jOOQ leaves it out for SQLite, which has had it since 3.35
            part = Templates.part("{0} returning {1}", part, returning(query, returning));
        }
        exprs.leave(before);
        return part;
    }

    private QueryPart returning(QueryDefinition query, List<Selection> returning) {
        boolean joined = query instanceof UpdateDefinition update && !update.from().isEmpty();
        List<QueryPart> items = new ArrayList<>();
        for (Expr<?> expr : Exposed.expand(query.root(), returning)) {
            if (joined && dialect == Dialect.SQLITE) {
                refuseOthers(query.root(), expr);
            }
            items.add(returned(expr, joined));
        }
        return Templates.joined(", ", items);
    }

    private QueryPart returned(Expr<?> expr, boolean joined) {
        if (expr instanceof ColumnExpr<?> column) {
            // of several sources PostgreSQL asks which is meant
            return joined && dialect == Dialect.POSTGRES
                    ? exprs.field(expr)
                    : DSL.name(column.name());
        }
        return Templates.part(
                Exprs.alias(expr) == null ? "{0}" : "{0} as {1}",
                exprs.field(expr),
                DSL.name(Labels.label(expr)));
    }

    private static void refuseOthers(Source<?> root, Expr<?> expr) {
        for (ColumnExpr<?> column : Exprs.columns(expr)) {
            if (!column.qualifier().equals(root.qualifier())) {
                throw new ProgrammingException(
                        "SQLite returns columns of the table that is updated, and "
                                + column
                                + " is of another source",
                        root.toString(),
                        "return the key, and select the rest");
            }
        }
    }

    // ---- INSERT

    private QueryPart insert(InsertDefinition insert) {
        List<QueryPart> names = new ArrayList<>();
        Column<?> rowNumber = Virtuals.rowNumber(insert);
        if (rowNumber != null) {
            names.add(DSL.name(rowNumber.name()));
        }
        insert.columns().forEach(column -> names.add(DSL.name(column.name())));
        Conflict conflict = insert.conflict();
        boolean replaces = conflict != null && conflict.action() == Conflict.Action.REPLACE;
        if (replaces && dialect == Dialect.POSTGRES) {
            throw new ProgrammingException(
                    "PostgreSQL has no INSERT OR REPLACE",
                    insert.root().toString(),
                    "update the row that is there: onConflict(columns..).doUpdate(..)");
        }
        QueryPart values = values(insert);
        QueryPart part =
                Templates.part(
                        (replaces ? "insert or replace into {0}" : "insert into {0}")
                                + (names.isEmpty() ? " default values" : " ({1}) {2}"),
                        tables.target(insert.root()),
                        Templates.joined(", ", names),
                        values);
        if (conflict == null || replaces) {
            return part;
        }
        if (names.isEmpty() && dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite has no ON CONFLICT for a row of defaults",
                    insert.root().toString(),
                    "set a column that may conflict");
        }
        return conflict(part, insert, conflict);
    }

    /** What follows the columns. */
    private QueryPart values(InsertDefinition insert) {
        if (insert.query() != null) {
            insert.with().forEach(queries::declare);
            return query(insert, insert.query());
        }
        boolean arrays =
                insert.rows() == InsertDefinition.MANY && inArrays(insert.columns(), dialect);
        List<QueryPart> rows = new ArrayList<>();
        for (int row = 0; row < Math.max(1, insert.rows()); row++) {
            List<QueryPart> values = new ArrayList<>();
            Column<?> rowNumber = Virtuals.rowNumber(insert);
            if (rowNumber != null) {
                values.add(
                        Templates.part(
                                // all rows are computed before the first is stored
                                "(select coalesce(max({0}), 0) + " + (row + 1) + " from {1})",
                                DSL.name(rowNumber.name()),
                                tables.target(insert.root())));
            }
            for (int i = 0; i < insert.values().size(); i++) {
                Expr<?> value = insert.values().get(i);
                checkStored(insert.columns().get(i), value);
                values.add(
                        arrays
                                ? exprs.array(insert.columns().get(i))
                                : insert.condition() == null
                                        ? exprs.field(value)
                                        : exprs.stored(value, insert.columns().get(i)));
            }
            rows.add(Templates.joined(", ", values));
        }
        insert.with().forEach(queries::declare);
        if (insert.condition() != null) {
            return Templates.part(
                    "select {0} where {1}", rows.get(0), exprs.condition(insert.condition()));
        }
        if (!arrays) {
            return Templates.part(
                    "values (" + Templates.numbered("), (", 0, rows.size()) + ")",
                    rows.toArray(QueryPart[]::new));
        }
        if (insert.returning().isEmpty()) {
            return Templates.part("select * from unnest({0})", rows.get(0));
        }
        // without an order nobody promises that the rows are stored in that of the arrays
        List<QueryPart> parts = new ArrayList<>(List.of(rows.get(0), DSL.name("rows")));
        int size = insert.columns().size();
        for (int i = 0; i <= size; i++) {
            parts.add(DSL.name("v" + i));
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            columns.add("{1}.{" + (i + 2) + "}");
        }
        return Templates.part(
                "select "
                        + String.join(", ", columns)
                        + " from unnest({0}) with ordinality as {1} ("
                        + Templates.numbered(", ", 2, size + 1)
                        + ") order by {1}.{"
                        + (size + 2)
                        + "}",
                parts.toArray(QueryPart[]::new));
    }

    private QueryPart query(InsertDefinition insert, SelectDefinition select) {
        List<Expr<?>> columns = Exposed.expand(select);
        if (columns.size() != insert.columns().size()) {
            throw new ProgrammingException(
                    "insert of "
                            + insert.columns().size()
                            + " columns from a query of "
                            + columns.size(),
                    insert.root().toString(),
                    "select one for each of " + insert.columns());
        }
        for (int i = 0; i < columns.size(); i++) {
            checkStored(insert.columns().get(i), columns.get(i));
        }
        QueryPart query = queries.select(null, select, columns, null);
        boolean ambiguous =
                dialect == Dialect.SQLITE
                        && insert.conflict() != null
                        && (select.where() == null || select.options().compound() != null);
        // SQLite would take the ON of a conflict for that of a join
        return ambiguous ? Templates.part("select * from ({0}) where true", query) : query;
    }

    /** Whether any number of rows travels in arrays, one a column. */
    static boolean inArrays(List<ColumnExpr<?>> columns, Dialect dialect) {
        if (dialect != Dialect.POSTGRES) {
            return false;
        }
        for (ColumnExpr<?> column : columns) {
            if (column.type().codec(dialect).listType() == null) {
                return false;
            }
        }
        return !columns.isEmpty();
    }

    private QueryPart conflict(QueryPart part, InsertDefinition insert, Conflict conflict) {
        List<QueryPart> parts = new ArrayList<>(List.of(part));
        StringBuilder text = new StringBuilder("{0} on conflict");
        if (conflict.constraint() != null) {
            if (dialect == Dialect.SQLITE) {
                throw new ProgrammingException(
                        "SQLite finds no conflict by the name of a constraint",
                        insert.root().toString(),
                        "name its columns: onConflict(columns..)");
            }
            text.append(" on constraint ").append(next(parts, DSL.name(conflict.constraint())));
        }
        // the database compares them with the index: unqualified, and with their values
        ExprRenderer plain = ExprRenderer.inline(dialect);
        if (!conflict.target().isEmpty()) {
            List<QueryPart> target = new ArrayList<>();
            for (Expr<?> expr : conflict.target()) {
                target.add(
                        expr instanceof ColumnExpr<?> column
                                ? DSL.name(column.name())
                                : Templates.part("({0})", plain.field(expr)));
            }
            text.append(" (").append(next(parts, Templates.joined(", ", target))).append(')');
        }
        if (conflict.where() != null) {
            text.append(" where ").append(next(parts, plain.condition(conflict.where())));
        }
        if (conflict.action() == Conflict.Action.NOTHING) {
            text.append(" do nothing");
        } else {
            text.append(" do update set ").append(next(parts, set(conflict.set())));
            if (conflict.condition() != null) {
                text.append(" where ").append(next(parts, exprs.condition(conflict.condition())));
            }
        }
        return Templates.part(text.toString(), parts.toArray(QueryPart[]::new));
    }

    private static String next(List<QueryPart> parts, QueryPart part) {
        parts.add(part);
        return "{" + (parts.size() - 1) + "}";
    }

    // ---- UPDATE and DELETE

    private QueryPart update(UpdateDefinition update) {
        List<QueryPart> parts = new ArrayList<>(List.of(tables.target(update.root())));
        List<QueryPart> conditions = new ArrayList<>();
        addScope(conditions, update.root());
        update.with().forEach(queries::declare);
        StringBuilder text = new StringBuilder("update {0} set ");
        text.append(next(parts, set(update.set())));
        if (!update.from().isEmpty()) {
            List<QueryPart> from = new ArrayList<>();
            for (Source<?> source : update.from()) {
                from.add(Templates.declared(tables.source(source, false)));
                addScope(conditions, source);
            }
            text.append(" from ").append(next(parts, Templates.joined(", ", from)));
        }
        addWhere(conditions, update.where());
        if (!conditions.isEmpty()) {
            text.append(" where ").append(next(parts, Templates.joined(" and ", conditions)));
        }
        return Templates.part(text.toString(), parts.toArray(QueryPart[]::new));
    }

    private void addScope(List<QueryPart> conditions, Source<?> source) {
        var scope = exprs.scope(source);
        if (scope != null) {
            conditions.add(scope);
        }
    }

    private void addWhere(List<QueryPart> conditions, @Nullable Condition where) {
        if (where != null) {
            conditions.add(exprs.condition(where)); // jOOQ puts more than one in parentheses
        }
    }

    private QueryPart delete(DeleteDefinition delete) {
        QueryPart target = tables.target(delete.root());
        List<QueryPart> conditions = new ArrayList<>();
        addScope(conditions, delete.root());
        delete.with().forEach(queries::declare);
        addWhere(conditions, delete.where());
        return conditions.isEmpty()
                ? Templates.part("delete from {0}", target)
                : Templates.part(
                        "delete from {0} where {1}", target, Templates.joined(" and ", conditions));
    }

    private void checkStored(ColumnExpr<?> column, Expr<?> value) {
        if (dialect == Dialect.SQLITE) {
            TextDecimals.checkStored(column, value);
        }
    }

    private QueryPart set(List<Assignment.Part> set) {
        List<QueryPart> parts = new ArrayList<>();
        for (Assignment.Part part : set) {
            QueryPart name = DSL.name(part.column().name());
            QueryPart target =
                    part.place() == null
                            ? name
                            : Templates.part("{0}[{1}]", name, exprs.field(part.place()));
            checkStored(part.column(), part.value());
            parts.add(Templates.part("{0} = {1}", target, exprs.any(part.value())));
        }
        return Templates.joined(", ", parts);
    }
}

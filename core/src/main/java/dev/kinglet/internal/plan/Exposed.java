package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Attached;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Labels;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.RawDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.query.ValuesDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query shows to those that read from it by a name.
 *
 * @param exprs its select list, written out
 * @param names by which it is seen from outside, each once
 */
record Exposed(List<Expr<?>> exprs, List<String> names) {

    static Exposed of(QueryDefinition body) {
        List<Expr<?>> exprs = expand(body);
        List<String> names = new ArrayList<>(exprs.size());
        Set<String> taken = new HashSet<>();
        for (Expr<?> expr : exprs) {
            String plain = Labels.sqlName(expr);
            String name = plain;
            for (int n = 2; !taken.add(name); n++) {
                name = plain + "_" + n;
            }
            names.add(name);
        }
        return new Exposed(exprs, names);
    }

    /** Where an expression of the select list is; an alias may be left out. -1 where it is not. */
    static int indexOf(List<Expr<?>> exprs, Object expr) {
        int index = exprs.indexOf(expr);
        for (int i = 0; index < 0 && i < exprs.size(); i++) {
            if (expr.equals(Exprs.aliased(exprs.get(i)))) {
                index = i;
            }
        }
        return index;
    }

    /** The name by which an inner expression is seen from outside. */
    String name(ColumnExpr<?> column) {
        int index = indexOf(exprs, column.identity());
        if (index < 0) {
            throw new ProgrammingException(
                    "'"
                            + column.qualifier()
                            + "' has no column "
                            + column.identity()
                            + ": it selects "
                            + exprs,
                    column.qualifier(),
                    "select it there, or use the expression that is selected");
        }
        return names.get(index);
    }

    /** The select list, or what is returned, with sources written out as their columns. */
    static List<Expr<?>> expand(QueryDefinition query) {
        if (query instanceof SelectDefinition select) {
            return expand(
                    select.root(),
                    select.items().isEmpty() ? List.of(select.root()) : select.items());
        }
        if (query instanceof ValuesDefinition values) {
            return values.columns();
        }
        if (query instanceof RawDefinition) {
            return List.of(); // nobody knows before it ran
        }
        return expand(query.root(), returning(query));
    }

    /** What a write answers; empty for nothing. */
    static List<Selection> returning(QueryDefinition query) {
        if (query instanceof InsertDefinition insert) {
            return insert.returning();
        }
        if (query instanceof UpdateDefinition update) {
            return update.returning();
        }
        return query instanceof DeleteDefinition delete ? delete.returning() : List.of();
    }

    static List<Expr<?>> expand(Source<?> root, List<? extends Selection> items) {
        List<Expr<?>> exprs = new ArrayList<>();
        for (Selection item : items) {
            if (item instanceof Expr<?> expr) {
                exprs.add(expr);
            } else if (item instanceof Attached attached) {
                exprs.add(attached.expr());
            } else if (item instanceof Table<?, ?> table) {
                exprs.addAll(table.columns());
            } else if (item instanceof NamedQuery<?> named && named.body() != null) {
                for (Expr<?> inner : expand(named.body())) {
                    exprs.add(named.col(inner));
                }
            } else {
                throw new ProgrammingException(
                        "the columns of '"
                                + ((Source<?>) item).qualifier()
                                + "' were selected all at once",
                        root.toString(),
                        "name them: source.col(column)");
            }
        }
        return exprs;
    }

    /** The table whose rows the rows of a source are; null where they are of no model. */
    static @Nullable Table<?, ?> model(Source<?> source) {
        if (source instanceof Table<?, ?> table) {
            return table.base();
        }
        if (source instanceof NamedQuery<?> named
                && named.body() != null
                && !(named.body() instanceof ValuesDefinition)) {
            Source<?> root = named.body().root();
            for (Expr<?> expr : expand(named.body())) {
                if (column(root, expr) != null) {
                    return model(root);
                }
            }
        }
        return null;
    }

    /** The column of a source's model that an expression stands for; null for any other. */
    static @Nullable Column<?> column(Source<?> source, Expr<?> expr) {
        if (source instanceof Table<?, ?> table) {
            return expr instanceof Column<?> column && column.table().equals(table) ? column : null;
        }
        return source instanceof NamedQuery<?> named
                        && named.body() != null
                        && expr instanceof ColumnExpr<?> outside
                        && outside.qualifier().equals(named.qualifier())
                        && outside.identity() instanceof Expr<?> inner
                ? column(named.body().root(), inner)
                : null;
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.query.Compound;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import org.jspecify.annotations.Nullable;

/**
 * Whether SQL may give NULL for an expression, wherever its columns come from: an outer join, a
 * named query, the other half of a compound. The static types say less.
 */
final class Nullness {
    private Nullness() {}

    static boolean mayBeNull(Expr<?> expr, @Nullable Scope scope) {
        return Exprs.mayBeNull(expr, column -> column(column, scope));
    }

    /** A column of the select list of a query. */
    static boolean mayBeNull(QueryDefinition query, int index, @Nullable Scope outer) {
        if (!(query instanceof SelectDefinition select)) {
            return true;
        }
        Compound compound = select.options().compound();
        if (compound != null) {
            return mayBeNull(compound.left(), index, outer)
                    || mayBeNull(compound.right(), index, outer);
        }
        return mayBeNull(Exposed.expand(select).get(index), Scope.of(outer, select));
    }

    private static boolean column(ColumnExpr<?> column, @Nullable Scope scope) {
        for (Scope at = scope; at != null; at = at.outer()) {
            Source<?> source = at.sources().get(column.qualifier());
            if (source == null) {
                continue;
            }
            if (at.optional().contains(column.qualifier())) {
                return true;
            }
            if (source instanceof NamedQuery<?> named) {
                QueryDefinition body = named.body();
                int index =
                        body == null
                                ? -1
                                : Exposed.indexOf(Exposed.expand(body), column.identity());
                return body == null || index < 0 || mayBeNull(body, index, at.outer());
            }
            return column.isNullable();
        }
        return column.isNullable();
    }
}

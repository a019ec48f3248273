package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;

/** What a select item is called. */
public final class Labels {
    private Labels() {}

    /**
     * The name in a result: the Java name of a column, an alias, else the expression as people read
     * it.
     */
    public static String label(Expr<?> expr) {
        if (expr instanceof ColumnExpr<?> column) {
            return column.label();
        }
        String alias = Exprs.alias(expr);
        return alias == null ? expr.toString() : alias;
    }

    /**
     * The name by which SQL around a query sees it: a column's or an alias.
     *
     * @throws ProgrammingException where it has none
     */
    public static String sqlName(Expr<?> expr) {
        if (expr instanceof ColumnExpr<?> column) {
            return column.name();
        }
        String alias = Exprs.alias(expr);
        if (alias == null) {
            throw new ProgrammingException(
                    "the expression " + expr + " has no name outside its query",
                    null,
                    "give it one: as(\"name\")");
        }
        return alias;
    }
}

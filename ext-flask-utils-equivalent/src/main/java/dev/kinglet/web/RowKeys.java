package dev.kinglet.web;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Table;
import dev.kinglet.query.Compound;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Join;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells the rows of a query apart, as far as its sources and joins say: for each source that
 * can make rows the expressions that no two of its rows agree in.
 */
final class RowKeys {
    private RowKeys() {}

    /** Null where it is not known. */
    static @Nullable List<List<Expr<?>>> of(SelectDefinition select) {
        Compound compound = select.options().compound();
        if (compound != null) {
            return compound.operator() == Compound.Operator.UNION_ALL
                    ? null
                    : one(items(compound.left()));
        }
        if (!select.options().distinctOn().isEmpty()) {
            return one(select.options().distinctOn());
        }
        if (!select.groupBy().isEmpty()) {
            return one(expressions(select.groupBy()));
        }
        if (select.folds() && !select.distinct()) {
            return List.of(); // aggregates alone: one row
        }
        return select.distinct() ? one(items(select)) : ofSources(select);
    }

    private static @Nullable List<List<Expr<?>>> ofSources(SelectDefinition select) {
        List<List<Expr<?>>> keys = new ArrayList<>();
        List<Source<?>> sources = new ArrayList<>(List.of(select.root()));
        for (Join join : select.joins()) {
            if (join.kind().missesLeft() || !toOne(join)) {
                sources.add(join.right());
            }
        }
        for (Source<?> source : sources) {
            List<List<Expr<?>>> of = ofSource(source);
            if (of == null) {
                return null;
            }
            keys.addAll(of);
        }
        return keys;
    }

    private static @Nullable List<List<Expr<?>>> ofSource(Source<?> source) {
        if (source instanceof Table<?, ?> table) {
            return table.keyColumns().isEmpty() ? null : one(List.copyOf(table.keyColumns()));
        }
        boolean recursive =
                source instanceof Cte<?> cte
                        && (cte.definition() == null || cte.definition().recursion() != null);
        if (recursive
                || !(source instanceof NamedQuery<?> named)
                || !(named.body() instanceof SelectDefinition body)) {
            return null;
        }
        List<List<Expr<?>>> inner = of(body);
        if (inner == null) {
            return null;
        }
        List<List<Expr<?>>> outer = new ArrayList<>();
        for (List<Expr<?>> key : inner) {
            List<Expr<?>> seen = new ArrayList<>();
            for (Expr<?> part : key) {
                seen.add(named.col(part));
            }
            outer.add(seen);
        }
        return outer;
    }

    /** Whether each row finds one row of the right source at most. */
    static boolean toOne(Join join) {
        if (join.link().relation() instanceof Hop hop) {
            return !hop.many();
        }
        if (join.lateral() || !(join.right() instanceof Table<?, ?> table)) {
            return false;
        }
        Set<Expr<?>> equal = new HashSet<>();
        collectEqual(join.link().condition(), table, equal);
        return !table.keyColumns().isEmpty() && equal.containsAll(table.keyColumns())
                || equal.stream().anyMatch(e -> e instanceof Column<?> c && c.isUnique());
    }

    /** The columns of a table that have to equal something of another source. */
    private static void collectEqual(Condition condition, Table<?, ?> table, Set<Expr<?>> into) {
        Exprs.Binary binary = Exprs.binary(condition);
        if (binary == null) {
            return;
        }
        if (binary.operator() == Operator.AND) {
            collectEqual((Condition) binary.left(), table, into);
            collectEqual((Condition) binary.right(), table, into);
        } else if (binary.operator() == Operator.EQ) {
            for (Expr<?> side : List.of(binary.left(), binary.right())) {
                Expr<?> other = side == binary.left() ? binary.right() : binary.left();
                if (side instanceof Column<?> column
                        && column.table().equals(table)
                        && Exprs.columns(other).stream().noneMatch(c -> isOf(c, table))) {
                    into.add(side);
                }
            }
        }
    }

    private static boolean isOf(ColumnExpr<?> column, Source<?> source) {
        return column.qualifier().equals(source.qualifier());
    }

    private static @Nullable List<Expr<?>> items(SelectDefinition select) {
        return expressions(select.items().isEmpty() ? List.of(select.root()) : select.items());
    }

    /** The items, a source as what tells its rows apart; null where that is not known. */
    private static @Nullable List<Expr<?>> expressions(List<Selection> items) {
        List<Expr<?>> all = new ArrayList<>();
        for (Selection item : items) {
            if (item instanceof Expr<?> expr) {
                Expr<?> plain = Exprs.aliased(expr);
                all.add(plain == null ? expr : plain);
            } else if (item instanceof Table<?, ?> table) {
                all.addAll(table.keyColumns().isEmpty() ? table.columns() : table.keyColumns());
            } else {
                return null;
            }
        }
        return all;
    }

    private static @Nullable List<List<Expr<?>>> one(@Nullable List<Expr<?>> key) {
        return key == null ? null : List.of(key);
    }
}

package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Join;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of the tables of one statement. A table is asked for its scopes once, in the walk for
 * the shape; the renderer, which walks in the same order, gets what was answered then, so that a
 * plan never has another tenant's condition than its key says.
 */
final class Scopes {
    private final List<@Nullable Condition> met = new ArrayList<>(2);
    private final List<Table<?, ?>> within = new ArrayList<>(2);
    private int next;

    /** For the renderer: those that were met, from the first on. */
    Scopes met() {
        Scopes copy = new Scopes();
        copy.met.addAll(met);
        return copy;
    }

    void clear() {
        met.clear();
        within.clear();
    }

    int size() {
        return met.size();
    }

    void forgetFrom(int size) {
        met.subList(size, met.size()).clear();
    }

    /** What the rows of a table have to meet; null for nothing. Ends with {@link #leave}. */
    @Nullable Condition enter(Table<?, ?> table) {
        if (isWithin(table)) {
            return null; // a scope that reads from its own table
        }
        Condition all = null;
        List<Condition> scopes = table.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            all = all == null ? scopes.get(i) : all.and(scopes.get(i));
        }
        if (all != null) {
            met.add(all);
            within.add(table);
        }
        return all;
    }

    /** As {@link #enter}, what that answered in its turn. */
    @Nullable Condition next(Table<?, ?> table) {
        if (!table.isScoped() || isWithin(table)) {
            return null;
        }
        within.add(table);
        return met.get(next++);
    }

    void leave() {
        within.remove(within.size() - 1);
    }

    /** In a scope, which is said of the table itself, the column of the alias that it is for. */
    ColumnExpr<?> standingFor(ColumnExpr<?> said) {
        if (within.isEmpty() || !(said instanceof Column<?> column)) {
            return said;
        }
        Table<?, ?> table = within.get(within.size() - 1);
        return column.table() == table.base() ? table.columns().get(column.ordinal()) : said;
    }

    /** Where rows of the left side may be missing, a condition of theirs would drop the others. */
    void refuseOutside(Join join, SelectDefinition select) {
        if (!join.kind().missesLeft()) {
            return;
        }
        List<Object> sources = new ArrayList<>(List.of(select.root()));
        select.joins().forEach(one -> sources.add(one.right()));
        for (Object source : sources) {
            if (source instanceof Table<?, ?> table && table.isScoped()) {
                throw new ProgrammingException(
                        "a right or full join with " + table + ", whose rows have a scope",
                        table.toString(),
                        "turn it round to a left join, or join from a query: table.select().as(\"t\")");
            }
        }
    }

    private boolean isWithin(Table<?, ?> table) {
        for (int i = 0; i < within.size(); i++) {
            if (within.get(i).base() == table.base()) {
                return true;
            }
        }
        return false;
    }
}

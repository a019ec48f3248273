package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.query.Join;
import dev.kinglet.query.Labels;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The select list of an outermost query, written out, and the layout that goes with it. */
final class SelectList {
    private final SelectDefinition select;
    private final Dialect dialect;
    private final List<Source<?>> sources = new ArrayList<>();
    private final List<Expr<?>> columns = new ArrayList<>();
    private final Map<Expr<?>, Integer> positions = new HashMap<>();
    private final List<RowLayout.Item> items = new ArrayList<>();
    private final List<RowLayout.Item> extras = new ArrayList<>();

    /** By source: the columns of its model that were selected. */
    private final List<List<RowLayout.SlotColumn>> selected = new ArrayList<>();

    private final List<RowLayout.Slot> slots = new ArrayList<>();

    SelectList(SelectDefinition select, Dialect dialect) {
        this.select = select;
        this.dialect = dialect;
        sources.add(select.root());
        select.joins().forEach(join -> sources.add(join.right()));
        sources.forEach(source -> selected.add(new ArrayList<>()));
        for (Expr<?> expr : expand(select)) {
            add(expr);
        }
        refuseEqualAliases();
        if (select.root() instanceof Table<?, ?>) {
            layOut();
        }
    }

    /** What stands between SELECT and FROM. */
    List<Expr<?>> columns() {
        return columns;
    }

    RowLayout layout() {
        return new RowLayout(List.copyOf(items), List.copyOf(slots), List.copyOf(extras));
    }

    /** The items with sources written out as their columns; without items those of the root. */
    static List<Expr<?>> expand(SelectDefinition select) {
        List<Expr<?>> exprs = new ArrayList<>();
        List<? extends Selection> items =
                select.items().isEmpty() ? List.of(select.root()) : select.items();
        for (Selection item : items) {
            if (item instanceof Expr<?> expr) {
                exprs.add(expr);
            } else if (item instanceof Table<?, ?> table) {
                exprs.addAll(table.columns());
            } else {
                throw new ProgrammingException(
                        "the columns of the query '"
                                + ((Source<?>) item).qualifier()
                                + "' were selected all at once",
                        select.root().toString(),
                        "name them: query.col(column)");
            }
        }
        return exprs;
    }

    private void add(Expr<?> expr) {
        int position = position(expr);
        boolean nullable = true;
        if (expr instanceof Column<?> column) {
            int source = sourceOf(column);
            selected.get(source)
                    .add(
                            new RowLayout.SlotColumn(
                                    column.ordinal(), position, column.type().codec(dialect)));
            nullable = column.isNullable() || optional(source);
        }
        RowLayout.Item item =
                new RowLayout.Item(
                        expr, Labels.label(expr), position, expr.type().codec(dialect), nullable);
        items.add(item);
        if (!(expr instanceof Column<?>)) {
            extras.add(item);
        }
    }

    /**
     * A column stands in the list once, however often it was selected; another expression as often
     * as it was said.
     */
    private int position(Expr<?> expr) {
        Integer known = expr instanceof ColumnExpr<?> ? positions.get(expr) : null;
        if (known != null) {
            return known;
        }
        columns.add(expr);
        positions.put(expr, columns.size());
        return columns.size();
    }

    private int sourceOf(Column<?> column) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).equals(column.table())) {
                return i;
            }
        }
        throw Scope.missing(column, select);
    }

    private boolean optional(int source) {
        return source > 0 && select.joins().get(source - 1).kind() == Join.Kind.LEFT;
    }

    private void refuseEqualAliases() {
        Set<String> seen = new HashSet<>();
        for (RowLayout.Item item : items) {
            if (Exprs.alias(item.expr()) != null && !seen.add(item.label())) {
                throw new ProgrammingException(
                        "two expressions of the select list are named '" + item.label() + "'",
                        select.root().toString(),
                        "give one of them another name");
            }
        }
    }

    private void layOut() {
        boolean[] needed = new boolean[sources.size()];
        needed[0] = true;
        for (int i = sources.size() - 1; i > 0; i--) {
            needed[i] |= !selected.get(i).isEmpty() && sources.get(i) instanceof Table<?, ?>;
            if (needed[i]) {
                // what it hangs on is needed as well, as a shell where nothing of it was selected
                needed[indexOf(select.joins().get(i - 1).left())] = true;
            }
        }
        int[] slotOf = new int[sources.size()];
        for (int i = 0; i < sources.size(); i++) {
            if (!needed[i] || !(sources.get(i) instanceof Table<?, ?> table)) {
                slotOf[i] = -1;
                continue;
            }
            slotOf[i] = slots.size();
            if (i > 0 && !select.folds()) {
                addKey(table, selected.get(i));
            }
            Join join = i == 0 ? null : select.joins().get(i - 1);
            slots.add(
                    new RowLayout.Slot(
                            table,
                            List.copyOf(selected.get(i)),
                            join == null ? -1 : slotOf[indexOf(join.left())],
                            join == null ? null : (ForeignKey<?, ?, ?>) join.link().foreignKey(),
                            join != null && join.link().forward(),
                            optional(i),
                            keyPosition(table, selected.get(i))));
        }
    }

    /** A joined row is told from none by its key, so the key comes along. */
    private void addKey(Table<?, ?> table, List<RowLayout.SlotColumn> slotColumns) {
        for (Column<?> key : table.primaryKey()) {
            Column<?> own = table.col(key);
            if (slotColumns.stream().noneMatch(column -> column.ordinal() == own.ordinal())) {
                slotColumns.add(
                        new RowLayout.SlotColumn(
                                own.ordinal(), position(own), own.type().codec(dialect)));
            }
        }
    }

    private static int keyPosition(Table<?, ?> table, List<RowLayout.SlotColumn> slotColumns) {
        for (RowLayout.SlotColumn column : slotColumns) {
            if (table.columns().get(column.ordinal()).isPrimaryKey()) {
                return column.position();
            }
        }
        return 0;
    }

    private int indexOf(Source<?> source) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).qualifier().equals(source.qualifier())) {
                return i;
            }
        }
        throw new IllegalStateException(
                "'" + source.qualifier() + "' is joined from and not there");
    }
}

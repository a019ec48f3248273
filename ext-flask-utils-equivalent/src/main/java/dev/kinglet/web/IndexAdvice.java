package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.model.Index;
import dev.kinglet.model.Table;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in development which index an order lacks, from what the tables declare: the plan of a small
 * table would not tell. Nothing is looked at unless the log {@code dev.kinglet.web.index} is at
 * debug.
 */
final class IndexAdvice {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.web.index");
    private static final int MOST = 1000;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private IndexAdvice() {}

    /** Tells it once a process. */
    static void tell(List<SortKey> keys, SelectDefinition select) {
        if (LOG.isDebugEnabled()) {
            String advice = of(keys, select);
            if (advice != null && TOLD.size() < MOST && TOLD.add(advice)) {
                LOG.debug(advice);
            }
        }
    }

    /** Null where an index has the order. */
    static @Nullable String of(List<SortKey> keys, SelectDefinition select) {
        if (!(select.root() instanceof Table<?, ?> table) || !select.groupBy().isEmpty()) {
            return null; // the rows are made before they are sorted
        }
        for (SortKey key : keys) {
            if (!(key.expr() instanceof Column<?> column) || !column.table().equals(table)) {
                return "pages of "
                        + table.base()
                        + " are cut in an order that is not one of its columns alone, such as that of "
                        + key.expr()
                        + ": look at the plan, query.explain()";
            }
        }
        List<Column<?>> equated = new ArrayList<>();
        if (select.where() != null) {
            collectEquated(select.where(), table, equated);
        }
        for (List<Sort> index : indexes(table)) {
            if (serves(index, keys, equated, false) || serves(index, keys, equated, true)) {
                return null;
            }
        }
        List<String> parts = new ArrayList<>();
        for (Column<?> column : equated) {
            parts.add(column.label() + ".asc()");
        }
        for (SortKey key : keys) {
            String direction = key.descending() ? ".desc()" : ".asc()";
            String nulls =
                    switch (key.sort().nulls()) {
                        case DEFAULT -> "";
                        case FIRST -> ".nullsFirst()";
                        case LAST -> ".nullsLast()";
                    };
            parts.add(((Column<?>) key.expr()).label() + direction + nulls);
        }
        return "pages of "
                + table.base()
                + " are cut in an order that no index has: declare index("
                + String.join(", ", parts)
                + ")";
    }

    private static List<List<Sort>> indexes(Table<?, ?> table) {
        List<List<Sort>> all = new ArrayList<>();
        List<Sort> key = new ArrayList<>();
        table.primaryKey().forEach(column -> key.addAll(column.sorts()));
        all.add(key);
        for (Column<?> column : table.base().columns()) {
            if (column.isUnique() || column.isIndexed()) {
                all.add(column.sorts());
            }
        }
        for (Index index : table.base().indexes()) {
            if (index.condition() == null && index.method().equals("btree")) {
                all.add(index.parts());
            }
        }
        return all;
    }

    private static boolean serves(
            List<Sort> index, List<SortKey> keys, List<Column<?>> equated, boolean backward) {
        int at = 0;
        for (SortKey said : keys) {
            SortKey key = backward ? said.mirrored() : said;
            while (at < index.size()
                    && !isOf(index.get(at), key)
                    && equated.stream().anyMatch(isPart(index.get(at)))) {
                at++; // the same in all rows
            }
            if (at == index.size() || !isOf(index.get(at), key)) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static Predicate<Column<?>> isPart(Sort part) {
        return column -> part.expr() instanceof Column<?> of && sameColumn(of, column);
    }

    private static boolean isOf(Sort part, SortKey key) {
        return part.expr() instanceof Column<?> of
                && sameColumn(of, (Column<?>) key.expr())
                && part.descending() == key.descending()
                && (!key.nullable() || SortKey.of(part, true).nullsFirst() == key.nullsFirst());
    }

    private static boolean sameColumn(Column<?> one, Column<?> other) {
        return one.ordinal() == other.ordinal();
    }

    private static void collectEquated(
            Condition condition, Table<?, ?> table, List<Column<?>> into) {
        Exprs.Binary binary = Exprs.binary(condition);
        if (binary == null) {
            return;
        }
        if (binary.operator() == Operator.AND) {
            collectEquated((Condition) binary.left(), table, into);
            collectEquated((Condition) binary.right(), table, into);
        } else if (binary.operator() == Operator.EQ) {
            Expr<?> left = binary.left();
            if (left instanceof Column<?> column
                    && column.table().equals(table)
                    && Exprs.isValue(binary.right())) {
                into.add(column);
            }
        }
    }
}

package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Expr;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a row into its values, found again by the expressions that were selected. */
final class ValuesReader {
    private final RowLayout.Item[] items;
    private final List<String> labels;
    private final String model;

    ValuesReader(Plan plan) {
        this.items = plan.layout().items().toArray(RowLayout.Item[]::new);
        this.labels = labels(plan.layout().items());
        this.model = plan.model();
    }

    /** The labels of a select list; one that is there already gets {@code _2}, {@code _3}. */
    static List<String> labels(List<RowLayout.Item> items) {
        Set<String> taken = new HashSet<>();
        return items.stream()
                .map(
                        item -> {
                            String label = item.label();
                            for (int n = 2; !taken.add(label); n++) {
                                label = item.label() + "_" + n;
                            }
                            return label;
                        })
                .toList();
    }

    /**
     * The reader of one call. A plan is shared by queries that differ in values only, and so do
     * their expressions: {@code id + 1} and {@code id + 2}. So the expressions are those of the
     * query.
     */
    RowReader<Row> of(QueryDefinition query) {
        return new Result(RowLayout.selected(query).toArray(Expr<?>[]::new));
    }

    private final class Result implements RowReader<Row>, Row.Columns {
        private final Expr<?>[] exprs;

        Result(Expr<?>[] exprs) {
            this.exprs = exprs;
        }

        @Override
        public Row read(ResultSet result) throws SQLException {
            @Nullable Object[] values = new Object[items.length];
            for (int i = 0; i < items.length; i++) {
                values[i] = items[i].codec().read(result, items[i].position());
            }
            return new Row(this, values);
        }

        @Override
        public List<String> labels() {
            return labels;
        }

        @Override
        public int indexOf(Expr<?> expr) {
            if (ForeignKey.isReference(expr)) {
                throw new ModelException(
                        "a row has no model for " + expr + ", only its key",
                        model,
                        "read the key: row.get(foreignKey.key())");
            }
            for (int i = 0; i < exprs.length; i++) {
                if (exprs[i] == expr) {
                    return i;
                }
            }
            for (int i = 0; i < exprs.length; i++) {
                if (exprs[i].equals(expr)) {
                    return i;
                }
            }
            throw new ModelException(
                    expr + " was not selected with this row", model, "name it in select(..)");
        }
    }
}

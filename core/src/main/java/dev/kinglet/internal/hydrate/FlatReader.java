package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.Hydration;
import dev.kinglet.model.Model;
import dev.kinglet.model.RowOrigin;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a row into the model of the root, and all that is not the root's beside its columns. */
final class FlatReader {
    private final ModelReader root;
    private final QueryExecutor executor;
    private final List<Integer> others = new ArrayList<>();
    private final RowLayout.Item[] items;
    private final RowOrigin.ReadBy usual;

    FlatReader(Plan plan, QueryExecutor executor) {
        if (plan.layout().sources().isEmpty()) {
            throw new ProgrammingException(
                    "the rows of the query '" + plan.model() + "' are of no model",
                    plan.model(),
                    "read them by maps(), into(..) or values(..)");
        }
        RowLayout.Slot slot = plan.layout().sources().get(0);
        List<RowLayout.Item> all = plan.layout().items();
        for (int i = 0; i < all.size(); i++) {
            if (!isOf(slot, all.get(i))) {
                others.add(i);
            }
        }
        this.items = others.stream().map(all::get).toArray(RowLayout.Item[]::new);
        this.root = new ModelReader(slot, items.length);
        this.executor = executor;
        this.usual = new RowOrigin.ReadBy(plan.sql(), null, null);
    }

    /**
     * The reader of one result, whose rows load together in groups; see {@link GraphReader} for why
     * the expressions are the query's.
     *
     * @param how null where there is nothing to say beside the SQL
     */
    RowReader<Model<?>> all(RowOrigin.@Nullable ReadBy how, QueryDefinition query) {
        List<Expr<?>> selected = RowLayout.selected(query);
        List<Expr<?>> exprs = others.stream().<Expr<?>>map(selected::get).toList();
        return new Rows(how == null ? usual : how, new RowOrigin(executor, exprs, List.of()));
    }

    private final class Rows implements RowReader<Model<?>> {
        private final RowOrigin.ReadBy how;
        private final RowOrigin alone;
        private final @Nullable Told told = root.tells() ? new Told() : null;
        private RowOrigin group;
        private int rows;

        Rows(RowOrigin.ReadBy how, RowOrigin alone) {
            this.how = how;
            this.alone = alone;
            this.group = alone;
        }

        @Override
        public Model<?> read(ResultSet result) throws SQLException {
            if (rows++ % GraphReader.GROUP == 0) {
                group = alone.together(how);
            }
            Model<?> found = root.read(result, group);
            Model<?> row = found == null ? root.shell(group) : found;
            for (int i = 0; i < items.length; i++) {
                Hydration.extra(row, i, items[i].codec().read(result, items[i].position()));
            }
            if (found != null && told != null) {
                told.add(found);
            }
            return row;
        }

        @Override
        public void finish() {
            if (told != null) {
                told.finish();
            }
        }
    }

    private static boolean isOf(RowLayout.Slot slot, RowLayout.Item item) {
        return item.expr() instanceof ColumnExpr<?> column
                && column.qualifier().equals(slot.source().qualifier())
                && slot.columns().stream().anyMatch(known -> known.position() == item.position());
    }
}

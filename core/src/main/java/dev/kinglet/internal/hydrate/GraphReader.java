package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Hydration;
import dev.kinglet.model.Model;
import dev.kinglet.model.RowOrigin;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row into the model of the root, with the models of the joined sources hanging on it: by
 * their relation where one relates the two, and by name for {@code row.joined(source)}.
 */
final class GraphReader {
    /** Rows that load together, so a row that is kept keeps no more than these. */
    static final int GROUP = 1_000;

    private final ModelReader[] models;
    private final RowOrigin[] origins;
    private final Edge[] edges;
    private final RowLayout.Extra[][] extras;
    private final boolean extended;
    private final boolean tells;
    private final RowOrigin.ReadBy usual;
    private final RowReader<Model<?>> aloneAsUsual;

    GraphReader(Plan plan, QueryExecutor executor) {
        List<RowLayout.Slot> slots = plan.layout().sources();
        if (slots.isEmpty()) {
            throw new ProgrammingException(
                    "the rows of the query '" + plan.model() + "' are of no model",
                    plan.model(),
                    "read them by maps(), into(..) or values(..)");
        }
        this.models = new ModelReader[slots.size()];
        this.origins = new RowOrigin[slots.size()];
        this.edges = new Edge[slots.size()];
        this.extras = new RowLayout.Extra[slots.size()][];
        int rootExtras = slots.get(0).extras().size();
        for (int i = 0; i < slots.size(); i++) {
            RowLayout.Slot slot = slots.get(i);
            extras[i] = slot.extras().toArray(RowLayout.Extra[]::new);
            List<Expr<?>> own =
                    slot.extras().stream().<Expr<?>>map(extra -> extra.item().expr()).toList();
            List<Source<?>> joined = new ArrayList<>();
            for (int child = i + 1; child < slots.size(); child++) {
                RowLayout.Slot other = slots.get(child);
                if (other.parent() == i) {
                    edges[child] =
                            new Edge(
                                    i,
                                    other.relation(),
                                    own.size() + joined.size(),
                                    rootExtras + child - 1);
                }
                if (i == 0 || other.parent() == i) {
                    joined.add(other.source()); // the root knows all, however far away
                }
            }
            origins[i] = new RowOrigin(executor, own, List.copyOf(joined));
            models[i] = new ModelReader(slot, own.size() + joined.size());
        }
        this.extended = slots.stream().anyMatch(slot -> !slot.extras().isEmpty());
        this.tells = Arrays.stream(models).anyMatch(ModelReader::tells);
        this.usual = new RowOrigin.ReadBy(plan.sql(), null, null);
        this.aloneAsUsual = alone(usual, origins);
    }

    /**
     * Reads one row that has no others beside it.
     *
     * @param how null where there is nothing to say beside the SQL
     */
    RowReader<Model<?>> one(RowOrigin.@Nullable ReadBy how, QueryDefinition query) {
        return how == null && !extended && !tells
                ? aloneAsUsual // what such rows share has no state of their own
                : alone(how == null ? usual : how, origins(query));
    }

    private RowReader<Model<?>> alone(RowOrigin.ReadBy how, RowOrigin[] of) {
        RowOrigin[] alone = new RowOrigin[of.length];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = of[i].alone(how);
        }
        return tells ? new Telling(alone) : new Alone(alone);
    }

    /** Reads a row that has no others beside it. */
    private final class Alone implements RowReader<Model<?>> {
        private final RowOrigin[] alone;
        private @Nullable FirstRow<Model<?>> first;

        Alone(RowOrigin[] alone) {
            this.alone = alone;
        }

        @Override
        public FirstRow<Model<?>> first(StatementRunner statements, Plan plan, boolean writes) {
            FirstRow<Model<?>> known = first;
            if (known == null) {
                known = new FirstRow<>(this, statements, plan, writes);
                first = known; // two threads may both make it, and make it equal
            }
            return known;
        }

        @Override
        public Model<?> read(ResultSet result) throws SQLException {
            return GraphReader.this.read(result, alone, null);
        }
    }

    /** Reads a row that has no others beside it, and tells its models. */
    private final class Telling implements RowReader<Model<?>> {
        private final RowOrigin[] alone;
        private final Told told = new Told();

        Telling(RowOrigin[] alone) {
            this.alone = alone;
        }

        @Override
        public Model<?> read(ResultSet result) throws SQLException {
            return GraphReader.this.read(result, alone, told);
        }

        @Override
        public void finish() {
            told.finish();
        }
    }

    /**
     * Reads the rows of one result.
     *
     * @param how null where there is nothing to say beside the SQL
     */
    Rows all(RowOrigin.@Nullable ReadBy how, QueryDefinition query) {
        return new Rows(how == null ? usual : how, origins(query));
    }

    /** Rows that load together, in groups. */
    final class Rows implements RowReader<Model<?>> {
        private final RowOrigin.ReadBy how;
        private final RowOrigin[] origins;
        private final RowOrigin[] group;
        private final @Nullable Told told = tells ? new Told() : null;
        private int rows;
        private boolean asked;

        Rows(RowOrigin.ReadBy how, RowOrigin[] origins) {
            this.how = how;
            this.origins = origins;
            this.group = new RowOrigin[origins.length];
        }

        @Override
        public Model<?> read(ResultSet result) throws SQLException {
            if (rows % GROUP == 0) {
                for (int i = 0; i < group.length; i++) {
                    group[i] = origins[i].together(how);
                }
            }
            rows++;
            return GraphReader.this.read(result, group, told);
        }

        @Override
        public void finish() {
            if (told != null) {
                told.finish();
            }
        }

        /**
         * How many rows a stream should read now: one, until a row was asked for a related one;
         * then all that load together with it.
         */
        int ahead() {
            for (int i = 0; rows > 0 && !asked && i < group.length; i++) {
                asked = group[i].asked();
            }
            return asked ? GROUP - rows % GROUP : 1;
        }
    }

    /**
     * The expressions are those of the query: a plan is shared by queries that differ in values
     * only, and {@code id + 1} is not {@code id + 2}.
     */
    private RowOrigin[] origins(QueryDefinition query) {
        if (!extended) {
            return origins;
        }
        List<Expr<?>> selected = RowLayout.selected(query);
        RowOrigin[] own = new RowOrigin[origins.length];
        for (int i = 0; i < own.length; i++) {
            List<Expr<?>> exprs = new ArrayList<>(extras[i].length);
            for (RowLayout.Extra extra : extras[i]) {
                exprs.add(extra.of(selected));
            }
            own[i] = origins[i].selecting(exprs);
        }
        return own;
    }

    private Model<?> read(ResultSet result, RowOrigin[] from, @Nullable Told told)
            throws SQLException {
        Model<?> found = models[0].read(result, from[0]);
        if (found != null && told != null && models[0].tells()) {
            told.add(found);
        }
        Model<?> root = found == null ? models[0].shell(from[0]) : found;
        fill(0, root, result);
        if (models.length == 2) {
            edges[1].hang(root, root, child(1, result, from, told), found != null);
        } else if (models.length > 2) {
            @Nullable Model<?>[] row = new Model<?>[models.length];
            row[0] = root;
            for (int i = 1; i < models.length; i++) {
                Model<?> child = child(i, result, from, told);
                row[i] = child;
                Edge edge = edges[i];
                edge.hang(root, row[edge.parent], child, edge.parent > 0 || found != null);
            }
        }
        return root;
    }

    private @Nullable Model<?> child(
            int slot, ResultSet result, RowOrigin[] from, @Nullable Told told) throws SQLException {
        Model<?> child = models[slot].read(result, from[slot]);
        if (child != null) {
            fill(slot, child, result);
            if (told != null && models[slot].tells()) {
                told.add(child);
            }
        }
        return child;
    }

    private void fill(int slot, Model<?> row, ResultSet result) throws SQLException {
        RowLayout.Extra[] items = extras[slot];
        for (int i = 0; i < items.length; i++) {
            RowLayout.Item item = items[i].item();
            Hydration.extra(row, i, item.codec().read(result, item.position()));
        }
    }

    /**
     * How a model hangs on another.
     *
     * @param slot where its parent keeps it
     * @param rootSlot where the root keeps it
     */
    private record Edge(int parent, @Nullable Hop relation, int slot, int rootSlot) {

        /**
         * @param there whether the parent is a row, and no shell that stands for none
         */
        void hang(
                Model<?> root, @Nullable Model<?> parent, @Nullable Model<?> child, boolean there) {
            Hydration.extra(root, rootSlot, child);
            if (parent == null) {
                return;
            }
            if (parent != root) {
                Hydration.extra(parent, slot, child);
            }
            if (relation == null || !there) {
                return;
            }
            if (!relation.many()) {
                Hydration.relate(parent, relation, child);
            } else if (child != null) {
                Hydration.relate(child, relation.inverse(), parent);
            }
        }
    }
}

package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Hydration;
import dev.kinglet.model.Model;
import dev.kinglet.model.RowOrigin;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row into the model of the root, with the models of the joined sources hanging on it: by
 * their foreign key where one relates the two, and by name for {@code row.joined(source)}.
 */
final class GraphReader {
    /** Rows that load together, so a row that is kept keeps no more than these. */
    private static final int GROUP = 1_000;

    private final ModelReader[] models;
    private final RowOrigin[] origins;
    private final Edge[] edges;
    private final RowLayout.Item[] extras;

    GraphReader(Plan plan, QueryExecutor executor) {
        RowLayout layout = plan.layout();
        if (layout.sources().isEmpty()) {
            throw new ProgrammingException(
                    "the rows of the query '" + plan.model() + "' are of no model",
                    plan.model(),
                    "read them by maps(), into(..) or values(..)");
        }
        List<RowLayout.Slot> slots = layout.sources();
        this.models = new ModelReader[slots.size()];
        this.origins = new RowOrigin[slots.size()];
        this.edges = new Edge[slots.size()];
        this.extras = layout.extras().toArray(RowLayout.Item[]::new);
        List<Expr<?>> expressions =
                layout.extras().stream().<Expr<?>>map(RowLayout.Item::expr).toList();
        for (int i = 0; i < slots.size(); i++) {
            List<Expr<?>> own = i == 0 ? expressions : List.of();
            List<Source<?>> joined = new ArrayList<>();
            for (int child = i + 1; child < slots.size(); child++) {
                RowLayout.Slot slot = slots.get(child);
                if (slot.parent() == i) {
                    edges[child] =
                            new Edge(
                                    i,
                                    slot.foreignKey(),
                                    slot.forward(),
                                    own.size() + joined.size());
                    joined.add(slot.source());
                }
            }
            origins[i] = new RowOrigin(executor, own, List.copyOf(joined));
            models[i] = new ModelReader(slots.get(i), own.size() + joined.size());
        }
    }

    /** Reads one row that has no others beside it. */
    RowReader<Model<?>> one(RowOrigin.ReadBy how) {
        RowOrigin[] alone = new RowOrigin[origins.length];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = origins[i].alone(how);
        }
        return result -> read(result, alone);
    }

    /** Reads the rows of one result. */
    RowReader<Model<?>> all(RowOrigin.ReadBy how) {
        return new RowReader<>() {
            private final RowOrigin[] group = new RowOrigin[origins.length];
            private int rows;

            @Override
            public Model<?> read(ResultSet result) throws SQLException {
                if (rows++ % GROUP == 0) {
                    for (int i = 0; i < group.length; i++) {
                        group[i] = origins[i].together(how);
                    }
                }
                return GraphReader.this.read(result, group);
            }
        };
    }

    private Model<?> read(ResultSet result, RowOrigin[] from) throws SQLException {
        Model<?> root = Objects.requireNonNull(models[0].read(result, from[0]));
        for (int i = 0; i < extras.length; i++) {
            Hydration.extra(root, i, extras[i].codec().read(result, extras[i].position()));
        }
        if (models.length == 2) {
            edges[1].hang(root, models[1].read(result, from[1]));
        } else if (models.length > 2) {
            @Nullable Model<?>[] row = new Model<?>[models.length];
            row[0] = root;
            for (int i = 1; i < models.length; i++) {
                Model<?> parent = row[edges[i].parent];
                if (parent != null) {
                    Model<?> child = models[i].read(result, from[i]);
                    row[i] = child;
                    edges[i].hang(parent, child);
                }
            }
        }
        return root;
    }

    /** How a model hangs on another. */
    private record Edge(
            int parent, @Nullable ForeignKey<?, ?, ?> foreignKey, boolean forward, int extra) {
        void hang(Model<?> parent, @Nullable Model<?> child) {
            Hydration.extra(parent, extra, child);
            if (foreignKey == null) {
                return;
            }
            if (forward) {
                Hydration.relate(parent, foreignKey, child);
            } else if (child != null) {
                Hydration.relate(child, foreignKey, parent);
            }
        }
    }
}

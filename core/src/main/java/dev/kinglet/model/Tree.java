package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Ordering;
import dev.kinglet.query.Cte;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that refers to itself, as a tree: {@code Tree.of(CATEGORY.parent).roots()}.
 * One statement fetches them, a recursive query; each row knows its parent without another one.
 * Rows that refer to each other in a circle are followed until one comes again.
 *
 * <p>A tree is a value: each method answers a new one.
 *
 * @param <M> the rows
 */
public final class Tree<M extends Model<?>> {
    private final ForeignKey<M, ?, ?> parent;
    private final Table<M, ?> table;
    private final Column<?> key;
    private final List<Condition> from;
    private final UnaryOperator<Select<M>> below;
    private final Ordering order;
    private final @Nullable Integer maxDepth;
    private final @Nullable QueryExecutor executor;

    private Tree(
            ForeignKey<M, ?, ?> parent,
            Table<M, ?> table,
            List<Condition> from,
            UnaryOperator<Select<M>> below,
            Ordering order,
            @Nullable Integer maxDepth,
            @Nullable QueryExecutor executor) {
        this.parent = parent;
        this.table = table;
        this.key = parent.targetColumn();
        this.from = from;
        this.below = below;
        this.order = order;
        this.maxDepth = maxDepth;
        this.executor = executor;
    }

    /**
     * All rows: the roots are those that refer to none.
     *
     * @param parent refers to the row above, of the same table
     * @throws ModelException where it refers to another table
     */
    @SuppressWarnings("unchecked") // the table of a foreign key of M
    public static <M extends Model<?>> Tree<M> of(ForeignKey<M, ? extends @Nullable M, ?> parent) {
        if (parent.target() != parent.table().base()) {
            throw new ModelException(
                    parent + " refers to " + parent.target() + ", so its rows are no tree",
                    parent.table().toString(),
                    "use a foreign key to the table itself: selfReference()");
        }
        Table<M, ?> table = (Table<M, ?>) parent.table().base();
        Column<?> key = parent.targetColumn();
        return new Tree<>(
                parent, table, List.of(parent.isNull()), query -> query, key.asc(), null, null);
    }

    /** The trees below these rows, which are its roots, in place of those that refer to none. */
    public Tree<M> from(Condition... conditions) {
        return new Tree<>(
                parent,
                table,
                List.copyOf(Arrays.asList(conditions)),
                below,
                order,
                maxDepth,
                executor);
    }

    /**
     * Follows only some rows below the roots; what is below the others is left out with them.
     *
     * @param conditions on the columns of the table
     */
    public Tree<M> where(Condition... conditions) {
        return new Tree<>(
                parent,
                table,
                from,
                query -> below.apply(query).where(conditions),
                order,
                maxDepth,
                executor);
    }

    /** The order of roots, and of the children of each row; by key unless told. */
    public Tree<M> orderBy(Ordering... orderings) {
        return new Tree<>(parent, table, from, below, Ordering.of(orderings), maxDepth, executor);
    }

    /** No rows deeper than this; 0 for the roots alone. */
    public Tree<M> maxDepth(int depth) {
        if (depth < 0) {
            throw new ProgrammingException(
                    "a tree of depth " + depth, table.toString(), "say 0 or more");
        }
        return new Tree<>(parent, table, from, below, order, depth, executor);
    }

    /** Reads from this database, whatever the table is bound to. */
    public Tree<M> using(QueryExecutor database) {
        return new Tree<>(parent, table, from, below, order, maxDepth, database);
    }

    /** The roots with all that is below them; empty when there are none. */
    public List<TreeNode<M>> roots() {
        Expr<Integer> depth = Fn.value(0).as("depth");
        Cte<M> tree = query(depth);
        Expr<String> path = tree.cyclePath();
        List<TreeNode<M>> roots = new ArrayList<>();
        Map<String, TreeNode<M>> byPath = new HashMap<>();
        for (M row : rows(tree, tree.col(depth), path)) {
            String way = row.get(path);
            TreeNode<M> above = byPath.get(Cte.pathAbove(way));
            TreeNode<M> node = new TreeNode<>(row, row.get(tree.col(depth)), above);
            byPath.put(way, node);
            if (above == null) {
                roots.add(node);
            } else {
                Hydration.relate(row, parent.forward(), above.row());
            }
        }
        return roots;
    }

    /** The statement, without running it. */
    @Override
    public String toString() {
        Expr<Integer> depth = Fn.value(0).as("depth");
        Cte<M> tree = query(depth);
        return rows(tree, tree.col(depth), tree.cyclePath()).toString();
    }

    private Cte<M> query(Expr<Integer> depth) {
        Select<M> top = table.select(key, depth).where(from.toArray(Condition[]::new));
        return top.cte("tree")
                .recursive(
                        self -> {
                            Expr<Integer> above = self.col(depth);
                            Select<M> next =
                                    below.apply(table.select(key, above.plus(1)))
                                            .join(self, equal(parent.key(), self.col(key)));
                            return maxDepth == null ? next : next.where(above.lt(maxDepth));
                        })
                .guardedBy(key);
    }

    private Select<M> rows(Cte<M> tree, Expr<Integer> depth, Expr<String> path) {
        Select<M> rows =
                table.select(table, depth, path)
                        .join(tree, equal(key, tree.col(key)))
                        .orderBy(depth, order);
        return executor == null ? rows : rows.using(executor);
    }

    @SuppressWarnings("unchecked") // a key and what refers to it are of one type
    private static Condition equal(Expr<?> some, Expr<?> other) {
        return ((Expr<Object>) some).eq((Expr<Object>) other);
    }
}

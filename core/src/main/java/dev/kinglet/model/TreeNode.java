package dev.kinglet.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row in its place in a {@link Tree}.
 *
 * @param <M> the rows
 */
public final class TreeNode<M extends Model<?>> {
    private final M row;
    private final int depth;
    private final @Nullable TreeNode<M> parent;
    private final List<TreeNode<M>> children = new ArrayList<>();

    TreeNode(M row, int depth, @Nullable TreeNode<M> parent) {
        this.row = row;
        this.depth = depth;
        this.parent = parent;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    public M row() {
        return row;
    }

    /** How far below the root of the tree it is; 0 for the root itself. */
    public int depth() {
        return depth;
    }

    /** The node above; null for a root of the tree, whether or not its row refers to another. */
    public @Nullable TreeNode<M> parent() {
        return parent;
    }

    /** The nodes below, in the order of the tree; empty where there are none. */
    public List<TreeNode<M>> children() {
        return Collections.unmodifiableList(children);
    }

    /** This node and all below it, each before its children. */
    public Stream<TreeNode<M>> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(TreeNode::all));
    }

    /** The row, indented by its depth, and those below it, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        all().forEach(
                        node ->
                                text.append(text.length() == 0 ? "" : "\n")
                                        .append("  ".repeat(node.depth - depth))
                                        .append(node.row));
        return text.toString();
    }
}

package tour;

import static tour.Models.Category.CATEGORY;

import dev.kinglet.model.Tree;
import dev.kinglet.model.TreeNode;
import java.util.stream.Collectors;
import tour.Models.Category;

/** A tree from Java. */
public final class TreeCaller {
    private TreeCaller() {}

    public static String outline() {
        return Tree.of(CATEGORY.parent).orderBy(CATEGORY.name).roots().stream()
                .flatMap(TreeNode::all)
                .map(TreeCaller::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(TreeNode<Category> node) {
        return "  ".repeat(node.depth()) + node.row().get(CATEGORY.name);
    }
}

package tour;

import static tour.JavaCaller.same;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.model.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Models.Category;

/** Results as Java alone reads them; ResultSpec runs each method after {@link Seeds#sow}. */
public final class ResultCaller {

    record Writer(String username, @Nullable String email) {}

    record TweetLine(String content, Writer user) {}

    record Node(String name, @Nullable Leaf parent) {}

    record Leaf(String name) {}

    public record Mailed(String content, Address user) {}

    public record Address(@Nullable String email) {}

    public void nested(Database db) {
        List<TweetLine> lines =
                TWEET.select(TWEET.content, USER.username, USER.email)
                        .join(USER)
                        .orderBy(TWEET.id)
                        .limit(1)
                        .into(TweetLine.class);
        same(lines, List.of(new TweetLine("meow", new Writer("huey", null))));
        Table<Category, Long> parent = CATEGORY.alias("parent");
        List<Node> nodes =
                CATEGORY.select(CATEGORY.name, parent.col(CATEGORY.name))
                        .leftJoin(parent, CATEGORY.parent.eq(parent))
                        .orderBy(CATEGORY.id)
                        .into(Node.class);
        same(nodes.get(0), new Node("root", null));
        same(nodes.get(1), new Node("left", new Leaf("root")));
        same(db.connectionsInUse(), 0);
    }
}

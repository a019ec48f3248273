package tour;

import static dev.kinglet.expr.Fn.count;
import static tour.JavaCaller.same;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.DataException;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Table;
import dev.kinglet.query.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tour.Models.Category;
import tour.Models.Tweet;

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

    record Author(String username, long tweets) {}

    record Contact(Long id, String username, @Nullable String email) {}

    record Place(Long id, String username, @Nullable String email, @Nullable Long team) {}

    public void single() {
        same(USER.where(USER.username.eq("huey")).single().getUsername(), "huey");
        try {
            var row = TWEET.select().single();
            throw new AssertionError("not thrown: " + row);
        } catch (DataException several) {
            same(several.summary(), "more than one row of Tweet matches");
        }
    }

    public void rows() {
        Expr<Long> tweets = count(TWEET.id).as("tweets");
        List<Row> rows =
                USER.select(USER.username, tweets)
                        .leftJoin(TWEET)
                        .groupBy(USER.username)
                        .orderBy(USER.username)
                        .rows();
        String name = rows.get(0).get(USER.username);
        long count = rows.get(0).get(tweets);
        same(name + " " + count, "huey 3");
        same(rows.get(0).get(0), "huey");
        same(rows.get(0).size(), 2);
        same(rows.get(2).asMap(), Map.of("username", "zaizee", "tweets", 0L));
    }

    public void made() {
        var users = USER.select().orderBy(USER.id).limit(1);
        same(users.into(USER.username, String::length), List.of(4));
        same(
                users.leftJoin(TWEET)
                        .groupBy(USER.id, USER.username)
                        .into(USER.username, count(TWEET.id), Author::new),
                List.of(new Author("huey", 3)));
        same(
                users.into(USER.id, USER.username, USER.email, Contact::new),
                List.of(new Contact(1L, "huey", null)));
        same(
                users.into(USER.id, USER.username, USER.email, USER.defaultTeam.key(), Place::new),
                List.of(new Place(1L, "huey", null, null)));
    }

    public void parts() {
        var tweets = TWEET.select().orderBy(TWEET.id).limit(4).offset(1);
        same(tweets.slice(1, 3).values(TWEET.content), List.of("purr", "woof"));
        same(tweets.withoutLimit().count(), 5L);
        try (Stream<List<Tweet>> chunks = tweets.chunked(3)) {
            same(chunks.map(List::size).toList(), List.of(3, 1));
        }
    }

    public void streams(Database db) {
        var query = USER.select(USER.username, USER.email).orderBy(USER.id);
        try (Stream<Row> rows = query.streamRows()) {
            same(rows.map(row -> row.get(USER.username)).findFirst().orElse(null), "huey");
        }
        try (Stream<Row> rows = query.streamRows()) {
            same(rows.map(Row::asMap).toList(), query.maps());
        }
        try (Stream<Writer> writers = query.streamInto(Writer.class)) {
            same(writers.limit(1).toList(), List.of(new Writer("huey", null)));
        }
        same(db.connectionsInUse(), 0);
    }

    public void plans() {
        String plan = USER.where(USER.username.eq("huey")).explainAnalyze();
        JavaCaller.check(plan.contains("rows="), plan);
    }
}

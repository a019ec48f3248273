package guide;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.max;
import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;

import dev.kinglet.expr.Expr;
import dev.kinglet.query.Row;
import dev.kinglet.query.Select;
import guide.FirstSteps.Tweet;
import guide.FirstSteps.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The regions of the page on results, in Java. */
final class Results {

    // region records
    record Writer(String username, @Nullable String email) {}

    record TweetLine(String content, Writer user) {}

    // endregion

    record Author(String username, long tweets) {}

    private Results() {}

    static List<Author> objects() {
        // region objects
        Expr<Long> tweets = count(TWEET.id).as("tweets");
        Select<User> authors =
                USER.select(USER.username, tweets)
                        .leftJoin(TWEET)
                        .groupBy(USER.username)
                        .orderBy(USER.username);
        List<Author> byName = authors.into(Author.class);
        List<Author> typed = authors.into(USER.username, tweets, Author::new);
        // endregion
        if (!byName.equals(typed)) {
            throw new AssertionError(typed);
        }
        return typed;
    }

    static List<TweetLine> nested() {
        // region nested
        List<TweetLine> lines =
                TWEET.select(TWEET.content, USER.username, USER.email)
                        .join(USER)
                        .orderBy(TWEET.id)
                        .into(TweetLine.class);
        // endregion
        return lines;
    }

    static String rows() {
        // region rows
        Expr<Long> tweets = count(TWEET.id);
        Row row =
                USER.select(USER.username, tweets)
                        .leftJoin(TWEET)
                        .groupBy(USER.username)
                        .orderBy(USER.username)
                        .rows()
                        .get(0);
        String name = row.get(USER.username); // typed by the expression
        long written = row.get(tweets);
        Object first = row.get(0); // by place, from 0
        Map<String, @Nullable Object> map = row.asMap();
        // endregion
        return name + written + first + map.size();
    }

    static @Nullable Long values() {
        // region values
        List<String> names = USER.select().orderBy(USER.username).values(USER.username);
        @Nullable Long newest = USER.select().scalar(max(USER.id));
        // endregion
        return names.isEmpty() ? null : newest;
    }

    static List<@Nullable Object> one() {
        // region one
        Select<User> query = USER.where(USER.username.eq("huey"));
        @Nullable User first = query.first(); // null if there is none
        User any = query.get(); // NotFoundException if there is none
        User only = query.single(); // and DataException if there are more
        boolean some = query.exists();
        // endregion
        List<@Nullable Object> all = new ArrayList<>();
        all.add(first);
        all.add(any);
        all.add(only);
        all.add(some);
        return all;
    }

    static long parts() {
        // region parts
        Select<Tweet> page = TWEET.select().orderBy(TWEET.timestamp).limit(20).offset(40);
        long total = page.withoutLimit().count();
        List<Tweet> middle = page.slice(5, 10).list(); // rows 5 to 9 of the page
        // endregion
        return total + middle.size();
    }

    static void streams() {
        // region streams
        try (Stream<Row> rows = TWEET.select(TWEET.content).streamRows()) {
            rows.forEach(row -> row.get(TWEET.content).strip());
        }
        try (Stream<Writer> writers =
                USER.select(USER.username, USER.email).streamInto(Writer.class)) {
            writers.forEach(Writer::username);
        }
        try (Stream<List<Tweet>> chunks = TWEET.select().orderBy(TWEET.id).chunked(500)) {
            chunks.forEach(List::size);
        }
        // endregion
    }

    static String explained() {
        // region explained
        Select<Tweet> query = TWEET.select().join(USER).where(USER.username.eq("huey"));
        String plan = query.explain(); // the query is not run
        String measured = query.explainAnalyze(); // it is
        // endregion
        if (!measured.startsWith(plan)) {
            throw new AssertionError(measured);
        }
        return plan;
    }
}

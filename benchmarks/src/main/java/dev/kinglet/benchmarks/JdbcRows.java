package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the hand-written variants, and how they read a result: by position, with typed
 * getters, into plain objects.
 */
final class JdbcRows {
    static final String BY_KEY = "select id, username, email, join_date from \"user\" where id = ?";
    static final String LATEST =
            "select id, user_id, content, timestamp from tweet where user_id = ?"
                    + " order by timestamp desc limit ?";
    static final String ROWS =
            "select id, user_id, content, timestamp from tweet order by id limit ?";
    static final String GRAPH =
            "select t.id, t.user_id, t.content, t.timestamp, u.id, u.username, u.email, u.join_date"
                    + " from tweet t join \"user\" u on t.user_id = u.id order by t.id limit ?";

    static final String COUNT = "select count(*) from tweet";
    static final String PAGE =
            "select id, user_id, content, timestamp from tweet"
                    + " order by timestamp desc, id desc limit ? offset ?";

    private final Times times;

    JdbcRows(Times times) {
        this.times = times;
    }

    /** Reads a date and time in the way that costs least with the driver. */
    interface Times {
        LocalDateTime read(ResultSet result, int index) throws SQLException;
    }

    /** PostgreSQL's driver knows the type. */
    static LocalDateTime object(ResultSet result, int index) throws SQLException {
        return result.getObject(index, LocalDateTime.class);
    }

    /** SQLite has text, always {@code yyyy-MM-dd HH:mm:ss.SSSSSS}. */
    static LocalDateTime text(ResultSet result, int index) throws SQLException {
        return time(result.getString(index));
    }

    /** The time that such a text says. */
    static LocalDateTime time(String text) {
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19),
                number(text, 20, 26) * 1000);
    }

    PlainUser user(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new SQLException("no such user");
        }
        return user(result, 0);
    }

    List<PlainTweet> tweets(ResultSet result) throws SQLException {
        List<PlainTweet> tweets = new ArrayList<>();
        while (result.next()) {
            tweets.add(tweet(result, null));
        }
        return tweets;
    }

    /**
     * Two statements: one that counts in the same breath would read all rows for each of a page.
     */
    Reads.Part<PlainTweet> page(PreparedStatement count, PreparedStatement page)
            throws SQLException {
        long total;
        try (ResultSet result = count.executeQuery()) {
            result.next();
            total = result.getLong(1);
        }
        page.setLong(1, Data.PAGE_SIZE);
        page.setLong(2, (Data.PAGE - 1L) * Data.PAGE_SIZE);
        try (ResultSet result = page.executeQuery()) {
            return new Reads.Part<>(tweets(result), total);
        }
    }

    List<PlainTweet> graph(ResultSet result) throws SQLException {
        List<PlainTweet> tweets = new ArrayList<>();
        while (result.next()) {
            tweets.add(tweet(result, user(result, 4)));
        }
        return tweets;
    }

    static UserRow content(PlainUser user) {
        return new UserRow(user.id, user.username, user.email, user.joinDate);
    }

    static TweetRow content(PlainTweet tweet, boolean withAuthor) {
        return new TweetRow(
                tweet.id,
                tweet.userId,
                tweet.content,
                tweet.timestamp,
                withAuthor ? content(Objects.requireNonNull(tweet.user)) : null);
    }

    PlainUser user(ResultSet result, int before) throws SQLException {
        return new PlainUser(
                result.getLong(before + 1),
                result.getString(before + 2),
                result.getString(before + 3),
                times.read(result, before + 4));
    }

    PlainTweet tweet(ResultSet result, @Nullable PlainUser user) throws SQLException {
        return new PlainTweet(
                result.getLong(1),
                result.getLong(2),
                result.getString(3),
                times.read(result, 4),
                user);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}

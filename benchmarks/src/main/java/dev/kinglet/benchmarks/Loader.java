package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.Favorite.FAVORITE;
import static dev.kinglet.benchmarks.Message.MESSAGE;
import static dev.kinglet.benchmarks.Tweet.TWEET;
import static dev.kinglet.benchmarks.User.USER;

import dev.kinglet.Database;
import dev.kinglet.benchmarks.Data.FavoriteRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills the tables: Kinglet its own, plain JDBC that of a database which Kinglet never sees. */
final class Loader {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private Loader() {}

    static void load(Database database, Data data) {
        database.createTables(USER, TWEET, FAVORITE, MESSAGE);
        List<List<@Nullable Object>> users = data.allUsers().stream().map(Loader::values).toList();
        List<List<@Nullable Object>> tweets =
                data.allTweets().stream().map(Loader::values).toList();
        USER.insertMany(List.of(USER.id, USER.username, USER.email, USER.joinDate), users)
                .using(database)
                .execute();
        TWEET.insertMany(
                        List.of(TWEET.id, TWEET.user.key(), TWEET.content, TWEET.timestamp), tweets)
                .using(database)
                .execute();
        FAVORITE.insertMany(
                        List.of(FAVORITE.id, FAVORITE.user.key(), FAVORITE.tweet.key()),
                        data.allFavorites().stream().map(Loader::values).toList())
                .using(database)
                .execute();
    }

    /** The same tables and rows, without Kinglet but for the text of its CREATE statements. */
    static void loadSqlite(Connection connection, Data data) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                Database names = Database.sqliteInMemory()) {
            for (String create : names.createTablesSql(USER, TWEET, FAVORITE, MESSAGE)) {
                statement.execute(create);
            }
        }
        connection.commit();
        insert(
                connection,
                "insert into \"user\" (id, username, email, join_date) values (?, ?, ?, ?)",
                data.allUsers().stream().map(Loader::values).toList());
        insert(
                connection,
                "insert into tweet (id, user_id, content, timestamp) values (?, ?, ?, ?)",
                data.allTweets().stream().map(Loader::values).toList());
        insert(
                connection,
                "insert into favorite (id, user_id, tweet_id) values (?, ?, ?)",
                data.allFavorites().stream().map(Loader::values).toList());
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void insert(Connection connection, String sql, List<List<@Nullable Object>> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<@Nullable Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.get(i);
                    statement.setObject(
                            i + 1, value instanceof LocalDateTime time ? TEXT.format(time) : value);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static List<@Nullable Object> values(UserRow user) {
        return Arrays.asList(user.id(), user.username(), user.email(), user.joinDate());
    }

    private static List<@Nullable Object> values(FavoriteRow favorite) {
        return Arrays.asList(favorite.id(), favorite.userId(), favorite.tweetId());
    }

    private static List<@Nullable Object> values(TweetRow tweet) {
        return Arrays.asList(tweet.id(), tweet.userId(), tweet.content(), tweet.timestamp());
    }
}

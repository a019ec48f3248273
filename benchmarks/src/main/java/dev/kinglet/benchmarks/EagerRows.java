package dev.kinglet.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Users with their tweets and the favorites of those, written by hand: three queries, each with the
 * keys of the one before as one value, and maps that put the objects together.
 */
final class EagerRows {
    private final JdbcRows rows;
    private final boolean postgres;

    /** The three statements, in order. */
    private final List<String> sql;

    EagerRows(JdbcRows rows, boolean postgres) {
        this.rows = rows;
        this.postgres = postgres;
        String among = postgres ? "= any (?)" : "in (select value from json_each(?))";
        this.sql =
                List.of(
                        "select id, username, email, join_date from \"user\" order by id limit ?",
                        "select id, user_id, content, timestamp from tweet where user_id "
                                + among
                                + " order by id",
                        "select id, user_id, tweet_id from favorite where tweet_id "
                                + among
                                + " order by id");
    }

    /** Prepares a statement, or has it. */
    interface Preparer {
        PreparedStatement prepare(String sql) throws SQLException;

        /** Done with it. */
        void done(PreparedStatement statement) throws SQLException;
    }

    private static final class LikedTweet {
        final PlainTweet tweet;
        final List<PlainFavorite> favorites = new ArrayList<>();

        LikedTweet(PlainTweet tweet) {
            this.tweet = tweet;
        }
    }

    private record PlainFavorite(long id, long userId, long tweetId) {}

    private record Author(PlainUser user, List<LikedTweet> tweets) {}

    /** The ids of the favorites, walked from the users down. */
    List<Long> read(Preparer statements) throws SQLException {
        Map<Long, Author> authors = new LinkedHashMap<>();
        PreparedStatement users = statements.prepare(sql.get(0));
        users.setLong(1, Data.EAGER);
        try (ResultSet result = users.executeQuery()) {
            while (result.next()) {
                PlainUser user = rows.user(result, 0);
                authors.put(user.id, new Author(user, new ArrayList<>()));
            }
        }
        statements.done(users);
        Map<Long, LikedTweet> liked = new HashMap<>();
        PreparedStatement tweets = statements.prepare(sql.get(1));
        bind(tweets, authors.keySet());
        try (ResultSet result = tweets.executeQuery()) {
            while (result.next()) {
                LikedTweet tweet = new LikedTweet(rows.tweet(result, null));
                liked.put(tweet.tweet.id, tweet);
                authors.get(tweet.tweet.userId).tweets().add(tweet);
            }
        }
        statements.done(tweets);
        PreparedStatement favorites = statements.prepare(sql.get(2));
        bind(favorites, liked.keySet());
        try (ResultSet result = favorites.executeQuery()) {
            while (result.next()) {
                PlainFavorite favorite =
                        new PlainFavorite(result.getLong(1), result.getLong(2), result.getLong(3));
                liked.get(favorite.tweetId()).favorites.add(favorite);
            }
        }
        statements.done(favorites);
        List<Long> ids = new ArrayList<>();
        for (Author author : authors.values()) {
            for (LikedTweet tweet : author.tweets()) {
                for (PlainFavorite favorite : tweet.favorites) {
                    ids.add(favorite.id());
                }
            }
        }
        return ids;
    }

    private void bind(PreparedStatement statement, Collection<Long> keys) throws SQLException {
        if (postgres) {
            Connection connection = statement.getConnection();
            Array array = connection.createArrayOf("bigint", keys.toArray());
            statement.setArray(1, array);
        } else {
            statement.setString(
                    1,
                    keys.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        }
    }

    /** Statements that are kept. */
    static Preparer kept(Connection connection) {
        Map<String, PreparedStatement> known = new HashMap<>();
        return new Preparer() {
            @Override
            public PreparedStatement prepare(String sql) throws SQLException {
                PreparedStatement statement = known.get(sql);
                if (statement == null) {
                    statement = connection.prepareStatement(sql);
                    known.put(sql, statement);
                }
                return statement;
            }

            @Override
            public void done(PreparedStatement statement) {}
        };
    }

    /** Statements that are prepared at each call. */
    static Preparer anew(Connection connection) {
        return new Preparer() {
            @Override
            public PreparedStatement prepare(String sql) throws SQLException {
                return connection.prepareStatement(sql);
            }

            @Override
            public void done(PreparedStatement statement) throws SQLException {
                statement.close();
            }
        };
    }
}

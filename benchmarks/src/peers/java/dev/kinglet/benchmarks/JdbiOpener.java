package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** JDBI: SQL with named values, results mapped by the constructors of records. */
final class JdbiOpener implements Variant.Opener {
    @Override
    public Reads<?, ?> open(Access access) throws SQLException {
        return new JdbiReads(access, access.pool());
    }

    /** Times of SQLite are texts. */
    private static final class TimeArguments extends AbstractArgumentFactory<LocalDateTime> {
        TimeArguments() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(LocalDateTime value, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setString(position, PeerReads.text(value));
        }
    }

    /** That a user liked a tweet. */
    public record JdbiFavorite(long id, long userId, long tweetId) {}

    private record Liked(PeerTweet tweet, List<JdbiFavorite> favorites) {}

    private record Author(PeerUser user, List<Liked> tweets) {}

    private static final class JdbiReads extends PeerReads<PeerUser, PeerTweet.Authored> {
        private static final String USER = "select id, username, email, join_date from \"user\"";
        private static final String TWEET = "select id, user_id, content, timestamp from tweet";
        private static final String INSERT =
                "insert into message (user_id, content, timestamp)"
                        + " values (:user, :content, :timestamp)";

        private final Jdbi jdbi;

        JdbiReads(Access access, HikariDataSource pool) {
            super(access, pool);
            jdbi = Jdbi.create(pool);
            jdbi.registerRowMapper(ConstructorMapper.factory(PeerUser.class));
            jdbi.registerRowMapper(ConstructorMapper.factory(PeerTweet.class));
            jdbi.registerRowMapper(ConstructorMapper.factory(JdbiFavorite.class));
            if (postgres) {
                jdbi.registerArrayType(Long.class, "int8");
            } else {
                jdbi.registerArgument(new TimeArguments());
                jdbi.registerColumnMapper(
                        LocalDateTime.class,
                        (result, column, context) -> time(result.getString(column)));
            }
        }

        @Override
        public PeerUser byKey(long id) {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery(USER + " where id = :id")
                                    .bind("id", id)
                                    .mapTo(PeerUser.class)
                                    .one());
        }

        @Override
        public List<PeerTweet.Authored> latest(long user) {
            return jdbi.withHandle(
                    handle ->
                            tweets(
                                    handle.createQuery(
                                                    TWEET
                                                            + " where user_id = :user"
                                                            + " order by timestamp desc"
                                                            + " limit :most")
                                            .bind("user", user)
                                            .bind("most", Data.LATEST)));
        }

        @Override
        public List<PeerTweet.Authored> rows() {
            return jdbi.withHandle(
                    handle ->
                            tweets(
                                    handle.createQuery(TWEET + " order by id limit :most")
                                            .bind("most", Data.ROWS)));
        }

        /** Without an author. */
        private static List<PeerTweet.Authored> tweets(Query query) {
            return query.mapTo(PeerTweet.class)
                    .map(tweet -> new PeerTweet.Authored(tweet, null))
                    .list();
        }

        @Override
        public List<PeerTweet.Authored> graph() {
            return jdbi.withHandle(
                    handle -> {
                        handle.registerRowMapper(ConstructorMapper.factory(PeerTweet.class, "t_"));
                        handle.registerRowMapper(ConstructorMapper.factory(PeerUser.class, "u_"));
                        return handle.createQuery(
                                        "select t.id as t_id, t.user_id as t_user_id,"
                                                + " t.content as t_content,"
                                                + " t.timestamp as t_timestamp, u.id as u_id,"
                                                + " u.username as u_username, u.email as u_email,"
                                                + " u.join_date as u_join_date"
                                                + " from tweet t join \"user\" u on t.user_id = u.id"
                                                + " order by t.id limit :most")
                                .bind("most", Data.GRAPH)
                                .<List<PeerTweet.Authored>>reduceRows(
                                        new ArrayList<>(),
                                        (all, row) -> {
                                            all.add(
                                                    new PeerTweet.Authored(
                                                            row.getRow(PeerTweet.class),
                                                            row.getRow(PeerUser.class)));
                                            return all;
                                        });
                    });
        }

        @Override
        public List<Long> eager() {
            return jdbi.withHandle(this::eager);
        }

        private List<Long> eager(Handle handle) {
            Map<Long, Author> authors = new LinkedHashMap<>();
            handle.createQuery(USER + " order by id limit :most")
                    .bind("most", Data.EAGER)
                    .mapTo(PeerUser.class)
                    .forEach(user -> authors.put(user.id(), new Author(user, new ArrayList<>())));
            Map<Long, Liked> tweets = new HashMap<>();
            among(handle, TWEET + " where user_id", authors.keySet())
                    .mapTo(PeerTweet.class)
                    .forEach(
                            tweet -> {
                                Liked liked = new Liked(tweet, new ArrayList<>());
                                tweets.put(tweet.id(), liked);
                                authors.get(tweet.userId()).tweets().add(liked);
                            });
            among(
                            handle,
                            "select id, user_id, tweet_id from favorite where tweet_id",
                            tweets.keySet())
                    .mapTo(JdbiFavorite.class)
                    .forEach(favorite -> tweets.get(favorite.tweetId()).favorites().add(favorite));
            List<Long> ids = new ArrayList<>();
            for (Author author : authors.values()) {
                for (Liked tweet : author.tweets()) {
                    for (JdbiFavorite favorite : tweet.favorites()) {
                        ids.add(favorite.id());
                    }
                }
            }
            return ids;
        }

        private Query among(Handle handle, String select, Set<Long> keys) {
            return postgres
                    ? handle.createQuery(select + " = any (:keys) order by id")
                            .bindArray("keys", Long.class, keys.toArray())
                    : handle.createQuery(select + " in (<keys>) order by id")
                            .bindList("keys", new ArrayList<>(keys));
        }

        @Override
        public int bulk() {
            return jdbi.inTransaction(
                    handle -> {
                        PreparedBatch batch = handle.prepareBatch(INSERT);
                        for (MessageRow row : toStore()) {
                            batch.bind("user", row.userId())
                                    .bind("content", row.content())
                                    .bind("timestamp", row.timestamp())
                                    .add();
                        }
                        return batch.execute().length;
                    });
        }

        @Override
        public long insertOne() {
            MessageRow row = toStore().get(0);
            return jdbi.withHandle(
                    handle ->
                            handle.createUpdate(INSERT)
                                    .bind("user", row.userId())
                                    .bind("content", row.content())
                                    .bind("timestamp", row.timestamp())
                                    .executeAndReturnGeneratedKeys("id")
                                    .mapTo(Long.class)
                                    .one());
        }

        @Override
        public void save(long id, String content) {
            jdbi.useTransaction(
                    handle -> {
                        PeerTweet tweet =
                                handle.createQuery(TWEET + " where id = :id")
                                        .bind("id", id)
                                        .mapTo(PeerTweet.class)
                                        .one();
                        handle.createUpdate("update tweet set content = :content where id = :id")
                                .bind("content", content)
                                .bind("id", tweet.id())
                                .execute();
                    });
        }

        @Override
        public Part<PeerTweet.Authored> page() {
            return jdbi.withHandle(
                    handle -> {
                        long total =
                                handle.createQuery("select count(*) from tweet")
                                        .mapTo(Long.class)
                                        .one();
                        return new Part<>(
                                tweets(
                                        handle.createQuery(
                                                        TWEET
                                                                + " order by timestamp desc, id desc"
                                                                + " limit :most offset :from")
                                                .bind("most", Data.PAGE_SIZE)
                                                .bind("from", (Data.PAGE - 1) * Data.PAGE_SIZE)),
                                total);
                    });
        }

        @Override
        public UserRow content(PeerUser user) {
            return userRow(user.id(), user.username(), user.email(), user.joinDate());
        }

        @Override
        public TweetRow content(PeerTweet.Authored authored, boolean withAuthor) {
            PeerTweet tweet = authored.tweet();
            return tweetRow(
                    tweet.id(),
                    tweet.userId(),
                    tweet.content(),
                    tweet.timestamp(),
                    withAuthor ? content(authored.user()) : null);
        }
    }
}

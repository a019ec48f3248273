package dev.kinglet.benchmarks;

import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.BatchBindStep;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** jOOQ: typed fields, results mapped to records, nested results by {@code multiset}. */
final class JooqOpener implements Variant.Opener {
    @Override
    public Reads<?, ?> open(Access access) throws SQLException {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return new JooqReads(access, access.pool());
    }

    /** A tweet that may have its author. */
    record JooqTweet(
            long id,
            long userId,
            String content,
            LocalDateTime timestamp,
            @Nullable PeerUser user) {
        static JooqTweet alone(Long id, Long userId, String content, LocalDateTime timestamp) {
            return new JooqTweet(id, userId, content, timestamp, null);
        }
    }

    private static final class JooqReads extends PeerReads<PeerUser, JooqTweet> {
        private final DSLContext jooq;

        private final Table<Record> user = table(name("user"));
        private final Table<Record> tweet = table(name("tweet"));
        private final Table<Record> favorite = table(name("favorite"));
        private final Table<Record> message = table(name("message"));

        private final Field<Long> userId = DSL.field(name("user", "id"), SQLDataType.BIGINT);
        private final Field<String> username =
                DSL.field(name("user", "username"), SQLDataType.CLOB);
        private final Field<String> email = DSL.field(name("user", "email"), SQLDataType.CLOB);
        private final Field<LocalDateTime> joinDate;

        private final Field<Long> tweetId = DSL.field(name("tweet", "id"), SQLDataType.BIGINT);
        private final Field<Long> author = DSL.field(name("tweet", "user_id"), SQLDataType.BIGINT);
        private final Field<String> content = DSL.field(name("tweet", "content"), SQLDataType.CLOB);
        private final Field<LocalDateTime> timestamp;

        private final Field<Long> favoriteId =
                DSL.field(name("favorite", "id"), SQLDataType.BIGINT);
        private final Field<Long> favoriteTweet =
                DSL.field(name("favorite", "tweet_id"), SQLDataType.BIGINT);

        private final Field<Long> messageId = DSL.field(name("id"), SQLDataType.BIGINT);
        private final Field<Long> messageUser = DSL.field(name("user_id"), SQLDataType.BIGINT);
        private final Field<String> messageContent = DSL.field(name("content"), SQLDataType.CLOB);
        private final Field<LocalDateTime> messageTime;

        JooqReads(Access access, HikariDataSource pool) {
            super(access, pool);
            jooq = DSL.using(pool, postgres ? SQLDialect.POSTGRES : SQLDialect.SQLITE);
            DataType<LocalDateTime> time =
                    postgres
                            ? SQLDataType.LOCALDATETIME(6)
                            : SQLDataType.CLOB.asConvertedDataType(
                                    Converter.ofNullable(
                                            String.class,
                                            LocalDateTime.class,
                                            PeerReads::time,
                                            PeerReads::text));
            joinDate = DSL.field(name("user", "join_date"), time);
            timestamp = DSL.field(name("tweet", "timestamp"), time);
            messageTime = DSL.field(name("timestamp"), time);
        }

        @Override
        public PeerUser byKey(long id) {
            return Objects.requireNonNull(
                    jooq.select(userId, username, email, joinDate)
                            .from(user)
                            .where(userId.eq(id))
                            .fetchOne(mapping(PeerUser::new)));
        }

        @Override
        public List<JooqTweet> latest(long user) {
            return jooq.select(tweetId, author, content, timestamp)
                    .from(tweet)
                    .where(author.eq(user))
                    .orderBy(timestamp.desc())
                    .limit(Data.LATEST)
                    .fetch(mapping(JooqTweet::alone));
        }

        @Override
        public List<JooqTweet> rows() {
            return jooq.select(tweetId, author, content, timestamp)
                    .from(tweet)
                    .orderBy(tweetId)
                    .limit(Data.ROWS)
                    .fetch(mapping(JooqTweet::alone));
        }

        @Override
        public List<JooqTweet> graph() {
            return jooq.select(
                            tweetId,
                            author,
                            content,
                            timestamp,
                            row(userId, username, email, joinDate).mapping(PeerUser::new))
                    .from(tweet)
                    .join(user)
                    .on(author.eq(userId))
                    .orderBy(tweetId)
                    .limit(Data.GRAPH)
                    .fetch(mapping(JooqTweet::new));
        }

        private record Liked(long id, List<Long> favorites) {}

        private record Author(PeerUser user, List<Liked> tweets) {}

        @Override
        public List<Long> eager() {
            List<Author> authors =
                    jooq.select(
                                    row(userId, username, email, joinDate).mapping(PeerUser::new),
                                    multiset(
                                                    select(
                                                                    tweetId,
                                                                    author,
                                                                    content,
                                                                    timestamp,
                                                                    multiset(
                                                                                    select(
                                                                                                    favoriteId)
                                                                                            .from(
                                                                                                    favorite)
                                                                                            .where(
                                                                                                    favoriteTweet
                                                                                                            .eq(
                                                                                                                    tweetId))
                                                                                            .orderBy(
                                                                                                    favoriteId))
                                                                            .as("favorites")
                                                                            .convertFrom(
                                                                                    result ->
                                                                                            result
                                                                                                    .map(
                                                                                                            mapping(
                                                                                                                    id ->
                                                                                                                            id))))
                                                            .from(tweet)
                                                            .where(author.eq(userId))
                                                            .orderBy(tweetId))
                                            .as("tweets")
                                            .convertFrom(
                                                    result ->
                                                            result.map(
                                                                    mapping(
                                                                            (id,
                                                                                    by,
                                                                                    text,
                                                                                    at,
                                                                                    ids) ->
                                                                                    new Liked(
                                                                                            id,
                                                                                            ids)))))
                            .from(user)
                            .orderBy(userId)
                            .limit(Data.EAGER)
                            .fetch(mapping(Author::new));
            List<Long> ids = new ArrayList<>();
            for (Author one : authors) {
                for (Liked liked : one.tweets) {
                    ids.addAll(liked.favorites);
                }
            }
            return ids;
        }

        @Override
        public int bulk() {
            return jooq.transactionResult(
                    inside -> {
                        BatchBindStep batch =
                                inside.dsl()
                                        .batch(
                                                inside.dsl()
                                                        .insertInto(message)
                                                        .columns(
                                                                messageUser,
                                                                messageContent,
                                                                messageTime)
                                                        .values(
                                                                (Long) null,
                                                                (String) null,
                                                                (LocalDateTime) null));
                        for (MessageRow row : toStore()) {
                            batch = batch.bind(row.userId(), row.content(), row.timestamp());
                        }
                        return batch.execute().length;
                    });
        }

        @Override
        public long insertOne() {
            MessageRow row = toStore().get(0);
            return Objects.requireNonNull(
                            jooq.insertInto(message)
                                    .columns(messageUser, messageContent, messageTime)
                                    .values(row.userId(), row.content(), row.timestamp())
                                    .returningResult(messageId)
                                    .fetchOne())
                    .value1();
        }

        @Override
        public void save(long id, String text) {
            jooq.transaction(
                    inside -> {
                        JooqTweet found =
                                inside.dsl()
                                        .select(tweetId, author, content, timestamp)
                                        .from(tweet)
                                        .where(tweetId.eq(id))
                                        .fetchSingle(mapping(JooqTweet::alone));
                        inside.dsl()
                                .update(tweet)
                                .set(content, text)
                                .where(tweetId.eq(found.id()))
                                .execute();
                    });
        }

        @Override
        public Part<JooqTweet> page() {
            int total = jooq.fetchCount(tweet);
            return new Part<>(
                    jooq.select(tweetId, author, content, timestamp)
                            .from(tweet)
                            .orderBy(timestamp.desc(), tweetId.desc())
                            .limit(Data.PAGE_SIZE)
                            .offset((Data.PAGE - 1) * Data.PAGE_SIZE)
                            .fetch(mapping(JooqTweet::alone)),
                    total);
        }

        @Override
        public UserRow content(PeerUser user) {
            return userRow(user.id(), user.username(), user.email(), user.joinDate());
        }

        @Override
        public TweetRow content(JooqTweet tweet, boolean withAuthor) {
            return tweetRow(
                    tweet.id(),
                    tweet.userId(),
                    tweet.content(),
                    tweet.timestamp(),
                    withAuthor ? content(tweet.user()) : null);
        }
    }
}

package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import jakarta.persistence.AttributeConverter;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate: entities, a session for each call, connections whose transactions it ends itself,
 * statements in batches of a hundred, collections loaded a thousand at a time.
 */
final class HibernateOpener implements Variant.Opener {
    private static final int FIRST_KEY = 1_000_000_000;

    @Override
    public Reads<?, ?> open(Access access) throws SQLException {
        return new HibernateReads(access, access.pool(config -> config.setAutoCommit(false)));
    }

    /** Times of SQLite are texts. */
    public static final class TimeText implements AttributeConverter<LocalDateTime, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable LocalDateTime time) {
            return time == null ? null : PeerReads.text(time);
        }

        @Override
        public @Nullable LocalDateTime convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : PeerReads.time(text);
        }
    }

    private static final class HibernateReads extends PeerReads<HibernateUser, HibernateTweet> {
        private final SessionFactory sessions;

        HibernateReads(Access access, HikariDataSource pool) throws SQLException {
            super(access, pool);
            if (postgres) {
                run(
                        "create sequence if not exists hibernate_message_seq start "
                                + FIRST_KEY
                                + " increment 100");
            }
            Configuration configuration =
                    new Configuration()
                            .addAnnotatedClass(HibernateUser.class)
                            .addAnnotatedClass(HibernateTweet.class)
                            .addAnnotatedClass(HibernateFavorite.class)
                            .addAnnotatedClass(
                                    postgres
                                            ? HibernateMessages.Numbered.class
                                            : HibernateMessages.Plain.class)
                            .setProperty(
                                    "hibernate.dialect",
                                    postgres
                                            ? "org.hibernate.dialect.PostgreSQLDialect"
                                            : "org.hibernate.community.dialect.SQLiteDialect")
                            .setProperty(
                                    "hibernate.connection.provider_disables_autocommit", "true")
                            .setProperty("hibernate.jdbc.batch_size", "100")
                            .setProperty("hibernate.order_inserts", "true")
                            .setProperty("hibernate.default_batch_fetch_size", "1000");
            configuration.getProperties().put("hibernate.connection.datasource", pool);
            if (!postgres) {
                configuration.addAttributeConverter(TimeText.class, true);
            }
            sessions = configuration.buildSessionFactory();
        }

        /** Reads outside of the timed calls find their entities gone from the session. */
        private <R> R read(Function<Session, R> work) {
            return sessions.fromTransaction(
                    session -> {
                        session.setDefaultReadOnly(true);
                        return work.apply(session);
                    });
        }

        @Override
        public HibernateUser byKey(long id) {
            return read(session -> session.find(HibernateUser.class, id));
        }

        @Override
        public List<HibernateTweet> latest(long user) {
            return read(
                    session ->
                            session.createSelectionQuery(
                                            "from HTweet where user.id = :user"
                                                    + " order by timestamp desc",
                                            HibernateTweet.class)
                                    .setParameter("user", user)
                                    .setMaxResults(Data.LATEST)
                                    .getResultList());
        }

        @Override
        public List<HibernateTweet> rows() {
            return read(
                    session ->
                            session.createSelectionQuery(
                                            "from HTweet order by id", HibernateTweet.class)
                                    .setMaxResults(Data.ROWS)
                                    .getResultList());
        }

        @Override
        public List<HibernateTweet> graph() {
            return read(
                    session ->
                            session.createSelectionQuery(
                                            "from HTweet t join fetch t.user order by t.id",
                                            HibernateTweet.class)
                                    .setMaxResults(Data.GRAPH)
                                    .getResultList());
        }

        @Override
        public List<Long> eager() {
            return read(
                    session -> {
                        List<Long> ids = new ArrayList<>();
                        List<HibernateUser> users =
                                session.createSelectionQuery(
                                                "from HUser order by id", HibernateUser.class)
                                        .setMaxResults(Data.EAGER)
                                        .getResultList();
                        for (HibernateUser user : users) {
                            for (HibernateTweet tweet : user.tweets) {
                                for (HibernateFavorite favorite : tweet.favorites) {
                                    ids.add(favorite.id);
                                }
                            }
                        }
                        return ids;
                    });
        }

        @Override
        public int bulk() {
            List<MessageRow> rows = toStore();
            sessions.inTransaction(
                    session -> {
                        int count = 0;
                        for (MessageRow row : rows) {
                            session.persist(HibernateMessages.of(row, postgres));
                            if (++count % 100 == 0) {
                                session.flush();
                                session.clear();
                            }
                        }
                    });
            return rows.size();
        }

        @Override
        public long insertOne() {
            return sessions.fromTransaction(
                    session -> {
                        var message = HibernateMessages.of(toStore().get(0), postgres);
                        session.persist(message);
                        return message.id();
                    });
        }

        @Override
        public void save(long id, String content) {
            sessions.inTransaction(
                    session -> session.find(HibernateTweet.class, id).content = content);
        }

        @Override
        public Part<HibernateTweet> page() {
            return read(
                    session -> {
                        long total =
                                session.createSelectionQuery(
                                                "select count(*) from HTweet", Long.class)
                                        .getSingleResult();
                        return new Part<>(
                                session.createSelectionQuery(
                                                "from HTweet order by timestamp desc, id desc",
                                                HibernateTweet.class)
                                        .setFirstResult((Data.PAGE - 1) * Data.PAGE_SIZE)
                                        .setMaxResults(Data.PAGE_SIZE)
                                        .getResultList(),
                                total);
                    });
        }

        @Override
        public UserRow content(HibernateUser user) {
            return userRow(user.id, user.username, user.email, user.joinDate);
        }

        @Override
        public TweetRow content(HibernateTweet tweet, boolean withAuthor) {
            // the key is known without loading the user
            Long author = (Long) sessions.getPersistenceUnitUtil().getIdentifier(tweet.user);
            return tweetRow(
                    tweet.id,
                    author,
                    tweet.content,
                    tweet.timestamp,
                    withAuthor ? content(tweet.user) : null);
        }

        @Override
        public void close() {
            sessions.close();
            super.close();
        }
    }
}

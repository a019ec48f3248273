package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.Favorite.FAVORITE;
import static dev.kinglet.benchmarks.Message.MESSAGE;
import static dev.kinglet.benchmarks.Tweet.TWEET;
import static dev.kinglet.benchmarks.User.USER;

import dev.kinglet.Database;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import dev.kinglet.model.Load;
import dev.kinglet.type.Dialect;
import dev.kinglet.web.Page;
import dev.kinglet.web.Pages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As an application says it with Kinglet: each call builds its query and borrows a connection. */
final class KingletReads implements Reads<User, Tweet> {
    private final Database database;
    private final Data data;
    private final MessageRow one;
    private @Nullable List<List<Object>> messages;

    /** Takes the database over: it is closed with this. */
    KingletReads(Database database, Data data) {
        this.database = database.bind(USER, TWEET, FAVORITE, MESSAGE);
        this.one = data.message(1);
        this.data = data;
    }

    @Override
    public User byKey(long id) {
        return USER.get(id);
    }

    @Override
    public List<Tweet> latest(long user) {
        return TWEET.where(TWEET.user.key().eq(user))
                .orderBy(TWEET.timestamp.desc())
                .limit(Data.LATEST)
                .list();
    }

    @Override
    public List<Tweet> rows() {
        return TWEET.select().orderBy(TWEET.id).limit(Data.ROWS).list();
    }

    @Override
    public List<Tweet> graph() {
        return TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.id).limit(Data.GRAPH).list();
    }

    @Override
    public List<Long> eager() {
        List<Long> ids = new ArrayList<>();
        var users =
                USER.select()
                        .orderBy(USER.id)
                        .limit(Data.EAGER)
                        .load(
                                Load.many(TWEET.user, TWEET.select().orderBy(TWEET.id))
                                        .then(
                                                Load.many(
                                                        FAVORITE.tweet,
                                                        FAVORITE.select().orderBy(FAVORITE.id))))
                        .list();
        for (User user : users) {
            for (Tweet tweet : user.backref(TWEET.user).list()) {
                for (Favorite favorite : tweet.backref(FAVORITE.tweet).list()) {
                    ids.add(favorite.get(FAVORITE.id));
                }
            }
        }
        return ids;
    }

    @Override
    public int bulk() {
        List<List<Object>> rows = messages;
        if (rows == null) {
            rows =
                    data.messages().stream()
                            .map(
                                    row ->
                                            List.<Object>of(
                                                    row.userId(), row.content(), row.timestamp()))
                            .toList();
            messages = rows;
        }
        var insert =
                MESSAGE.insertMany(
                        List.of(MESSAGE.userId, MESSAGE.content, MESSAGE.timestamp), rows);
        return database.dialect() == Dialect.POSTGRES
                ? (int) database.postgres().copyIn(insert)
                : insert.execute();
    }

    @Override
    public long insertOne() {
        return MESSAGE.insert(
                        MESSAGE.userId.to(one.userId()),
                        MESSAGE.content.to(one.content()),
                        MESSAGE.timestamp.to(one.timestamp()))
                .execute();
    }

    @Override
    public void save(long id, String content) {
        database.atomic(
                transaction -> {
                    Tweet tweet = TWEET.get(id);
                    tweet.set(TWEET.content, content);
                    tweet.save();
                });
    }

    @Override
    public Part<Tweet> page() {
        Page<Tweet> page =
                Pages.of(TWEET.select().orderBy(TWEET.timestamp.desc()))
                        .size(Data.PAGE_SIZE)
                        .number(Data.PAGE);
        return new Part<>(page.items(), page.total().rows());
    }

    @Override
    public void empty() {
        database.execute(JdbcWrites.empty(database.dialect() == Dialect.POSTGRES));
    }

    @Override
    public List<MessageRow> messages() {
        return MESSAGE.select()
                .orderBy(MESSAGE.id)
                .into(MESSAGE.userId, MESSAGE.content, MESSAGE.timestamp, MessageRow::new);
    }

    @Override
    public UserRow content(User user) {
        return new UserRow(
                user.get(USER.id),
                user.get(USER.username),
                user.get(USER.email),
                user.get(USER.joinDate));
    }

    @Override
    public TweetRow content(Tweet tweet, boolean withAuthor) {
        return new TweetRow(
                tweet.get(TWEET.id),
                tweet.key(TWEET.user),
                tweet.get(TWEET.content),
                tweet.get(TWEET.timestamp),
                withAuthor ? content(tweet.joined(USER)) : null);
    }

    @Override
    public void close() {
        database.close();
    }
}

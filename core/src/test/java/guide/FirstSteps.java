package guide;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.model.Table.alias;
import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryLog;
import dev.kinglet.query.Select;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The regions of the guide, in Java. */
public final class FirstSteps {

    // region declare
    public static class User extends Model<Long> {
        public static final Users USER = new Users();

        public static class Users extends Table<User, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> username = text().unique();
            public final Column<@Nullable String> email = varchar(255).nullable();

            Users() {
                super(User::new);
            }
        }

        public String getUsername() {
            return get(USER.username);
        }

        public Select<Tweet> tweets() {
            return backref(TWEET.user);
        }
    }

    public static class Tweet extends Model<Long> {
        public static final Tweets TWEET = new Tweets();

        public static class Tweets extends Table<Tweet, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Tweet, User, Long> user =
                    foreignKey(User.class).backref("tweets").onDelete(OnDelete.CASCADE);
            public final Column<String> content = text();
            public final Column<LocalDateTime> timestamp =
                    datetime().defaultTo(LocalDateTime::now).index();

            Tweets() {
                super(Tweet::new);
            }
        }

        public String getContent() {
            return get(TWEET.content);
        }

        public User getUser() {
            return get(TWEET.user);
        }
    }

    // endregion

    record Author(String username, long tweets) {}

    private FirstSteps() {}

    static Database open() {
        // region open
        Database db = Database.sqliteInMemory(); // or sqlite("app.db"), postgres(..)
        db.bind(USER, TWEET).createTables(USER, TWEET);
        // endregion
        return db;
    }

    static void create() {
        // region create
        User huey = USER.create(USER.username.to("huey"));
        TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"));
        // endregion
    }

    static List<String> join() {
        List<String> lines = new ArrayList<>();
        // region join
        for (Tweet tweet :
                TWEET.select(TWEET.content, USER.username)
                        .join(USER)
                        .where(USER.username.startsWith("h"))
                        .orderBy(TWEET.timestamp.desc())) {
            // no further query
            lines.add(tweet.getUser().getUsername() + ": " + tweet.getContent());
        }
        // endregion
        return lines;
    }

    static void read() {
        // region read
        User huey = USER.get(USER.username.eq("huey")); // NotFoundException if there is none
        @Nullable User nobody = USER.find(USER.username.eq("nobody")); // null
        List<Tweet> page = huey.tweets().orderBy(TWEET.timestamp.desc()).paginate(1, 20).list();
        long tweets = huey.tweets().count();
        // endregion
    }

    static void write() {
        // region write
        User user = new User();
        user.set(USER.username, "mickey");
        user.save(); // INSERT; the key is filled in
        user.set(USER.email, "mickey@example.com");
        user.save(); // UPDATE of the changed column only
        USER.update(USER.email.toNull()).where(USER.id.eq(user.id())).execute();
        user.delete();
        // endregion
    }

    static List<Author> group() {
        // region group
        Expr<Long> tweets = count(TWEET.id).as("tweets");
        List<Author> authors =
                USER.select(USER.username, tweets)
                        .leftJoin(TWEET)
                        .groupBy(USER.username)
                        .orderBy(tweets.desc())
                        .into(Author.class);
        // endregion
        return authors;
    }

    static void aliases() {
        // region alias
        User.Users author = alias(USER, "author");
        TWEET.select(TWEET, author.username)
                .join(author, TWEET.user.eq(author))
                .where(author.email.isNull())
                .list();
        // endregion
    }

    static void transaction(Database db) {
        // region transaction
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("zaizee"));
                    try {
                        db.atomic(inner -> USER.create(USER.username.to("huey"))); // a savepoint
                    } catch (IntegrityException taken) {
                        taken.kind(); // UNIQUE: only the inner part is undone
                    }
                });
        // endregion
    }

    static void stream() {
        // region stream
        try (Stream<Tweet> tweets =
                TWEET.select().stream()) { // rows come in portions and are not kept
            tweets.forEach(Tweet::getContent);
        }
        // endregion
    }

    static void counted(Database db) {
        // region counted
        try (QueryLog log = db.record()) {
            TWEET.select(TWEET, USER).join(USER).list().forEach(Tweet::getUser);
            if (log.count() != 1) {
                throw new AssertionError(log);
            }
        }
        // endregion
    }
}

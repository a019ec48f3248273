package guide;

import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.Loading.Follow.FOLLOW;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kinglet.Database;
import dev.kinglet.jackson.KingletModule;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryLog;
import dev.kinglet.query.QueryLog.OnRepeat;
import dev.kinglet.query.Select;
import guide.FirstSteps.Tweet;
import guide.FirstSteps.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The regions of the page on loading, in Java. */
public final class Loading {
    private Loading() {}

    /** That one user follows another: two foreign keys to one table. */
    public static class Follow extends Model<Long> {
        public static final Follows FOLLOW = new Follows();

        /** Its columns. */
        public static class Follows extends Table<Follow, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Follow, User, Long> from = foreignKey(User.class);
            public final ForeignKey<Follow, User, Long> to = foreignKey(User.class);

            Follows() {
                super(Follow::new);
            }
        }
    }

    static List<String> together() {
        List<String> lines = new ArrayList<>();
        // region together
        for (Tweet tweet : TWEET.select().orderBy(TWEET.id)) {
            lines.add(tweet.getUser().getUsername() + ": " + tweet.getContent());
        }
        // endregion
        return lines;
    }

    static int backrefs() {
        int count = 0;
        // region backrefs
        for (User user : USER.select()) {
            for (Tweet tweet : user.tweets()) {
                count += tweet.getUser() == user ? 1 : 0;
            }
        }
        // endregion
        return count;
    }

    static List<User> many() {
        // region many
        List<User> users = USER.select().load(Load.many(TWEET.user)).list();
        users.get(0).tweets().list(); // no query
        // endregion
        return users;
    }

    static List<User> query() {
        // region query
        List<User> users =
                USER.select()
                        .load(
                                Load.many(
                                        TWEET.user,
                                        TWEET.where(TWEET.content.ne("hiss"))
                                                .orderBy(TWEET.timestamp.desc())))
                        .list();
        // endregion
        return users;
    }

    static List<User> perParent() {
        // region perParent
        List<User> users =
                USER.select()
                        .load(
                                Load.many(TWEET.user, TWEET.select().orderBy(TWEET.id.desc()))
                                        .perParent(2))
                        .list();
        // endregion
        return users;
    }

    static void strategies() {
        // region strategies
        Select<User> some = USER.where(USER.username.ne("zaizee"));
        some.load(Load.many(TWEET.user).by(Load.Strategy.SUBQUERY)).list();
        some.load(Load.many(TWEET.user).by(Load.Strategy.JOIN)).list();
        // endregion
    }

    static void flat() {
        // region flat
        USER.select().prefetch(FOLLOW, TWEET).list(); // the foreign keys say what hangs where
        // endregion
    }

    static void under() {
        // region under
        User.Users followed = Table.alias(USER, "followed");
        USER.where(USER.username.eq("huey"))
                .prefetch(FOLLOW, followed, Load.under(USER, TWEET))
                .list();
        // endregion
    }

    static void branches() {
        // region branches
        List<Tweet> tweets = TWEET.select().load(Load.one(TWEET.user)).list();
        User user = USER.get(USER.username.eq("huey"));
        Load.loadInto(user, Load.many(TWEET.user)); // into a row that is there
        // endregion
    }

    static void single(Database db) {
        // region modes
        TWEET.select().lazy(Lazy.SINGLE).list(); // one query
        try (var scope = db.lazy(Lazy.STRICT)) { // this thread, until it is closed
            TWEET.select().lazy(Lazy.BATCHED).list(); // the narrower one wins
        }
        Database.builder().sqlite(":memory:").lazy(Lazy.STRICT); // everything
        // endregion
    }

    static void strict() {
        // region strict
        Tweet tweet = TWEET.select().lazy(Lazy.STRICT).get();
        tweet.getUser(); // ProgrammingException
        // endregion
    }

    static void guard(Database db) {
        // region guard
        try (var guard = db.guard(OnRepeat.FAIL, 2)) {
            for (Tweet tweet : TWEET.select().lazy(Lazy.SINGLE)) {
                tweet.getUser();
            }
        }
        // endregion
    }

    static List<QueryLog.Repeat> repeats(Database db) {
        // region repeats
        try (QueryLog log = db.record()) {
            TWEET.select().lazy(Lazy.SINGLE).forEach(Tweet::getUser);
            return log.repeats(2); // text, how often, and the lines
        }
        // endregion
    }

    static Map<String, @Nullable Object> maps() {
        // region maps
        User user = USER.select().load(Load.many(TWEET.user)).orderBy(USER.id).get();
        Map<String, @Nullable Object> map =
                user.toMap(
                        MapOptions.loaded()
                                .backrefs(TWEET.user)
                                .exclude(TWEET.timestamp, USER.email));
        Tweet tweet = TWEET.fromMap(Map.of("content", "purr", "user", user.id()));
        // endregion
        return map;
    }

    static String json() throws JsonProcessingException {
        // region json
        ObjectMapper mapper = new ObjectMapper().registerModule(new KingletModule());
        String json = mapper.writeValueAsString(TWEET.select().load(Load.one(TWEET.user)).get());
        // endregion
        return json;
    }
}

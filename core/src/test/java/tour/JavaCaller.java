package tour;

import static dev.kinglet.expr.Fn.avg;
import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.countDistinct;
import static dev.kinglet.expr.Fn.exists;
import static dev.kinglet.expr.Fn.length;
import static dev.kinglet.expr.Fn.lower;
import static dev.kinglet.expr.Fn.min;
import static dev.kinglet.expr.Fn.not;
import static dev.kinglet.expr.Fn.raw;
import static dev.kinglet.expr.Fn.rawCondition;
import static dev.kinglet.expr.Fn.sum;
import static dev.kinglet.expr.Fn.upper;
import static dev.kinglet.expr.Fn.value;
import static dev.kinglet.model.Table.alias;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Tweet.TWEET;
import static tour.Models.TweetTag.TWEET_TAG;
import static tour.Models.User.USER;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kinglet.Database;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.jackson.KingletModule;
import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Table;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryLog;
import dev.kinglet.query.Select;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tour.Models.Category;
import tour.Models.Favorite;
import tour.Models.Tweet;
import tour.Models.TweetTag;
import tour.Models.User;

/** The rest of the API as Java alone calls it; JavaCallerSpec runs it after {@link Seeds#sow}. */
public final class JavaCaller {

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static <T> void same(@Nullable T actual, @Nullable T expected) {
        check(
                java.util.Objects.equals(actual, expected),
                "expected " + expected + ", was " + actual);
    }

    void expressions() {
        same(USER.where(not(USER.username.eq("huey"))).count(), 2L);
        same(USER.where(USER.username.like("h%").or(USER.username.endsWith("KEY"))).count(), 2L);
        same(USER.where(USER.id.between(2L, 3L).and(USER.id.ne(3L))).count(), 1L);
        same(USER.where(USER.id.lt(2L)).count() + USER.where(USER.id.ge(2L)).count(), 3L);
        same(USER.where(USER.id.notIn(List.of(1L))).count(), 2L);
        same(USER.where(USER.email.isNotNull()).exists(), false);
        same(TWEET.select().scalar(countDistinct(TWEET.user)), 2L);
        same(TWEET.select().scalar(sum(TWEET.id)), 15L);
        same(TWEET.select().scalar(avg(TWEET.id)), 3.0);
        same(TWEET.select().scalar(min(TWEET.content)), "hiss");
        same(USER.where(USER.id.eq(1L)).scalar(upper(lower(USER.username))), "HUEY");
        same(USER.where(USER.id.eq(1L)).scalar(USER.id.plus(2L).times(3L).minus(1L).div(2L)), 4L);
        same(USER.where(USER.id.eq(1L)).scalar(USER.email.coalesce("none")), "none");
        same(USER.where(USER.id.eq(1L)).scalar(USER.id.cast(String.class)), "1");
        same(USER.where(USER.id.eq(1L)).scalar(raw(Long.class, "{0} + {1}", USER.id, 41L)), 42L);
        same(USER.where(rawCondition("length({0}) > {1}", USER.username, 4)).count(), 2L);
        same(USER.where(exists(TWEET.where(TWEET.user.eq(USER)))).count(), 2L);
        same(USER.select().limit(1).scalar(value("bound")), "bound");
    }

    void results() {
        List<Map<String, @Nullable Object>> maps =
                USER.select(USER.id, length(USER.username).as("length")).orderBy(USER.id).maps();
        same(maps.get(0), Map.of("id", 1L, "length", 4));
        try (Stream<User> users = USER.select().orderBy(USER.username.desc()).stream()) {
            same(users.map(User::getUsername).toList(), List.of("zaizee", "mickey", "huey"));
        }
        same(USER.select().orderBy(USER.id).offset(2).values(USER.username), List.of("zaizee"));
        check(!USER.where(USER.id.eq(1L)).explain().isEmpty(), "a plan");
        same(USER.where(USER.id.eq(1L)).sql().binds(), List.of(1L));
        Derived<Tweet> recent = TWEET.where(TWEET.id.gt(3L)).as("recent");
        same(recent.select(recent.col(TWEET.content)).values(recent.col(TWEET.content)).size(), 2);
        same(TWEET.select(TWEET.user).distinct().count(), 2L);
        var n = count().as("n");
        same(
                TWEET.select(TWEET.user, n).groupBy(TWEET.user).having(n.gt(2L)).values(n),
                List.of(3L));
    }

    void loading(Database db) {
        Load<User, Favorite> marked = Load.many(FAVORITE.user);
        List<User> users =
                USER.select()
                        .orderBy(USER.id)
                        .load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet)), marked)
                        .lazy(Lazy.STRICT)
                        .list();
        same(users.get(0).tweets().list().get(0).favorites().list().size(), 2);
        same(users.get(0).tweets().list().get(0).getUser(), users.get(0));
        same(TWEET.select().limitPer(TWEET.user, 1).count(), 2L);
        Select<User> named = USER.select(USER.id, USER.username).where(USER.username.eq("huey"));
        Tweet first = TWEET.select().orderBy(TWEET.id).load(Load.one(TWEET.user, named)).get();
        same(first.getUser().getUsername(), "huey");
        Category leaf = CATEGORY.get(CATEGORY.name.eq("leaf"));
        Load.loadInto(leaf, Load.one(CATEGORY.parent).recursively());
        Category left = leaf.getParent();
        check(left != null && left.getParent() != null, "loaded up to the root");
        Load.loadInto(users, Load.many(TWEET.user, TWEET.where(TWEET.content.ne("hiss"))));
        same(users.get(0).tweets().list().size(), 2);
        try (var scope = db.lazy(Lazy.STRICT)) {
            Tweet tweet = TWEET.get(1L);
            try {
                tweet.getUser();
                throw new AssertionError("not thrown");
            } catch (ProgrammingException strict) {
                check(strict.getMessage().contains("Load.one(Tweet.user)"), strict.getMessage());
            }
        }
        try (var guard = db.guard(QueryLog.OnRepeat.FAIL, 2);
                QueryLog log = db.record()) {
            for (Tweet tweet : TWEET.select()) {
                tweet.getUser();
            }
            same(log.repeats(2), List.of());
        }
        try (Stream<Tweet> tweets =
                TWEET.select().orderBy(TWEET.id).prefetch(USER, FAVORITE).stream()) {
            same(tweets.map(t -> t.getUser().getUsername()).distinct().count(), 2L);
        }
    }

    void json() throws IOException {
        ObjectMapper mapper = new ObjectMapper().registerModule(new KingletModule());
        User huey =
                USER.select(USER.id, USER.username)
                        .where(USER.id.eq(1L))
                        .load(Load.many(FAVORITE.user))
                        .get();
        String text =
                "{\"id\":1,\"username\":\"huey\",\"favorites\":[{\"id\":4,\"user\":1,\"tweet\":4}]}";
        same(mapper.writeValueAsString(huey), text);
        ObjectMapper keys = new ObjectMapper().registerModule(new KingletModule(MapOptions.keys()));
        same(keys.writeValueAsString(huey), "{\"id\":1,\"username\":\"huey\"}");
    }

    void maps() {
        Tweet meow = TWEET.get(1L);
        same(meow.toMap().get("user"), 1L);
        meow.getUser();
        Map<String, @Nullable Object> map =
                meow.toMap(
                        MapOptions.loaded().depth(1).only(USER.username).exclude(TWEET.timestamp));
        same(map, Map.of("id", 1L, "content", "meow", "user", Map.of("username", "huey")));
        same(USER.backref("tweets"), TWEET.user);
        same(meow.getUser().backref("tweets").list().size(), 3);
        check(USER.backrefs().contains(TWEET.user), "a reference to users");
        Map<String, @Nullable Object> huey =
                meow.getUser().toMap(MapOptions.following().backrefs(TWEET.user));
        same(((List<?>) huey.get("tweets")).size(), 3);
        same(meow.toMap(MapOptions.keys()).get("user"), 1L);
        Tweet copy = TWEET.fromMap(Map.of("content", "copied", "user", Map.of("username", "new")));
        same(copy.getUser().getUsername(), "new");
        copy.fromMap(Map.of("content", "changed", "user", 2));
        same(copy.getContent() + copy.getUserId(), "changed2");
    }

    void aliases() {
        Category.Categories typed = alias(CATEGORY, "parent", Category.Categories::new);
        Table<Category, Long> plain = CATEGORY.alias("parent");
        Column<String> name = plain.col(CATEGORY.name);
        same(name, typed.name);
        Category leaf =
                CATEGORY.select(CATEGORY, name)
                        .leftJoin(plain, CATEGORY.parent.eq(plain))
                        .where(CATEGORY.name.eq("leaf"))
                        .get();
        same(leaf.joined(plain), leaf.getParent());
        same(plain.aliasName(), "parent");
        same(
                FAVORITE.select()
                        .leftJoinFrom(FAVORITE, USER)
                        .switchTo(FAVORITE)
                        .join(TWEET)
                        .count(),
                4L);
    }

    void writing(Database db) throws IOException {
        CompositeKey key =
                TWEET_TAG.insert(TWEET_TAG.tweet.key().to(1L), TWEET_TAG.tag.to("cats")).execute();
        same(key, CompositeKey.of(1L, "cats"));
        TweetTag tag = TWEET_TAG.get(key);
        same(tag.id().parts(), List.of(1L, "cats"));
        same(tag.delete(), 1);
        same(USER.update(USER.email.to("x@y")).where(USER.id.eq(1L)).using(db).execute(), 1);
        User huey = USER.get(1L);
        huey.set(USER.email, null);
        same(huey.changed(), List.of(USER.email));
        same(huey.save(), 1);
        check(huey.persisted(), "stored");
        same(huey.key(USER.defaultTeam), null);
        try {
            db.atomic(
                    tx -> {
                        USER.create(USER.username.to("undone"));
                        throw new IOException("passes through");
                    });
            throw new AssertionError("not thrown");
        } catch (IOException expected) {
            same(expected.getMessage(), "passes through");
        }
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("undone"));
                    tx.rollback();
                    USER.create(USER.username.to("kept"));
                    tx.commit();
                    same(tx.depth(), 1);
                });
        same(USER.where(USER.username.in("undone", "kept")).values(USER.username), List.of("kept"));
        try {
            USER.create(USER.username.to("kept"));
            throw new AssertionError("not thrown");
        } catch (IntegrityException taken) {
            same(taken.kind(), IntegrityException.Kind.UNIQUE);
            same(taken.columns(), List.of("username"));
        }
    }

    void databases() {
        AtomicInteger statements = new AtomicInteger();
        try (Database memory =
                Database.builder()
                        .sqlite(":memory:")
                        .planCacheSize(100)
                        .listener(event -> statements.incrementAndGet())
                        .open()) {
            same(memory.createTablesSql(CATEGORY).size(), 2);
            memory.createTables(CATEGORY);
            try (var scope = memory.use(CATEGORY);
                    var connection = memory.connection()) {
                CATEGORY.create(CATEGORY.name.to("there"));
                same(memory.connectionsInUse(), 1);
            }
            same(CATEGORY.select().using(memory).values(CATEGORY.name), List.of("there"));
            check(statements.get() >= 4, "told of each statement");
            same(memory.planCacheStats().maximumSize(), 100L);
            memory.execute("delete from category");
            same(memory.atomicResult(tx -> CATEGORY.select().using(memory).count()), 0L);
            List<Long> seen = new ArrayList<>();
            memory.atomic(tx -> seen.add(CATEGORY.select().using(memory).count()));
            same(seen, List.of(0L));
        }
    }
}

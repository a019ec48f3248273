package tour;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.max;
import static dev.kinglet.expr.Fn.rowNumber;
import static dev.kinglet.expr.Fn.sum;
import static dev.kinglet.expr.Fn.value;
import static dev.kinglet.model.Table.alias;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Relationship.RELATIONSHIP;
import static tour.Models.Tweet.TWEET;
import static tour.Models.TweetTag.TWEET_TAG;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Window;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Load;
import dev.kinglet.query.QueryLog;
import dev.kinglet.query.Select;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tour.Models.Category;
import tour.Models.Favorite;
import tour.Models.Tweet;
import tour.Models.TweetTag;
import tour.Models.User;

/**
 * Core by example: the part of the tour that is there. Every statement here compiles and does what
 * its comment says, on SQLite and on PostgreSQL; CoreTourSpec runs it.
 */
public final class CoreTour {

    record UserFavorites(String username, long favCount) {}

    void databases() {
        Database db = Database.sqlite("app.db"); // file: WAL, foreign keys on, busy timeout
        Database memory = Database.sqliteInMemory();
        Database pg =
                Database.postgres(
                        "jdbc:postgresql://localhost:5432/app", "app", "secret"); // HikariCP pool
        Database url = Database.connect("postgresql://app:secret@localhost:5432/app?pool.max=20");

        db.bind(
                USER,
                TWEET,
                FAVORITE,
                RELATIONSHIP,
                CATEGORY,
                TWEET_TAG); // or a base table class names its database
        db.createTables(
                USER, TWEET,
                FAVORITE); // dependencies first, IF NOT EXISTS, indexes and constraints included
        db.dropTables(FAVORITE);

        // Several statements on one connection (a web request, a job); outside of it each statement
        // borrows one.
        try (var scope = db.connection()) {
            USER.select().list();
        }
        // The same models on another database, for this scope only (a replica, a test).
        try (var scope = memory.use(USER, TWEET)) {
            USER.select().list();
        }
        USER.select().using(pg).list(); // or for one query
    }

    void reading() {
        User huey = USER.get(USER.username.eq("huey")); // NotFoundException if there is none
        User byId = USER.get(1L);
        @Nullable User maybe = USER.find(USER.username.eq("nobody")); // null
        @Nullable User maybeById = USER.find(999L);

        List<User> all = USER.select().list();
        for (User user :
                USER.where(USER.username.startsWith("h")).orderBy(USER.username.desc()).limit(10)) {
            user.getUsername();
        }
        long n = USER.select().count();
        boolean any = USER.where(USER.username.in("huey", "mickey")).exists();
        List<String> names = USER.select().values(USER.username); // selects that one expression
        @Nullable LocalDateTime newest =
                TWEET.select().scalar(max(TWEET.timestamp)); // likewise; null without a row
        List<Map<String, @Nullable Object>> maps =
                TWEET.select(TWEET.content, USER.username).join(USER).maps();
        try (Stream<Tweet> stream =
                TWEET.select().stream()) { // server-side cursor; rows are not kept
            stream.forEach(Tweet::getContent);
        }
        List<Tweet> page =
                TWEET.select()
                        .orderBy(TWEET.timestamp.desc())
                        .paginate(2, 20)
                        .list(); // pages count from 1
        @Nullable String address = null;
        USER.where(
                USER.email.eq(
                        address)); // comparing with null means IS NULL; said outright: isNull()
        USER.where(USER.id.in(List.of())); // an empty list matches nothing, and is valid SQL
    }

    void foreignKeys() {
        Tweet tweet = TWEET.get(TWEET.content.eq("meow"));
        tweet.getUserId(); // no query
        tweet.getUser().getUsername(); // one query, the first time

        User huey = USER.get(USER.username.eq("huey"));
        for (Tweet t : huey.tweets()) t.getContent();
        huey.tweets().orderBy(TWEET.timestamp.desc()).limit(2).list();
        TWEET.where(TWEET.user.eq(huey)); // compare with a row,
        TWEET.where(TWEET.user.key().eq(1L)); // with a key: key() is the raw column, Column<Long>,
        TWEET.where(
                TWEET.user.in(
                        huey.following())); // with a query: it selects the primary key by itself
        tweet.set(
                TWEET.user.key(),
                2L); // set by key, too: the user of before is forgotten, none is loaded
    }

    void joins() {
        // The join predicate comes from the one foreign key between the two; selected columns
        // rebuild the graph.
        for (Tweet t : TWEET.select(TWEET.content, USER.username).join(USER)) {
            t.getUser().getUsername(); // no further query
        }
        TWEET.select().join(USER, TWEET.user.eq(USER)).where(USER.username.eq("huey")).list();

        // The join context moves: user -> tweet -> favorite.
        Expr<Long> favCount = count(FAVORITE.id).as("fav_count");
        for (User u :
                USER.select(USER.username, favCount)
                        .leftJoin(TWEET)
                        .leftJoin(FAVORITE)
                        .groupBy(USER.username)) {
            long favorites = u.get(favCount);
        }
        // Branching: switchTo, or joinFrom.
        TWEET.select(TWEET.content, favCount)
                .join(USER)
                .switchTo(TWEET)
                .leftJoin(FAVORITE)
                .where(USER.username.eq("huey"))
                .groupBy(TWEET.content)
                .list();
        TWEET.select(TWEET.content, favCount)
                .joinFrom(TWEET, USER)
                .leftJoinFrom(TWEET, FAVORITE)
                .where(USER.username.eq("huey"))
                .groupBy(TWEET.content)
                .list();

        // The same table twice.
        User.Users owner = alias(USER, "owner");
        for (Favorite f :
                FAVORITE.select(FAVORITE, TWEET.content, USER.username, owner.username)
                        .joinFrom(FAVORITE, owner)
                        .joinFrom(FAVORITE, TWEET)
                        .joinFrom(TWEET, USER)) {
            f.get(FAVORITE.user).getUsername(); // the owner of the favorite
            f.get(FAVORITE.tweet).getUser().getUsername(); // the author of the tweet
        }
        // Which of several foreign keys; a self join; a join without a foreign key, read through
        // the joined source.
        USER.select().join(RELATIONSHIP, RELATIONSHIP.toUser);
        Category.Categories parent = alias(CATEGORY, "parent");
        for (Category c :
                CATEGORY.select(CATEGORY.name, parent.name)
                        .leftJoin(parent, CATEGORY.parent.eq(parent))
                        .orderBy(CATEGORY.name)) {
            @Nullable Category p = c.getParent(); // null where the outer join found none
        }
        for (User u : USER.select(USER, TWEET).join(TWEET, TWEET.content.eq(USER.username))) {
            @Nullable Tweet t = u.joined(TWEET);
        }
        // Into records (Kotlin: data classes), by name; or flattened onto the model.
        List<UserFavorites> rows =
                USER.select(USER.username, favCount)
                        .leftJoin(TWEET)
                        .leftJoin(FAVORITE)
                        .groupBy(USER.username)
                        .into(UserFavorites.class);
    }

    void eagerLoading() {
        // One query a table, however many rows.
        for (User u : USER.select().load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet)))) {
            for (Tweet t : u.tweets()) t.favorites().list().size(); // no query
        }
        USER.select()
                .load(
                        Load.many(TWEET.user, TWEET.select().orderBy(TWEET.timestamp.desc()))
                                .perParent(2))
                .list();
        TWEET.select().load(Load.one(TWEET.user)).list();
        USER.select()
                .prefetch(TWEET, FAVORITE)
                .list(); // the flat form: the foreign keys say how they hang together
        USER.select()
                .orderBy(USER.username)
                .prefetch(TWEET.where(TWEET.content.ne("hiss")), FAVORITE)
                .list();

        // Nothing asked for, and still no N+1: the first access loads the user of every tweet of
        // the same result.
        for (Tweet t : TWEET.select()) t.getUser().getUsername(); // 2 statements
    }

    void subqueriesAndCtes() {
        Tweet.Tweets latest = alias(TWEET, "latest");
        Expr<@Nullable LocalDateTime> maxTs = max(latest.timestamp).as("max_ts");
        var newest = latest.select(latest.user, maxTs).groupBy(latest.user).as("newest");
        TWEET.select(TWEET, USER)
                .join(
                        newest,
                        TWEET.user
                                .eq(newest.col(latest.user))
                                .and(TWEET.timestamp.eq(newest.col(maxTs))))
                .joinFrom(TWEET, USER)
                .list();

        var cte = latest.select(latest.user, maxTs).groupBy(latest.user).cte("latest");
        TWEET.select(TWEET, USER)
                .join(
                        cte,
                        TWEET.user.eq(cte.col(latest.user)).and(TWEET.timestamp.eq(cte.col(maxTs))))
                .joinFrom(TWEET, USER)
                .with(cte)
                .list();

        // Recursive: all descendants of a category, with their depth.
        Expr<Integer> depth = value(0).as("depth");
        var tree =
                CATEGORY.select(CATEGORY.id, CATEGORY.name, depth)
                        .where(CATEGORY.parent.isNull())
                        .cte("tree")
                        .recursive(
                                self -> {
                                    Category.Categories child = alias(CATEGORY, "child");
                                    return child.select(
                                                    child.id, child.name, self.col(depth).plus(1))
                                            .join(
                                                    self,
                                                    child.parent.key().eq(self.col(CATEGORY.id)));
                                });
        tree.select(tree.col(CATEGORY.name), tree.col(depth)).orderBy(tree.col(depth)).maps();

        Expr<Long> rank =
                rowNumber()
                        .over(Window.partitionBy(TWEET.user).orderBy(TWEET.timestamp.desc()))
                        .as("rank");
        TWEET.select(TWEET.content, rank).list();
        USER.select(USER.username).union(USER.select(USER.email)).orderBy(USER.username).list();
    }

    void writing(Database db) {
        User huey = USER.create(USER.username.to("huey"));
        User zaizee = new User();
        zaizee.setUsername("zaizee");
        zaizee.save(); // INSERT; the generated id is set
        zaizee.setUsername("Zaizee");
        zaizee.save(); // UPDATE of the changed column only
        zaizee.delete();

        Long id = USER.insert(USER.username.to("mickey")).execute();
        List<List<String>> rows = List.of(List.of("a", "a@x"), List.of("b", "b@x"));
        int many =
                USER.insertMany(List.of(USER.username, USER.email), rows)
                        .execute(); // number of rows
        TWEET.update(TWEET.content.to("edited"))
                .where(TWEET.user.eq(huey))
                .execute(); // number of rows
        USER.update(USER.email.toNull())
                .all()
                .execute(); // without a condition only so: all() says one means it
        TWEET.delete().where(TWEET.timestamp.lt(LocalDateTime.now().minusYears(1))).execute();
        @Nullable Long added =
                USER.insert(USER.username.to("huey")).onConflictIgnore().execute(); // null: ignored
        USER.insert(USER.username.to("huey"), USER.email.to("h@x"))
                .onConflict(USER.username)
                .doUpdate(USER.email.to(USER.email.excluded()))
                .execute();
        List<Tweet> touched =
                TWEET.update(TWEET.content.to("x")).where(TWEET.id.gt(5L)).returning(TWEET).list();
        List<User> kittens = List.of(new User(), new User());
        kittens.get(0).setUsername("one");
        kittens.get(1).setUsername("two");
        USER.bulkCreate(kittens, 500); // batches of 500, ids filled in
        USER.bulkUpdate(List.of(huey), USER.email);
        TweetTag tag = TWEET_TAG.get(CompositeKey.of(1L, "cats"));

        try {
            db.atomic(tx -> USER.create(USER.username.to("huey")));
        } catch (IntegrityException taken) {
            taken.constraint(); // which one, where the database says so
        } catch (NotFoundException other) {
            // ...
        }
    }

    int transactions(Database db) {
        return db.atomicResult(
                tx -> { // commits, or rolls back when the body throws
                    USER.create(USER.username.to("outer"));
                    try {
                        db.atomic(
                                inner -> { // nested: a savepoint
                                    USER.create(USER.username.to("inner"));
                                    throw new IllegalStateException();
                                });
                    } catch (IllegalStateException e) {
                        // only the inner part is undone
                    }
                    return 1;
                });
    }

    void statementCounts(Database db) {
        try (QueryLog log = db.record()) {
            TWEET.select(TWEET, USER).join(USER).list();
            assert log.count() == 1 : log;
        }
        Select<Tweet> query = TWEET.where(TWEET.user.key().eq(1L));
        query.sql(); // SQL text and bind values, without running it
        query.explain(); // the database's plan
        Expr<@Nullable Long> total = sum(TWEET.id);
    }
}

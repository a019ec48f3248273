package guide;

import static dev.kinglet.expr.Fn.add;
import static dev.kinglet.expr.Fn.avg;
import static dev.kinglet.expr.Fn.call;
import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.exists;
import static dev.kinglet.expr.Fn.hour;
import static dev.kinglet.expr.Fn.length;
import static dev.kinglet.expr.Fn.max;
import static dev.kinglet.expr.Fn.not;
import static dev.kinglet.expr.Fn.raw;
import static dev.kinglet.expr.Fn.rawCondition;
import static dev.kinglet.expr.Fn.row;
import static dev.kinglet.expr.Fn.rowNumber;
import static dev.kinglet.expr.Fn.stringAgg;
import static dev.kinglet.expr.Fn.sum;
import static dev.kinglet.expr.Fn.upper;
import static dev.kinglet.expr.Fn.value;
import static dev.kinglet.expr.Fn.when;
import static dev.kinglet.expr.Window.Bound.currentRow;
import static dev.kinglet.expr.Window.Bound.preceding;
import static dev.kinglet.model.Table.alias;
import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.Queries.Category.CATEGORY;
import static guide.Queries.Favorite.FAVORITE;

import dev.kinglet.Database;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.DatePart;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Window;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.model.Tree;
import dev.kinglet.model.TreeNode;
import dev.kinglet.query.BoundSql;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Lock;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import dev.kinglet.query.Row;
import dev.kinglet.query.Select;
import guide.FirstSteps.Tweet;
import guide.FirstSteps.User;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The regions of the page on queries, in Java. */
final class Queries {

    // region declare
    public static class Favorite extends Model<Long> {
        public static final Favorites FAVORITE = new Favorites();

        public static class Favorites extends Table<Favorite, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Favorite, User, Long> user = foreignKey(User.class);
            public final ForeignKey<Favorite, Tweet, Long> tweet = foreignKey(Tweet.class);

            Favorites() {
                super(Favorite::new);
            }
        }
    }

    public static class Category extends Model<Long> {
        public static final Categories CATEGORY = new Categories();

        public static class Categories extends Table<Category, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final ForeignKey<Category, @Nullable Category, @Nullable Long> parent =
                    selfReference().nullable();

            Categories() {
                super(Category::new);
            }
        }
    }

    // endregion

    private Queries() {}

    /**
     * Three users, of whom one has a mail address and one no tweet; five tweets, a minute apart,
     * and who likes them; a small tree.
     */
    static void seed(Database db) {
        db.bind(USER, TWEET, FAVORITE, CATEGORY).createTables(USER, TWEET, FAVORITE, CATEGORY);
        User huey = USER.create(USER.username.to("huey"));
        User mickey = USER.create(USER.username.to("mickey"), USER.email.to("mickey@example.com"));
        User zaizee = USER.create(USER.username.to("zaizee"));
        LocalDateTime time = LocalDateTime.of(2026, 1, 31, 12, 0);
        List<Tweet> tweets = new ArrayList<>();
        for (String content : List.of("meow", "hiss", "purr", "woof", "whine")) {
            tweets.add(
                    TWEET.create(
                            TWEET.user.to(tweets.size() < 3 ? huey : mickey),
                            TWEET.content.to(content),
                            TWEET.timestamp.to(time.plusMinutes(tweets.size()))));
        }
        FAVORITE.create(FAVORITE.user.to(mickey), FAVORITE.tweet.to(tweets.get(0)));
        FAVORITE.create(FAVORITE.user.to(zaizee), FAVORITE.tweet.to(tweets.get(0)));
        FAVORITE.create(FAVORITE.user.to(huey), FAVORITE.tweet.to(tweets.get(3)));
        Category animals = CATEGORY.create(CATEGORY.name.to("animals"));
        Category cats = CATEGORY.create(CATEGORY.name.to("cats"), CATEGORY.parent.to(animals));
        CATEGORY.create(CATEGORY.name.to("dogs"), CATEGORY.parent.to(animals));
        CATEGORY.create(CATEGORY.name.to("lions"), CATEGORY.parent.to(cats));
    }

    // ---- conditions

    static List<Long> conditions() {
        // region conditions
        long both = USER.where(USER.username.eq("huey"), USER.id.lt(9L)).count();
        long either = USER.where(USER.username.eq("huey").or(USER.id.ge(3L))).count();
        long others = USER.where(not(USER.username.eq("huey"))).count();
        // endregion
        return List.of(both, either, others);
    }

    static List<Long> nulls() {
        String mail = "mickey@example.com";
        // region nulls
        @Nullable String nothing = null;
        long without = USER.where(USER.email.eq(nothing)).count(); // IS NULL
        long unequal = USER.where(USER.email.ne(mail)).count(); // as in SQL: no row with NULL
        long different = USER.where(USER.email.isDistinctFrom(mail)).count(); // these, too
        // endregion
        return List.of(without, unequal, different);
    }

    static List<Long> lists() {
        // region lists
        long two = USER.where(USER.username.in("huey", "mickey")).count();
        long none = USER.where(USER.id.in(List.of())).count(); // valid, and matches nothing
        long all = USER.where(USER.id.notIn(List.of())).count();
        long range = USER.where(USER.id.between(2L, 3L)).count(); // both ends are in
        // endregion
        return List.of(two, none, all, range);
    }

    static List<Long> patterns() {
        // region patterns
        long like = TWEET.where(TWEET.content.like("h%s")).count(); // tells case apart
        long ilike = TWEET.where(TWEET.content.ilike("H%S")).count(); // does not
        long contains = TWEET.where(TWEET.content.contains("50%")).count(); // means the text 50%
        long regexp = TWEET.where(TWEET.content.regexp("^(me|pu)")).count();
        // endregion
        return List.of(like, ilike, contains, regexp);
    }

    static List<Object> rowValues() {
        // region rowValues
        long pairs =
                TWEET.where(
                                row(TWEET.user.key(), TWEET.content)
                                        .in(List.of(List.of(1L, "meow"), List.of(2L, "meow"))))
                        .count();
        Tweet last = TWEET.get(4L); // of the page before
        List<String> page =
                TWEET.where(row(TWEET.timestamp, TWEET.id).lt(last.get(TWEET.timestamp), last.id()))
                        .orderBy(TWEET.timestamp.desc(), TWEET.id.desc())
                        .limit(2)
                        .values(TWEET.content);
        // endregion
        return List.of(pairs, page);
    }

    static List<Long> subqueries() {
        // region subqueries
        Select<User> hs = USER.where(USER.username.startsWith("h"));
        long theirs = TWEET.where(TWEET.user.in(hs)).count(); // selects the key by itself
        long writers = USER.where(exists(TWEET.where(TWEET.user.eq(USER)))).count();
        long silent = USER.where(USER.id.notIn(TWEET.select(TWEET.user))).count();
        // endregion
        return List.of(theirs, writers, silent);
    }

    // ---- expressions

    static String expressions() {
        // region expressions
        Expr<String> loud = upper(TWEET.content).concat("!").as("loud");
        Expr<Double> share = TWEET.id.cast(Double.class).times(0.5).as("share");
        Expr<LocalDateTime> due = add(DatePart.MONTH, TWEET.timestamp, 1).as("due");
        Expr<@Nullable Integer> hour = hour(TWEET.timestamp).as("hour");
        Row row = TWEET.select(loud, share, due, hour).orderBy(TWEET.id).rows().get(0);
        LocalDateTime date = row.get(due); // typed by the expression
        // endregion
        return row.asMap().values() + " " + date.getMonth();
    }

    static List<String> cases() {
        // region cases
        Expr<String> size =
                when(length(TWEET.content).lt(5), "short")
                        .when(length(TWEET.content).lt(9), "long")
                        .otherwise("too long");
        List<String> sizes = TWEET.select().orderBy(TWEET.id).values(size);
        // endregion
        return sizes;
    }

    static List<@Nullable Object> custom() {
        // region custom
        List<@Nullable String> hex =
                TWEET.where(TWEET.id.lt(2L)).values(call(String.class, "hex", TWEET.content));
        // endregion
        return new ArrayList<>(hex);
    }

    // ---- groups

    static List<Map<String, @Nullable Object>> groups() {
        // region groups
        Expr<Long> tweets = count(TWEET.id).as("tweets");
        Expr<Long> withH = count(TWEET.id).filter(TWEET.content.like("h%")).as("with_h");
        Expr<@Nullable String> texts =
                stringAgg(TWEET.content, ", ").orderBy(TWEET.content).as("texts");
        List<Map<String, @Nullable Object>> maps =
                USER.select(USER.username, tweets, withH, texts)
                        .leftJoin(TWEET)
                        .groupBy(USER.username)
                        .having(tweets.gt(1L))
                        .orderBy(tweets.desc())
                        .maps();
        // endregion
        return maps;
    }

    // ---- order

    // region named
    static final Ordering NEWEST_FIRST = Ordering.of(TWEET.timestamp.desc(), TWEET.id.desc());

    // endregion

    static List<Object> orders() {
        // region orders
        List<String> byMail = USER.select().orderBy(USER.email).values(USER.username);
        List<String> first =
                USER.select().orderBy(USER.email.asc().nullsFirst()).values(USER.username);
        List<String> newest = TWEET.select().orderBy(NEWEST_FIRST).limit(2).values(TWEET.content);
        // endregion
        return List.of(byMail.get(0), first.get(2), newest);
    }

    // ---- joins

    static List<String> path() {
        List<String> lines = new ArrayList<>();
        // region path
        for (Favorite favorite :
                FAVORITE.select(FAVORITE.id, TWEET.content, USER.username)
                        .join(TWEET) // favorite -> tweet
                        .join(USER) // tweet -> user
                        .orderBy(FAVORITE.id)) {
            Tweet tweet = favorite.get(FAVORITE.tweet);
            lines.add(tweet.getContent() + " by " + tweet.getUser().getUsername());
        }
        // endregion
        return lines;
    }

    static List<String> missed() {
        List<String> lines = new ArrayList<>();
        // region missed
        for (User user :
                USER.select(USER.username, TWEET.content)
                        .leftJoin(TWEET)
                        .orderBy(USER.username.desc(), TWEET.id)) {
            @Nullable Tweet tweet = user.joined(TWEET); // null where the join found none
            lines.add(user.getUsername() + ": " + (tweet == null ? "-" : tweet.getContent()));
        }
        // endregion
        return lines;
    }

    static List<String> unrelated() {
        // region unrelated
        User.Users fan = alias(USER, "fan");
        List<Tweet> liked =
                TWEET.select(TWEET.content, fan.username)
                        .join(FAVORITE)
                        .join(fan, fan.id.eq(FAVORITE.user.key()))
                        .orderBy(FAVORITE.id)
                        .list();
        @Nullable User first = liked.get(0).joined(fan); // the root reaches every source
        // endregion
        return first == null ? List.of() : List.of(first.getUsername());
    }

    static List<String> right() {
        List<String> lines = new ArrayList<>();
        // region right
        for (Tweet tweet :
                TWEET.select(TWEET.content, USER.username)
                        .rightJoin(USER)
                        .orderBy(USER.id.desc(), TWEET.id)
                        .limit(2)) {
            @Nullable User user = tweet.joined(USER);
            String content = tweet.persisted() ? tweet.getContent() : "no tweet";
            lines.add(user == null ? content : user.getUsername() + ": " + content);
        }
        // endregion
        return lines;
    }

    static List<String> attached() {
        // region attached
        Expr<String> loud = upper(USER.username);
        Tweet tweet =
                TWEET.select(TWEET.content, USER, USER.attach(loud))
                        .join(USER)
                        .orderBy(TWEET.id)
                        .get();
        String shout = tweet.getUser().get(loud); // of the user, not of the tweet
        // endregion
        return List.of(shout);
    }

    static List<Long> filters() {
        // region filters
        Condition ofHuey = USER.username.eq("huey"); // of a table that is not joined yet
        long rows = TWEET.select().filter(ofHuey).filter(USER.id.lt(9L)).count(); // one join
        long same = TWEET.select().ensureJoin(USER).ensureJoin(USER).where(ofHuey).count();
        // endregion
        return List.of(rows, same);
    }

    // ---- queries in queries

    static List<String> values() {
        // region values
        Expr<@Nullable Long> tweets =
                TWEET.where(TWEET.user.eq(USER)).asValue(count()).as("tweets");
        List<User> users = USER.select(USER.username, tweets).orderBy(tweets.desc()).list();
        @Nullable Long most = users.get(0).get(tweets);
        // endregion
        return List.of(users.get(0).getUsername() + " " + most);
    }

    static List<String> derived() {
        // region derived
        Expr<@Nullable LocalDateTime> last = max(TWEET.timestamp).as("last");
        Derived<Tweet> newest = TWEET.select(TWEET.user, last).groupBy(TWEET.user).as("newest");
        List<Tweet> tweets =
                TWEET.select(TWEET.content)
                        .join(
                                newest,
                                row(TWEET.user.key(), TWEET.timestamp)
                                        .eq(newest.col(TWEET.user.key()), newest.col(last)))
                        .orderBy(TWEET.id)
                        .list();
        // endregion
        return tweets.stream().map(Tweet::getContent).toList();
    }

    static List<Map<String, @Nullable Object>> joinedDerived() {
        // region joinedDerived
        Expr<Long> number = count(TWEET.id).as("number");
        Derived<Tweet> counted = TWEET.select(TWEET.user, number).groupBy(TWEET.user).as("counted");
        List<Map<String, @Nullable Object>> maps =
                USER.select(USER.username, counted.col(number).coalesce(0L).as("number"))
                        .leftJoin(counted, counted.col(TWEET.user.key()).eq(USER.id))
                        .orderBy(USER.id)
                        .maps();
        // endregion
        return maps;
    }

    static List<String> cte() {
        // region cte
        Expr<Long> number = count(TWEET.id).as("number");
        Cte<Tweet> busy = TWEET.select(TWEET.user, number).groupBy(TWEET.user).cte("busy");
        Expr<@Nullable Long> most = busy.select().asValue(max(busy.col(number)));
        List<String> busiest =
                USER.select()
                        .join(busy, busy.col(TWEET.user.key()).eq(USER.id))
                        .where(busy.col(number).eq(most))
                        .values(USER.username);
        // endregion
        return busiest;
    }

    static List<Map<String, @Nullable Object>> recursive() {
        // region recursive
        Expr<Integer> depth = value(0).as("depth");
        Cte<Category> below =
                CATEGORY.select(CATEGORY.id, CATEGORY.name, depth)
                        .where(CATEGORY.name.eq("animals"))
                        .cte("below")
                        .recursive(
                                self ->
                                        CATEGORY.select(
                                                        CATEGORY.id,
                                                        CATEGORY.name,
                                                        self.col(depth).plus(1))
                                                .join(
                                                        self,
                                                        CATEGORY.parent
                                                                .key()
                                                                .eq(self.col(CATEGORY.id))));
        List<Map<String, @Nullable Object>> rows =
                below.select(below.col(CATEGORY.name), below.col(depth))
                        .where(below.col(depth).gt(0))
                        .orderBy(below.col(depth), below.col(CATEGORY.name))
                        .maps();
        // endregion
        return rows;
    }

    static long guarded() {
        // region guarded
        Cte<Category> circle =
                CATEGORY.select(CATEGORY.id)
                        .where(CATEGORY.name.eq("cats"))
                        .cte("circle")
                        .recursive(
                                self ->
                                        CATEGORY.select(CATEGORY.id)
                                                .join(
                                                        self,
                                                        CATEGORY.parent
                                                                .key()
                                                                .eq(self.col(CATEGORY.id))))
                        .guardedBy(CATEGORY.id);
        long rows = circle.select().count();
        // endregion
        return rows;
    }

    static List<Map<String, @Nullable Object>> listed() {
        // region listed
        Cte<?> wanted =
                Cte.values(
                        "wanted",
                        List.of(USER.username, value(0).as("place")),
                        List.of(List.of("mickey", 1), List.of("huey", 2)));
        List<Map<String, @Nullable Object>> rows =
                USER.select(USER.id, wanted.col(USER.username))
                        .join(wanted, wanted.col(USER.username).eq(USER.username))
                        .orderBy(wanted.col(value(0).as("place")))
                        .maps();
        // endregion
        return rows;
    }

    static List<String> writes() {
        // region writes
        Cte<Tweet> gone =
                TWEET.delete()
                        .where(TWEET.content.eq("whine"))
                        .returning(TWEET, TWEET.user.key(), TWEET.content)
                        .cte("gone");
        List<String> moved = gone.select().values(gone.col(TWEET.content)); // deletes, then reads
        // endregion
        return moved;
    }

    // ---- trees

    static String tree() {
        // region tree
        List<TreeNode<Category>> roots =
                Tree.of(CATEGORY.parent).orderBy(CATEGORY.name).maxDepth(5).roots();
        StringBuilder text = new StringBuilder();
        roots.get(0)
                .all()
                .forEach(
                        node ->
                                text.append("  ".repeat(node.depth()))
                                        .append(node.row().get(CATEGORY.name))
                                        .append("\n"));
        // endregion
        return text.toString().stripTrailing();
    }

    // ---- compounds

    static List<String> compounds() {
        // region compounds
        Select<Tweet> newest = TWEET.select(TWEET.content).orderBy(TWEET.id.desc()).limit(1);
        Select<Tweet> oldest = TWEET.select(TWEET.content).orderBy(TWEET.id).limit(1);
        List<String> ends = newest.unionAll(oldest).orderBy(TWEET.content).values(TWEET.content);
        // endregion
        return ends;
    }

    static List<String> nested() {
        // region nested
        Select<User> writers = USER.select(USER.id).join(TWEET);
        Select<User> fans = USER.select(USER.id).join(FAVORITE);
        Select<User> named = USER.select(USER.id).where(USER.email.isNotNull());
        List<Long> some = writers.except(fans.intersect(named)).orderBy(USER.id).values(USER.id);
        // endregion
        return some.stream().map(String::valueOf).toList();
    }

    // ---- windows

    static List<String> windows() {
        // region windows
        Window perUser = Window.partitionBy(TWEET.user.key()).orderBy(TWEET.id.desc());
        Expr<Long> place = rowNumber().over(perUser).as("place");
        Derived<Tweet> ranked = TWEET.select(TWEET.id, TWEET.content, place).as("ranked");
        List<String> newest =
                ranked.select()
                        .where(ranked.col(place).eq(1L))
                        .orderBy(ranked.col(TWEET.id))
                        .values(ranked.col(TWEET.content));
        // endregion
        return newest;
    }

    static List<Map<String, @Nullable Object>> frames() {
        // region frames
        Window w = Window.orderedBy(TWEET.id).rows(preceding(1), currentRow()).as("w");
        List<Map<String, @Nullable Object>> rows =
                TWEET.select(
                                TWEET.id,
                                sum(TWEET.id).over(w).as("total"),
                                avg(TWEET.id).over(w).as("mean"))
                        .window(w)
                        .orderBy(TWEET.id)
                        .limit(2)
                        .maps();
        // endregion
        return rows;
    }

    // ---- limits

    static List<String> limitRoots() {
        // region limitRoots
        List<User> rows =
                USER.select(USER.username, TWEET.content)
                        .join(TWEET)
                        .orderBy(USER.username, TWEET.id)
                        .limitRoots(1)
                        .list();
        // endregion
        return rows.stream().map(User::getUsername).toList();
    }

    static List<String> limitPer() {
        // region limitPer
        List<Tweet> newest =
                TWEET.select(TWEET.content)
                        .orderBy(TWEET.id.desc())
                        .limitPer(TWEET.user.key(), 1)
                        .list();
        // endregion
        return newest.stream().map(Tweet::getContent).toList();
    }

    static List<String> distinctOn() {
        // region distinctOn
        List<Tweet> newest =
                TWEET.select(TWEET.content)
                        .distinctOn(TWEET.user.key())
                        .orderBy(TWEET.user.key(), TWEET.id.desc())
                        .list();
        // endregion
        return newest.stream().map(Tweet::getContent).toList();
    }

    static List<String> locks(Database db) {
        List<String> taken = new ArrayList<>();
        // region locks
        db.atomic(
                tx -> {
                    Select<Tweet> queue = TWEET.select(TWEET.content).orderBy(TWEET.id).limit(1);
                    Tweet mine = queue.lock(Lock.forUpdate().skipLocked()).get();
                    Tweet read = queue.lock(Lock.forShare().of(TWEET).noWait()).get();
                    taken.addAll(List.of(mine.getContent(), read.getContent()));
                });
        // endregion
        return taken;
    }

    static List<String> lateral() {
        List<String> lines = new ArrayList<>();
        // region lateral
        Derived<Tweet> newest =
                TWEET.select(TWEET.id, TWEET.content)
                        .where(TWEET.user.eq(USER))
                        .orderBy(TWEET.id.desc())
                        .limit(1)
                        .as("newest");
        for (User user :
                USER.select(USER.username, newest).leftJoinLateral(newest).orderBy(USER.id)) {
            @Nullable Tweet tweet = user.joined(newest);
            lines.add(user.getUsername() + ": " + (tweet == null ? "-" : tweet.getContent()));
        }
        // endregion
        return lines;
    }

    // ---- without a model

    static List<Map<String, @Nullable Object>> relations(Database db) {
        // region relations
        Relation view = Relation.table("user").as("u");
        Expr<@Nullable String> name = view.col("username", String.class);
        List<Map<String, @Nullable Object>> rows =
                view.select(name).where(name.like("h%")).using(db).maps();
        // endregion
        return rows;
    }

    static List<String> functions() {
        // region functions
        Relation each = Relation.function("json_each", "each", "[5, 1]");
        List<String> chosen =
                TWEET.select()
                        .join(each, each.col("value", Long.class).eq(TWEET.id))
                        .orderBy(each.col("key", Integer.class))
                        .values(TWEET.content);
        // endregion
        return chosen;
    }

    static List<@Nullable Integer> series(Database db) {
        // region series
        Relation series = Relation.function("generate_series", "s", 1, 3).columns("n");
        Expr<@Nullable Integer> n = series.col("n", Integer.class);
        List<@Nullable Integer> numbers = series.select(n).using(db).values(n);
        // endregion
        return numbers;
    }

    static List<Object> raws() {
        // region raws
        Expr<@Nullable String> padded = raw(String.class, "{0} || {1}", TWEET.content, "..");
        List<@Nullable String> texts =
                TWEET.where(rawCondition("{0} % 2 = {1}", TWEET.id, 0))
                        .orderBy(TWEET.id)
                        .values(padded);
        // endregion
        return new ArrayList<>(texts);
    }

    static List<Object> statement(Database db) {
        // region statement
        Expr<@Nullable Object> loud = RawQuery.col("loud");
        User user =
                USER.raw("select id, upper(username) as loud from \"user\" where id = {0}", 1L)
                        .get();
        List<Map<String, @Nullable Object>> maps =
                db.query("select count(*) as n from tweet where id > {0}", 2L).maps();
        // endregion
        return List.of(user.id() + " " + user.get(loud), maps);
    }

    // ---- writes

    static List<Object> returned() {
        // region returned
        List<Tweet> edited =
                TWEET.update(TWEET.content.to(upper(TWEET.content)))
                        .where(TWEET.content.startsWith("w"))
                        .returning(TWEET, TWEET.id, TWEET.content)
                        .list();
        List<String> gone =
                TWEET.delete().where(TWEET.id.eq(5L)).returning(TWEET).values(TWEET.content);
        @Nullable User added = USER.insert(USER.username.to("new")).returning(USER).first();
        // endregion
        return List.of(edited.size(), gone, added == null ? "" : added.getUsername());
    }

    // ---- parts

    // region part
    static Select<Tweet> published(Select<Tweet> tweets) {
        return tweets.where(TWEET.content.ne("hiss")).orderBy(NEWEST_FIRST);
    }

    // endregion

    static List<String> parts() {
        // region parts
        List<String> page =
                USER.get(1L).tweets().refine(Queries::published).limit(2).values(TWEET.content);
        // endregion
        return page;
    }

    static List<Object> shown() {
        // region shown
        Select<User> query = USER.select(USER.id).where(USER.username.eq("huey"));
        BoundSql sql = query.sql(); // nothing is sent
        String text = sql.text();
        List<@Nullable Object> values = sql.binds();
        String plan = query.explain(); // asks the database for its plan
        // endregion
        return List.of(text, values, plan);
    }
}

package tour;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.max;
import static dev.kinglet.expr.Fn.rank;
import static dev.kinglet.expr.Fn.rowNumber;
import static dev.kinglet.expr.Fn.sum;
import static dev.kinglet.expr.Fn.upper;
import static dev.kinglet.expr.Fn.value;
import static dev.kinglet.expr.Window.Bound.currentRow;
import static dev.kinglet.expr.Window.Bound.following;
import static dev.kinglet.expr.Window.Bound.preceding;
import static dev.kinglet.expr.Window.Bound.unboundedFollowing;
import static dev.kinglet.expr.Window.Bound.unboundedPreceding;
import static dev.kinglet.model.Table.alias;
import static tour.JavaCaller.check;
import static tour.JavaCaller.same;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Relationship.RELATIONSHIP;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Window;
import dev.kinglet.model.Tree;
import dev.kinglet.model.TreeNode;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Lock;
import dev.kinglet.query.Relation;
import dev.kinglet.query.Returning;
import dev.kinglet.query.Row;
import dev.kinglet.query.Select;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tour.Models.Category;
import tour.Models.Favorite;
import tour.Models.Tweet;
import tour.Models.User;

/**
 * The query API as Java alone calls it, each public method once; QueryCallerSpec runs each method
 * after {@link Seeds#sow}, and checks that no public method is left out.
 */
public final class QueryCaller {
    private static final List<String> ALL = List.of("meow", "hiss", "purr", "woof", "whine");

    record Line(String content, String username) {}

    record Text(String content) {}

    // ---- Select

    public void clauses(Database db) {
        Select<Tweet> query = Select.from(TWEET, TWEET.id).where(TWEET.id.eq(1L)).using(db);
        same(query.select(TWEET.content).maps(), List.of(Map.of("content", "meow")));
        same(query.selectAlso(TWEET.content).rows().get(0).get(TWEET.content), "meow");
        same(
                query.orWhere(TWEET.id.gt(3L)).orderBy(TWEET.id).values(TWEET.id),
                List.of(1L, 4L, 5L));
        same(query.orWhere(TWEET.id.gt(3L), TWEET.id.lt(5L)).count(), 2L);
        Condition ofHuey = USER.username.eq("huey");
        same(TWEET.select().filter(ofHuey).filter(USER.id.gt(0L)).count(), 3L);
        same(TWEET.select().ensureJoin(USER).ensureJoin(USER).where(ofHuey).count(), 3L);
        same(TWEET.select().ensureJoin(USER, TWEET.user).where(ofHuey).count(), 3L);
        Expr<Long> tweets = count(TWEET.id);
        Select<User> grouped = USER.select(USER, tweets).leftJoin(TWEET).groupBy(USER);
        same(grouped.having(tweets.gt(2L)).get().get(tweets), 3L);
        same(grouped.orderBy(USER.id.desc()).values(tweets), List.of(0L, 2L, 3L));
        same(grouped.count(), 3L);
        same(TWEET.select(TWEET.user).distinct().count(), 2L);
        Ordering newest = Ordering.of(TWEET.timestamp.desc(), TWEET.id);
        Select<Tweet> sorted = TWEET.select().orderBy(newest);
        same(sorted.limit(1).offset(1).values(TWEET.content), List.of("woof"));
        same(sorted.paginate(2, 2).values(TWEET.content), List.of("purr", "hiss"));
        same(sorted.slice(1, 3).values(TWEET.content), List.of("woof", "purr"));
        same(sorted.limit(1).withoutLimit().count(), 5L);
        check(!sorted.orderBy().sql().text().contains("order by"), sorted.orderBy().toString());
        same(sorted.refine(rows -> rows.where(TWEET.id.le(2L))).values(TWEET.id), List.of(2L, 1L));
        same(sorted.definition().orderBy(), newest.sorts());
        same(sorted.values(TWEET.user.key()), List.of(2L, 2L, 1L, 1L, 1L));
    }

    public void joins() {
        Favorite favorite =
                FAVORITE.select(FAVORITE, TWEET, USER.username)
                        .join(TWEET)
                        .join(USER)
                        .orderBy(FAVORITE.id)
                        .get();
        same(favorite.get(FAVORITE.tweet).getUser().getUsername(), "huey");
        same(RELATIONSHIP.select().join(USER, RELATIONSHIP.toUser).count(), 3L);
        same(USER.select().leftJoin(TWEET).count(), 6L);
        same(USER.select().leftJoin(TWEET, TWEET.user.eq(USER)).count(), 6L);
        User.Users fan = alias(USER, "fan");
        Select<Tweet> both =
                TWEET.select(TWEET, USER, fan)
                        .joinFrom(TWEET, USER)
                        .leftJoinFrom(TWEET, FAVORITE)
                        .leftJoinFrom(FAVORITE, fan, FAVORITE.user.eq(fan))
                        .orderBy(TWEET.id, FAVORITE.id);
        same(both.count(), 6L);
        Tweet meow = both.get();
        User liker = meow.joined(fan);
        same(liker == null ? null : liker.getUsername(), "mickey");
        same(both.switchTo(TWEET).definition().joins().size(), 3);
        same(FAVORITE.select().join(TWEET).joinFrom(FAVORITE, USER, FAVORITE.user).count(), 4L);
        same(TWEET.select().rightJoin(USER).count(), 6L);
        same(TWEET.select().rightJoin(USER, TWEET.user.eq(USER)).count(), 6L);
        same(TWEET.select().fullJoin(USER).count(), 6L);
        same(TWEET.select().fullJoin(USER, TWEET.user).count(), 6L);
        same(TWEET.select().crossJoin(USER).count(), 15L);
        Expr<String> loud = upper(USER.username);
        Tweet woof =
                TWEET.select(TWEET, USER, USER.attach(loud))
                        .join(USER)
                        .where(TWEET.id.eq(4L))
                        .get();
        same(woof.getUser().get(loud), "MICKEY");
        List<Line> lines =
                TWEET.select(TWEET.content, USER.username)
                        .join(USER)
                        .orderBy(TWEET.id)
                        .limit(1)
                        .into(Line.class);
        same(lines, List.of(new Line("meow", "huey")));
        Select<User> roots = USER.select(USER, TWEET).join(TWEET).orderBy(USER.id, TWEET.id);
        same(roots.limitRoots(1).count(), 3L);
        same(roots.limit(1).count(), 1L);
    }

    public void compounds() {
        Select<Tweet> early = TWEET.select(TWEET.id).where(TWEET.id.le(2L));
        Select<Tweet> middle = TWEET.select(TWEET.id).where(TWEET.id.between(2L, 3L));
        same(early.union(middle).orderBy(TWEET.id).values(TWEET.id), List.of(1L, 2L, 3L));
        same(early.unionAll(middle).count(), 4L);
        same(early.intersect(middle).values(TWEET.id), List.of(2L));
        same(early.except(middle).values(TWEET.id), List.of(1L));
    }

    /** What one of the databases does not have: the answer, or the refusal. */
    public void postgresOnly(Database db) {
        Select<Tweet> firsts =
                TWEET.select(TWEET.content)
                        .distinctOn(TWEET.user.key())
                        .orderBy(TWEET.user.key(), TWEET.id);
        on(db, "SQLite has no DISTINCT ON", firsts, List.of("meow", "woof"));
        Select<Tweet> oldest = TWEET.select(TWEET.content).orderBy(TWEET.id).limit(1);
        List<String> meow = List.of("meow");
        String noLocks = "SQLite locks the whole database and no rows";
        on(db, noLocks, oldest.forUpdate(), meow);
        on(db, noLocks, oldest.lock(Lock.forShare().of(TWEET).noWait()), meow);
        on(db, noLocks, oldest.lock(Lock.forUpdate().skipLocked()), meow);
        on(db, noLocks, oldest.lock(Lock.forNoKeyUpdate()), meow);
        Derived<Tweet> newest =
                TWEET.where(TWEET.user.eq(USER)).orderBy(TWEET.id.desc()).limit(1).as("newest");
        Expr<String> content = newest.col(TWEET.content);
        Select<User> users = USER.select(content).orderBy(USER.id);
        String noLateral = "SQLite has no lateral joins";
        Condition isPurr = content.eq("purr");
        lateral(db, noLateral, users.joinLateral(newest), content, 2);
        lateral(db, noLateral, users.joinLateral(newest, isPurr), content, 1);
        lateral(db, noLateral, users.leftJoinLateral(newest), content, 3);
        lateral(db, noLateral, users.leftJoinLateral(newest, isPurr), content, 3);
    }

    private static void on(
            Database db, String refusal, Select<Tweet> query, List<String> contents) {
        if (db.dialect() == Dialect.POSTGRES) {
            same(query.list().stream().map(Tweet::getContent).toList(), contents);
        } else {
            refused(refusal, query::list);
        }
    }

    private static void lateral(
            Database db, String refusal, Select<User> query, Expr<String> content, int rows) {
        if (db.dialect() == Dialect.POSTGRES) {
            same(query.maps().size(), rows);
            same(query.maps().get(0).get("content"), "purr");
        } else {
            refused(refusal, () -> query.values(content));
        }
    }

    private static void refused(String summary, Runnable call) {
        try {
            call.run();
        } catch (ProgrammingException refused) {
            same(refused.summary(), summary);
            return;
        }
        throw new AssertionError("not refused: " + summary);
    }

    /** Locks are values, too, with parts that can be asked for. */
    public void lockParts() {
        Lock lock = Lock.forShare().of(TWEET).noWait();
        same(lock.strength(), Lock.Strength.SHARE);
        same(lock.of(), List.of(TWEET));
        same(lock.ifLocked(), Lock.IfLocked.FAIL);
    }

    public void locked(Database db) {
        if (db.dialect() == Dialect.SQLITE) {
            return;
        }
        db.atomic(
                tx -> {
                    TWEET.where(TWEET.id.eq(1L)).lock(Lock.forUpdate()).get();
                    List<@Nullable Object> seen = new ArrayList<>();
                    Thread other =
                            new Thread(
                                    () -> {
                                        Select<Tweet> rows = TWEET.select().orderBy(TWEET.id);
                                        seen.add(
                                                rows.lock(Lock.forUpdate().skipLocked())
                                                        .get()
                                                        .id());
                                        try {
                                            seen.add(rows.lock(Lock.forUpdate().noWait()).list());
                                        } catch (OperationalException locked) {
                                            seen.add(locked.isRetryable());
                                        }
                                    });
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    same(seen, List.of(2L, true));
                });
    }

    // ---- terminals, all of Results

    public void terminals() {
        Select<Tweet> query = TWEET.select(TWEET.id, TWEET.content).orderBy(TWEET.id);
        same(query.list().size(), 5);
        List<String> looped = new ArrayList<>();
        for (Tweet tweet : query) {
            looped.add(tweet.getContent());
        }
        same(looped, ALL);
        same(query.iterator().next().id(), 1L);
        try (Stream<Tweet> rows = query.stream()) {
            same(rows.map(Tweet::getContent).toList(), ALL);
        }
        try (Stream<Row> rows = query.streamRows()) {
            same(rows.map(row -> row.get(TWEET.content)).toList(), ALL);
        }
        try (Stream<Text> rows = query.select(TWEET.content).streamInto(Text.class)) {
            same(rows.map(Text::content).toList(), ALL);
        }
        try (Stream<List<Tweet>> chunks = query.chunked(4)) {
            same(chunks.map(List::size).toList(), List.of(4, 1));
        }
        Tweet first = query.first();
        same(first == null ? null : first.getContent(), "meow");
        same(query.where(TWEET.id.eq(9L)).first(), null);
        same(query.get().id(), 1L);
        same(query.where(TWEET.id.eq(2L)).single().getContent(), "hiss");
        try {
            Tweet none = query.where(TWEET.id.eq(9L)).get();
            throw new AssertionError(none);
        } catch (NotFoundException missing) {
            same(missing.summary(), "no row of Tweet matches");
        }
        same(query.count(), 5L);
        same(query.exists(), true);
        same(query.where(TWEET.id.eq(9L)).exists(), false);
        same(query.values(TWEET.content), ALL);
        same(query.scalar(TWEET.content), "meow");
        same(query.maps().get(0), Map.of("id", 1L, "content", "meow"));
        same(query.rows().get(4).get(TWEET.content), "whine");
        same(query.select(TWEET.content).into(Text.class).get(2), new Text("purr"));
        same(query.into(TWEET.content, Text::new).get(3), new Text("woof"));
        same(
                query.join(USER).into(TWEET.content, USER.username, Line::new).get(0),
                new Line("meow", "huey"));
        same(
                query.into(TWEET.id, TWEET.content, TWEET.user.key(), (a, b, c) -> a + b + c)
                        .get(3),
                "4woof2");
        same(
                query.into(
                                TWEET.id,
                                TWEET.content,
                                TWEET.user.key(),
                                value("!"),
                                (a, b, c, d) -> a + b + c + d)
                        .get(0),
                "1meow1!");
        Tweet flat = query.selectAlso(USER.username).join(USER).flat().get(0);
        same(flat.getContent() + flat.get(USER.username), "meowhuey");
        same(query.sql().text(), query.toString());
        same(query.limit(1).where(TWEET.id.eq(7L)).sql().binds(), List.of(7L, 1L));
        check(!query.explain().isEmpty(), "a plan");
        check(query.explainAnalyze().contains("rows="), "a measured plan");
    }

    // ---- Cte, Derived

    public void named(Database db) {
        Expr<Long> number = count(TWEET.id).as("number");
        Select<Tweet> perUser = TWEET.select(TWEET.user, number).groupBy(TWEET.user);
        Derived<Tweet> derived = perUser.as("per_user");
        same(
                derived.select().where(derived.col(number).gt(2L)).values(derived.col(number)),
                List.of(3L));
        same(derived.qualifier() + derived, "per_userper_user");
        same(derived.body(), perUser.definition());
        same(derived.executor(), perUser.as("again").executor());
        check(derived.equals(perUser.as("per_user")), "built again");
        same(derived.hashCode(), perUser.as("per_user").hashCode());
        check(!derived.equals(perUser.as("other")), "another name");
        refused(
                "'per_user' is a query, so no foreign key says how 'user' joins it",
                () -> derived.select().join(USER));
        Cte<Tweet> cte = perUser.cte("per_user");
        check(cte.equals(perUser.cte("per_user")) && !cte.equals(derived), "built again");
        same(cte.hashCode(), perUser.cte("per_user").hashCode());
        same(cte.body(), perUser.definition());
        check(cte.definition() != null && cte.executor() == derived.executor(), "of one database");
        for (Cte<Tweet> hinted : List.of(cte, cte.materialized(), cte.notMaterialized())) {
            Expr<Long> most = hinted.col(number);
            same(hinted.select().with(hinted).using(db).scalar(max(most)), 3L);
        }
        Expr<@Nullable Long> most = cte.select().asValue(max(cte.col(number)));
        same(USER.select().orderBy(USER.id).limit(1).values(most), List.of(3L));
        Cte<?> wanted =
                Cte.values(
                        "wanted", List.of(USER.username), List.of(List.of("huey"), List.of("x")));
        Condition same = wanted.col(USER.username).eq(USER.username);
        same(USER.select().join(wanted, same).values(USER.id), List.of(1L));
    }

    public void recursive() {
        Cte<Category> start = CATEGORY.select(CATEGORY.id).where(CATEGORY.parent.isNull()).cte("t");
        Category.Categories child = alias(CATEGORY, "child");
        for (Cte<Category> tree :
                List.of(
                        start.recursive(self -> below(child, self)),
                        start.recursiveDistinct(self -> below(child, self)))) {
            same(tree.select().count(), 3L);
        }
        Cte<Category> guarded = start.recursive(self -> below(child, self)).guardedBy(CATEGORY.id);
        Expr<String> way = guarded.cyclePath();
        List<String> ways = guarded.select().orderBy(guarded.col(CATEGORY.id)).values(way);
        same(Cte.pathAbove(ways.get(2)), ways.get(1));
        same(ways.get(0).strip(), ways.get(0).strip());
        refused("'t' keeps no way to its rows", start::cyclePath);
    }

    private static Select<Category> below(Category.Categories child, Cte<Category> above) {
        return child.select(child.id).join(above, child.parent.key().eq(above.col(CATEGORY.id)));
    }

    // ---- Relation

    public void relations(Database db) {
        Relation plain = Relation.table("tweet").as("t");
        Expr<@Nullable String> content = plain.col("content", String.class);
        Expr<@Nullable Long> id = plain.col("id", Long.class);
        same(plain.select(content, id).orderBy(id).using(db).values(content), ALL);
        same(plain.qualifier() + plain, "tt");
        check(plain.equals(Relation.table("tweet").as("t")), "a record");
        same(plain.name() + plain.alias() + plain.columns(), "tweett[]");
        same(plain.arguments(), null);
        Condition theirs = plain.col("user_id", Long.class).eq(USER.id);
        same(USER.select().join(plain, theirs).count(), 5L);
        same(plain.select(id).join(USER, theirs).using(db).count(), 5L);
        same(plain.link(USER, theirs).condition(), theirs);
        same(plain.relates(USER), false);
        same(plain.keyColumns(), List.of());
        refused("'t' is of no database", () -> plain.executor());
        if (db.dialect() == Dialect.SQLITE) {
            Relation each = Relation.function("json_each", "each", "[2, 4]");
            Expr<@Nullable Long> key = each.col("value", Long.class);
            same(
                    TWEET.select().join(each, key.eq(TWEET.id)).orderBy(TWEET.id).values(TWEET.id),
                    List.of(2L, 4L));
        } else {
            Relation series = Relation.function("generate_series", "s", 1, 3).columns("n");
            Expr<@Nullable Integer> n = series.col("n", Integer.class);
            same(series.select(n).using(db).values(n), List.of(1, 2, 3));
            same(USER.select().crossJoin(series).count(), 9L);
        }
    }

    // ---- Returning

    public void returning(Database db) {
        Returning<Tweet> edited =
                TWEET.update(TWEET.content.to("x")).where(TWEET.id.eq(5L)).returning(TWEET);
        check(edited.toString().startsWith("update \"tweet\" set"), edited.toString());
        same(edited.sql().binds(), List.of("x", 5L));
        same(TWEET.get(5L).getContent(), "whine");
        same(edited.list().get(0).getContent(), "x");
        User added = USER.insert(USER.username.to("new")).returning(USER).first();
        same(added == null ? null : added.getUsername(), "new");
        same(TWEET.delete().where(TWEET.id.eq(99L)).returning(TWEET).first(), null);
        same(edited.values(upper(TWEET.content)), List.of("X"));
        Returning<Tweet> gone =
                TWEET.delete().where(TWEET.id.eq(5L)).returning(TWEET, TWEET.content);
        Cte<Tweet> cte = gone.cte("gone");
        Select<Tweet> reading = cte.select();
        if (db.dialect() == Dialect.POSTGRES) {
            same(reading.values(cte.col(TWEET.content)), List.of("x"));
            same(USER.select().with(gone.cte("more")).count(), 4L);
        } else {
            refused("SQLite has no writes inside of other statements", reading::list);
            same(gone.maps(), List.of(Map.of("content", "x")));
        }
        same(TWEET.select().count(), 4L);
        same(gone.maps(), List.of());
        same(
                TWEET.delete()
                        .where(TWEET.id.eq(3L))
                        .returning(TWEET, TWEET.content)
                        .into(Text.class),
                List.of(new Text("purr")));
    }

    // ---- Window

    public void windows() {
        Window perUser = Window.partitionBy(TWEET.user.key());
        Window ordered = perUser.orderBy(TWEET.id);
        same(over(rowNumber().over(ordered)), List.of(1L, 2L, 3L, 1L, 2L));
        same(over(rank().over(Window.orderedBy(TWEET.user.key()))), List.of(1L, 1L, 1L, 4L, 4L));
        same(over(count().over()), List.of(5L, 5L, 5L, 5L, 5L));
        Window all = Window.orderedBy(TWEET.id);
        same(
                over(sum(TWEET.id).over(all.rows(preceding(1), currentRow()))),
                List.of(1L, 3L, 5L, 7L, 9L));
        same(
                over(sum(TWEET.id).over(all.range(currentRow(), following(1)))),
                List.of(3L, 5L, 7L, 9L, 5L));
        Window groups =
                Window.orderedBy(TWEET.user.key())
                        .groups(unboundedPreceding(), unboundedFollowing())
                        .exclude(Window.Exclude.GROUP);
        same(over(count().over(groups)), List.of(2L, 2L, 2L, 3L, 3L));
        Window named = ordered.as("w");
        Expr<@Nullable Long> total = sum(TWEET.id).over(named).as("total");
        Select<Tweet> query = TWEET.select(total).window(named).orderBy(TWEET.id);
        same(query.rows().get(4).get(total), 9L);
        same(named.name() + named.partitionBy().size() + named.orderBy().size(), "w11");
        same(named.frame(), null);
        refused(
                "the window has no frame that rows could be left out of",
                () -> named.exclude(Window.Exclude.TIES));
    }

    private static <T extends @Nullable Object> List<T> over(Expr<T> expr) {
        return TWEET.select().orderBy(TWEET.id).values(expr);
    }

    // ---- Tree

    public void trees(Database db) {
        Tree<Category> tree = Tree.of(CATEGORY.parent).orderBy(CATEGORY.name.desc()).using(db);
        TreeNode<Category> root = tree.roots().get(0);
        same(
                root.all().map(node -> node.row().get(CATEGORY.name)).toList(),
                List.of("root", "left", "leaf"));
        same(root.depth() + root.children().size(), 1);
        same(root.parent(), null);
        same(root.children().get(0).parent(), root);
        check(root.toString().contains("\n    Category[id=3"), root.toString());
        same(tree.maxDepth(1).roots().get(0).all().count(), 2L);
        same(tree.where(CATEGORY.name.ne("left")).roots().get(0).children(), List.of());
        same(tree.from(CATEGORY.name.eq("left")).roots().get(0).row().id(), 2L);
        check(tree.toString().startsWith("with recursive \"tree\""), tree.toString());
    }
}

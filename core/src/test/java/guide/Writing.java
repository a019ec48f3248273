package guide;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.exists;
import static dev.kinglet.expr.Fn.max;
import static dev.kinglet.expr.Fn.upper;
import static dev.kinglet.expr.Fn.value;
import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.Writing.Page.PAGE;

import dev.kinglet.Database;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Insert;
import guide.FirstSteps.Tweet;
import guide.FirstSteps.User;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The regions of the page on writing statements, in Java. */
public final class Writing {

    /** Counts who comes by. */
    public static class Page extends Model<String> {
        public static final Pages PAGE = new Pages();

        public static class Pages extends Table<Page, String> {
            public final Column<String> path = text().primaryKey();
            public final Column<Integer> hits = integer().defaultTo(1);

            Pages() {
                super(Page::new);
            }
        }
    }

    record Line(Long id, String content) {}

    private Writing() {}

    static void insert() {
        // region insert
        Long id = USER.insert(USER.username.to("huey"), USER.email.toNull()).execute();
        Long byName = USER.insert(Map.of("username", "mickey", USER.email, "m@x")).execute();
        Long computed =
                TWEET.insert(TWEET.user.key().to(id), TWEET.content.to(upper(value("meow"))))
                        .execute();
        // endregion
    }

    static int many(Stream<List<?>> stream) {
        // region many
        List<List<String>> rows = List.of(List.of("a", "a@x"), List.of("b", "b@x"));
        int stored = USER.insertMany(List.of(USER.username, USER.email), rows).execute();
        // columns and missing values from the maps; the rows of a stream are read while they are
        // stored
        stored +=
                USER.insertMany(
                                List.of(
                                        Map.of("username", "c", "email", "c@x"),
                                        Map.of("username", "d")))
                        .execute();
        stored += USER.insertMany(List.of(USER.username), stream::iterator).execute();
        // endregion
        return stored;
    }

    static List<Long> keys() {
        // region keys
        List<User> users =
                USER.insertMany(List.of(USER.username), List.of(List.of("y"), List.of("z")))
                        .returning(USER)
                        .list(); // in the order given
        // endregion
        return users.stream().map(User::id).toList();
    }

    static int from() {
        // region from
        Expr<String> shout = upper(TWEET.content);
        int copied =
                TWEET.insertFrom(
                                List.of(TWEET.user.key(), TWEET.content, TWEET.timestamp),
                                TWEET.select(TWEET.user.key(), shout, TWEET.timestamp))
                        .execute();
        // endregion
        return copied;
    }

    static @Nullable Long where(User huey) {
        // region where
        @Nullable Long id =
                TWEET.insertWhere(
                                exists(TWEET.where(TWEET.user.eq(huey))).not(),
                                TWEET.user.to(huey),
                                TWEET.content.to("my first"))
                        .execute(); // null: the condition did not hold
        // endregion
        return id;
    }

    static @Nullable Long ignore() {
        // region ignore
        @Nullable Long id = USER.insert(USER.username.to("huey")).onConflictIgnore().execute();
        // endregion
        return id;
    }

    static Long update() {
        // region update
        Long id =
                USER.insert(USER.username.to("huey"), USER.email.to("h@x"))
                        .onConflict(USER.username)
                        .doUpdate(USER.email.toExcluded())
                        .execute(); // the key of the row, new or not
        // endregion
        return id;
    }

    static @Nullable String excluded() {
        // region excluded
        @Nullable String raised =
                PAGE.insert(PAGE.path.to("/"), PAGE.hits.to(5))
                        .onConflict(PAGE.path)
                        .doUpdateWhere(
                                PAGE.hits.lt(1_000),
                                PAGE.hits.to(PAGE.hits.plus(PAGE.hits.excluded())))
                        .execute(); // null: there, and not updated
        // endregion
        return raised;
    }

    static int bulk() {
        // region bulk
        int counted =
                PAGE.insertMany(List.of(PAGE.path), List.of(List.of("/"), List.of("/about")))
                        .onConflict(PAGE.path)
                        .doUpdate(PAGE.hits.to(PAGE.hits.plus(1)))
                        .execute();
        // endregion
        return counted;
    }

    static boolean once(Database db) {
        // region once
        boolean first =
                db.atomicResult(
                        tx -> {
                            Insert.Outcome outcome =
                                    PAGE.insert(PAGE.path.to("event-17"))
                                            .onConflict(PAGE.path)
                                            .doNothing()
                                            .outcome();
                            if (outcome == Insert.Outcome.INSERTED) {
                                // what the event is to do, in the same transaction
                            }
                            return outcome == Insert.Outcome.INSERTED;
                        });
        // endregion
        return first;
    }

    static void partial() {
        // region partial
        PAGE.insert(PAGE.path.to("/"))
                .onConflict(PAGE.path)
                .where(
                        PAGE.hits.gt(
                                0)) // as the index was made: create unique index .. where hits > 0
                .doNothing()
                .execute();
        // endregion
    }

    static int updates() {
        // region updates
        int rows =
                TWEET.update(TWEET.content.to(TWEET.content.concat("!")))
                        .where(TWEET.user.in(USER.where(USER.username.eq("huey"))))
                        .execute();
        rows += USER.update(Map.of("email", "h@x")).where(USER.username.eq("huey")).execute();
        rows += USER.updateByKey(1L, USER.email.to("huey@example.com"));
        Expr<@Nullable String> last = TWEET.where(TWEET.user.eq(USER)).asValue(max(TWEET.content));
        // every row: said, not forgotten
        rows += USER.update(USER.email.to(last)).all().execute();
        // endregion
        return rows;
    }

    static int joined() {
        // region joined
        int rows =
                TWEET.update(TWEET.content.to(USER.username))
                        .from(USER, TWEET.user)
                        .where(USER.email.isNull())
                        .execute();
        Cte<@Nullable Object> names =
                Cte.values(
                        "names",
                        List.of(USER.id, USER.username),
                        List.of(List.of(1L, "Huey"), List.of(2L, "Mickey")));
        rows +=
                USER.update(USER.username.to(names.col(USER.username)))
                        .from(names)
                        .where(USER.id.eq(names.col(USER.id)))
                        .execute();
        // endregion
        return rows;
    }

    static int deletes() {
        // region deletes
        int rows =
                TWEET.delete()
                        .where(TWEET.timestamp.lt(LocalDateTime.now().minusYears(1)))
                        .execute();
        rows += TWEET.deleteByKey(1L);
        var busy =
                TWEET.select(TWEET.user.key())
                        .groupBy(TWEET.user.key())
                        .having(count().gt(100L))
                        .cte("busy");
        rows +=
                TWEET.delete()
                        .where(TWEET.user.key().in(busy.select(busy.col(TWEET.user.key()))))
                        .execute();
        // the oldest ones; again, until it answers less
        int batch = TWEET.delete().orderBy(TWEET.id).limit(1_000).execute();
        // endregion
        return rows + batch;
    }

    static List<Line> returned() {
        // region returned
        List<Tweet> edited =
                TWEET.update(TWEET.content.to("x")).where(TWEET.id.eq(2L)).returning(TWEET).list();
        List<Line> gone =
                TWEET.delete().all().returning(TWEET, TWEET.id, TWEET.content).into(Line.class);
        @Nullable Long id = USER.insert(USER.username.to("r")).returning(USER).scalar(USER.id);
        // endregion
        return gone;
    }

    static void portions(Database db, Iterable<String> paths) {
        // region portions
        db.batchCommit(
                paths, 500, path -> PAGE.insert(PAGE.path.to(path)).onConflictIgnore().execute());
        // endregion
    }

    static void sequences(Database db) {
        // region sequences
        USER.insertMany(List.of(USER.id, USER.username), List.of(List.of(100L, "old"))).execute();
        db.resetSequences(USER); // the next one is 101 on PostgreSQL, too
        // endregion
    }
}

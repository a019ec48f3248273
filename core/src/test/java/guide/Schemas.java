package guide;

import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.lower;
import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.Schemas.Busy.BUSY;
import static guide.Schemas.Line.LINE;

import dev.kinglet.Database;
import dev.kinglet.SchemaStatement;
import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.TableInfo;
import java.util.List;

/** The regions of the page on the schema, in Java. */
public final class Schemas {
    private Schemas() {}

    public static class Order extends Model<CompositeKey> {
        public static final Orders ORDER = new Orders();

        public static class Orders extends Table<Order, CompositeKey> {
            public final Column<Integer> year = integer();
            public final Column<Integer> number = integer();

            Orders() {
                super(Order::new);
                primaryKey(year, number);
            }
        }
    }

    // region declare
    public static class Line extends Model<Long> {
        public static final Lines LINE = new Lines();

        public static class Lines extends Table<Line, Long> {
            public final Column<Long> id = autoId();
            public final Column<Integer> orderYear = integer();
            public final Column<Integer> orderNumber = integer();
            public final Column<String> product = varchar(40).index();
            public final Column<Integer> pieces = integer();

            Lines() {
                super(Line::new);
                foreignKey(Order.class, List.of(orderYear, orderNumber)).onDelete(OnDelete.CASCADE);
                uniqueIndex(orderYear, orderNumber, product);
                index(lower(product), pieces.desc()).where(pieces.gt(100)).named("line_big");
                check("line_pieces", pieces.between(1, 999));
                comment("what was ordered");
            }
        }
    }

    // endregion

    // region view
    public static class Busy extends Model<Long> {
        public static final BusyUsers BUSY = new BusyUsers();

        public static class BusyUsers extends Table<Busy, Long> {
            public final Column<Long> id = bigint().primaryKey();
            public final Column<String> username = text();
            public final Column<Long> tweets = bigint();

            BusyUsers() {
                super(Busy::new);
                named("busy_user");
                view(
                        () ->
                                USER.select(USER.id, USER.username, count(TWEET.id).as("tweets"))
                                        .join(TWEET)
                                        .groupBy(USER.id, USER.username));
            }
        }
    }

    // endregion

    static List<String> statement(Database db) {
        // region statement
        SchemaStatement create = db.schema().create(LINE); // nothing is sent
        List<String> sql = create.sql();
        create.execute();
        // endregion
        return sql;
    }

    static void change(Database db) {
        // region change
        db.schema().createIndex(Index.on(TWEET, TWEET.user, TWEET.timestamp.desc())).execute();
        db.schema()
                .createView("loud", TWEET.select(TWEET.id).where(TWEET.content.contains("!")))
                .orReplace()
                .execute();
        db.schema().createTableAs("archive", TWEET.where(TWEET.id.le(1_000L))).execute();
        db.schema().truncate(TWEET).restartIdentity().execute();
        db.schema().dropIndex("tweet_user_id_timestamp").execute();
        db.schema().drop(LINE).execute();
        // endregion
    }

    static void postgres(Database db) {
        // region postgres
        db.inSchema("tenant").schema().createSchema().execute();
        db.schema().createEnum("mood", "sad", "glad").execute();
        db.schema().createSequence("invoice").start(1_000).execute();
        db.schema()
                .createIndex(Index.on(TWEET, TWEET.content).using("hash").named("tweet_words"))
                .concurrently()
                .execute();
        db.schema().dropTable("old").cascade().execute();
        // endregion
    }

    static List<Long> reading() {
        // region reading
        List<Long> counts = BUSY.where(BUSY.username.eq("huey")).values(BUSY.tweets);
        // endregion
        return counts;
    }

    static void writing() {
        // region writing
        BUSY.update(BUSY.username.to("x")).where(BUSY.id.eq(1L)).execute();
        // endregion
    }

    static TableInfo table(Database db) {
        // region table
        TableInfo tweet = db.schema().table("tweet");
        // endregion
        return java.util.Objects.requireNonNull(tweet);
    }

    static List<SchemaDifference> check(Database db) {
        // region check
        List<SchemaDifference> differences = db.schema().check(USER, TWEET);
        // endregion
        return differences;
    }

    static void cascade(Database db) {
        // region cascade
        db.schema().drop(USER).cascade().execute();
        // endregion
    }
}

package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.Tweet.TWEET;

import dev.kinglet.Database;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Thousands of different queries: what their plans take, how often they are found again, and that
 * there are no more of them than there may be.
 */
final class ManyShapes {
    private static final int PASSES = 20;

    private ManyShapes() {}

    static void measure() throws Exception {
        for (int shapes : new int[] {1, 1_000, 3_000}) {
            try (Database database = Database.sqliteInMemory()) {
                Loader.load(database, new Data(10, 10));
                run(database, shapes);
            }
        }
    }

    private static void run(Database database, int shapes) throws Exception {
        query(database, 5_000).list(); // whatever is made once
        long before = RowMemory.used();
        long start = System.nanoTime();
        for (int i = 0; i < shapes; i++) {
            query(database, i).list();
        }
        double first = (System.nanoTime() - start) / 1e3 / shapes;
        long memory = RowMemory.used() - before;
        var made = database.planCacheStats();
        start = System.nanoTime();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int i = 0; i < shapes; i++) {
                query(database, i).list();
            }
        }
        double again = (System.nanoTime() - start) / 1e3 / shapes / PASSES;
        var after = database.planCacheStats();
        double hits = after.hits() - made.hits();
        double misses = after.misses() - made.misses();
        System.out.printf(
                Locale.ROOT,
                "%,d shapes: %,d plans of at most %,d, %,.0f kB, statements included; the first call of a"
                        + " shape %.0f us, later ones %.1f us; %.1f %% of those found their plan%n",
                shapes,
                after.size(),
                after.maximumSize(),
                memory / 1e3,
                first,
                again,
                100 * hits / (hits + misses));
    }

    /** The number says which columns are asked for, which conditions there are and what order. */
    private static Select<Tweet> query(Database database, int number) {
        int rest = number;
        var columns = new ArrayList<dev.kinglet.expr.Selection>();
        columns.add(TWEET.id);
        if (rest % 2 == 1) {
            columns.add(TWEET.content);
        }
        rest /= 2;
        if (rest % 2 == 1) {
            columns.add(TWEET.timestamp);
        }
        rest /= 2;
        Select<Tweet> query =
                TWEET.select(columns.toArray(new dev.kinglet.expr.Selection[0])).using(database);
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 10; i++, rest /= 2) {
            if (rest % 2 == 1) {
                conditions.add(i % 2 == 0 ? TWEET.id.gt((long) i) : TWEET.content.ne("c" + i));
            } else {
                conditions.add(i % 2 == 0 ? TWEET.id.le((long) i) : TWEET.content.eq("c" + i));
            }
        }
        query = query.where(conditions.toArray(new Condition[0]));
        return rest % 2 == 1 ? query.orderBy(TWEET.id) : query;
    }
}

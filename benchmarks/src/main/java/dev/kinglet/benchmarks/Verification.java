package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.TweetRow;
import java.util.List;

/**
 * Compares what a variant reads with what there is, value by value. A benchmark of queries that
 * answer different things says nothing, so this runs before anything is timed.
 */
final class Verification {
    private Verification() {}

    /**
     * Runs every query of every variant.
     *
     * @throws IllegalStateException where one reads anything else
     */
    static void verify(Place place, Data data) throws Exception {
        verify(place, Variant.available(), data);
    }

    /** The same for some variants. */
    static void verify(Place place, List<Variant> variants, Data data) throws Exception {
        for (Variant variant : variants) {
            try (Reads<?, ?> reads = variant.open(place.access(data))) {
                verify(place + " " + variant, reads, data);
            }
        }
    }

    static <U, T> void verify(String who, Reads<U, T> reads, Data data) throws Exception {
        for (long id = 1; id <= data.users(); id += 13) {
            same(who + ", user " + id, data.user(id), reads.content(reads.byKey(id)));
            same(who + ", latest " + id, data.latest(id), contents(reads, reads.latest(id), false));
        }
        same(who + ", rows", data.rows(), contents(reads, reads.rows(), false));
        same(who + ", eager", data.eager(), reads.eager());
        Reads.Part<T> page = reads.page();
        same(who + ", page", data.page(), contents(reads, page.rows(), false));
        same(who + ", total", (long) data.tweets(), page.total());
        reads.empty();
        same(who + ", bulk", Data.BULK, reads.bulk());
        same(who + ", stored", data.messages(), reads.messages());
        reads.empty();
        reads.insertOne();
        same(who + ", one", List.of(data.message(1)), reads.messages());
        long next = reads.insertOne() + 1;
        same(who + ", key", next, reads.insertOne());
        reads.save(5, "saved");
        same(who + ", saved", "saved", contents(reads, reads.rows(), false).get(4).content());
        reads.save(5, data.tweet(5).content());
        same(who + ", graph", data.graph(), contents(reads, reads.graph(), true));
    }

    private static <U, T> List<TweetRow> contents(
            Reads<U, T> reads, List<T> tweets, boolean withAuthor) {
        return tweets.stream().map(tweet -> reads.content(tweet, withAuthor)).toList();
    }

    private static void same(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(
                    what + ": " + expected + " is there, and this was read: " + actual);
        }
    }
}

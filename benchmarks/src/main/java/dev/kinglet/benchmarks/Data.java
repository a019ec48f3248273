package dev.kinglet.benchmarks;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of the tables, made from the row's number alone: each process makes the same, and
 * what a query has to answer is known without asking a database.
 *
 * @param users how many there are, with the keys from 1 on
 * @param tweets how many there are; every user has as many as any other, give or take one
 */
record Data(int users, int tweets) {
    /** What is measured. */
    static final Data MEASURED = new Data(1_000, 20_000);

    /** How many tweets {@link Reads#latest} asks for. */
    static final int LATEST = 10;

    /** How many tweets {@link Reads#rows} asks for. */
    static final int ROWS = 10_000;

    /** How many tweets {@link Reads#graph} asks for. */
    static final int GRAPH = 1_000;

    /** How many users {@link Reads#eager} asks for. */
    static final int EAGER = 100;

    /** How many tweets a page of {@link Reads#page} has, and which one is asked for. */
    static final int PAGE_SIZE = 20;

    static final int PAGE = 3;

    /** How many messages {@link Reads#bulk} stores. */
    static final int BULK = 10_000;

    /** How often each tweet is liked. */
    private static final int LIKES = 3;

    private static final LocalDateTime EPOCH = LocalDateTime.of(2020, 2, 28, 23, 59, 1);

    /** A user's values. */
    record UserRow(long id, String username, @Nullable String email, LocalDateTime joinDate) {}

    /** A tweet's values; the author is null where it was not asked for. */
    record TweetRow(
            long id,
            long userId,
            String content,
            LocalDateTime timestamp,
            @Nullable UserRow author) {}

    /** That a user liked a tweet. */
    record FavoriteRow(long id, long userId, long tweetId) {}

    /** What is written. */
    record MessageRow(long userId, String content, LocalDateTime timestamp) {}

    MessageRow message(long number) {
        TweetRow tweet = tweet(number);
        return new MessageRow(tweet.userId(), tweet.content(), tweet.timestamp());
    }

    /** What {@link Reads#bulk} stores, in order; made anew at each call. */
    List<MessageRow> messages() {
        return LongStream.rangeClosed(1, BULK).mapToObj(this::message).toList();
    }

    UserRow user(long id) {
        return new UserRow(
                id,
                "user" + id,
                id % 10 == 0 ? null : "user" + id + "@example.com",
                EPOCH.plusHours(id).plusNanos(id * 1_009_000));
    }

    TweetRow tweet(long id) {
        // a step that is prime to the number of tweets: every time once, and not in the order of
        // keys
        long minutes = id * 7919 % tweets;
        return new TweetRow(
                id,
                id * 7 % users + 1,
                "tweet " + id + ", of the length that a short message usually has, é included",
                EPOCH.plusMinutes(minutes).plusNanos(id % 999 * 1000),
                null);
    }

    List<UserRow> allUsers() {
        return LongStream.rangeClosed(1, users).mapToObj(this::user).toList();
    }

    List<TweetRow> allTweets() {
        return LongStream.rangeClosed(1, tweets).mapToObj(this::tweet).toList();
    }

    List<FavoriteRow> allFavorites() {
        return LongStream.rangeClosed(1, (long) tweets * LIKES)
                .mapToObj(id -> new FavoriteRow(id, id % users + 1, (id - 1) / LIKES + 1))
                .toList();
    }

    /** What {@link Reads#eager} has to answer. */
    List<Long> eager() {
        List<Long> ids = new ArrayList<>();
        for (long user = 1; user <= Math.min(EAGER, users); user++) {
            for (TweetRow tweet : allTweets()) {
                for (long like = 1; tweet.userId() == user && like <= LIKES; like++) {
                    ids.add((tweet.id() - 1) * LIKES + like);
                }
            }
        }
        return ids;
    }

    List<TweetRow> latest(long user) {
        return allTweets().stream()
                .filter(tweet -> tweet.userId() == user)
                .sorted(Comparator.comparing(TweetRow::timestamp).reversed())
                .limit(LATEST)
                .toList();
    }

    /** What {@link Reads#page} has to answer. */
    List<TweetRow> page() {
        return allTweets().stream()
                .sorted(
                        Comparator.comparing(TweetRow::timestamp)
                                .thenComparing(TweetRow::id)
                                .reversed())
                .skip((PAGE - 1) * PAGE_SIZE)
                .limit(PAGE_SIZE)
                .toList();
    }

    List<TweetRow> rows() {
        return allTweets().stream().limit(ROWS).toList();
    }

    List<TweetRow> graph() {
        return allTweets().stream().limit(GRAPH).map(this::withAuthor).toList();
    }

    private TweetRow withAuthor(TweetRow tweet) {
        return new TweetRow(
                tweet.id(),
                tweet.userId(),
                tweet.content(),
                tweet.timestamp(),
                user(tweet.userId()));
    }
}

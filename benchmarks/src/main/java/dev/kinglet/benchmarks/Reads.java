package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.util.List;

/**
 * The statements that are timed, said in one way or another.
 *
 * @param <U> what a user becomes
 * @param <T> what a tweet becomes
 */
interface Reads<U, T> extends AutoCloseable {

    /** One user by key. */
    U byKey(long id) throws Exception;

    /** The ten latest tweets of a user; a toolkit builds the query anew. */
    List<T> latest(long user) throws Exception;

    /** 10,000 tweets. */
    List<T> rows() throws Exception;

    /** 1,000 tweets with their authors, from one query. */
    List<T> graph() throws Exception;

    /**
     * 100 users with their tweets and the favorites of those, as objects that hang together: the
     * ids of the favorites, walked from the users down.
     */
    List<Long> eager() throws Exception;

    /** 10,000 new messages, all or none, into an empty table; answers how many. */
    int bulk() throws Exception;

    /** One new message, in a transaction of its own; answers its key. */
    long insertOne() throws Exception;

    /** Reads a tweet, gives it another content and stores that, in a transaction of its own. */
    void save(long tweet, String content) throws Exception;

    /** The third page of 20 tweets, the latest first, and how many there are on all pages. */
    Part<T> page() throws Exception;

    /**
     * Some of the rows of a query.
     *
     * @param total how many there are without a limit
     */
    record Part<T>(List<T> rows, long total) {}

    /** Removes all messages; not timed. */
    void empty() throws Exception;

    /** The messages that are there, in the order they were stored, to compare. */
    List<MessageRow> messages() throws Exception;

    /** What was read, to compare. */
    UserRow content(U user);

    /** What was read, to compare; with the author where that was read as well. */
    TweetRow content(T tweet, boolean withAuthor);

    @Override
    void close() throws Exception;
}

package dev.kinglet.query;

import java.time.Duration;
import java.util.List;

/**
 * The statements a database ran while the log was open, in order, of all threads. Transaction
 * control is not among them. Closing ends the recording; what was recorded stays.
 */
public interface QueryLog extends AutoCloseable {

    /** How many statements there were; a batch is one. */
    int count();

    /** The statements so far. */
    List<Entry> entries();

    /** Forgets what was recorded so far. */
    void clear();

    /** Ends the recording; a second call does nothing. */
    @Override
    void close();

    /**
     * One statement.
     *
     * @param sql the text with placeholders
     * @param elapsed from before it was sent until its rows were read
     */
    record Entry(String sql, Duration elapsed) {}
}

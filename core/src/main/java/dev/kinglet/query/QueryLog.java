package dev.kinglet.query;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements a database ran while the log was open, in order, of all threads. Transaction
 * control is not among them. Closing ends the recording; what was recorded stays.
 */
public interface QueryLog extends AutoCloseable {

    /** How many statements there were; a batch is one. */
    int count();

    /** The statements so far. */
    List<Entry> entries();

    /**
     * The reading statements whose text was sent so often or more, in the order in which they came
     * first: a loop that asks for each of its rows (N+1), or a cache that is missing.
     *
     * @param times 2 or more
     */
    List<Repeat> repeats(int times);

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
     * @param place the line of the program that sent it, as {@code Timelines.java:42}; accessors of
     *     models are passed over. Null where the stack does not tell
     */
    record Entry(String sql, Duration elapsed, @Nullable String place) {}

    /**
     * A statement that was sent more than once.
     *
     * @param sql the text with placeholders; the values were different, or the same
     * @param places the line of each, in order; one that is not known is left out
     */
    record Repeat(String sql, int times, List<String> places) {}

    /** What {@code database.guard(..)} does about statements that repeat. */
    enum OnRepeat {
        /** Nothing, and at no cost. */
        IGNORE,
        /** Writes a warning to the log {@code dev.kinglet.repeats}. */
        WARN,
        /** Throws a {@link dev.kinglet.errors.ProgrammingException} when the guard is closed. */
        FAIL
    }
}

package dev.kinglet.spi;

import dev.kinglet.errors.KingletException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One statement that ran. Values are not part of it: they may be secrets.
 *
 * @param sql the text with placeholders
 * @param elapsed from before it was sent until its rows were read; of a stream until its first row
 * @param waited how much of that went by before its connection was there, in its transaction; zero
 *     where the thread had it already
 * @param rows how many it answered or touched; 0 for a stream, whose rows are read later, for COPY,
 *     and for one that failed
 * @param error what it failed with; null when it did not
 */
public record StatementEvent(
        String sql,
        Duration elapsed,
        Duration waited,
        long rows,
        @Nullable KingletException error) {}

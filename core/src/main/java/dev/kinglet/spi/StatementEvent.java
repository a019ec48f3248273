package dev.kinglet.spi;

import dev.kinglet.errors.KingletException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One statement that ran. Values are not part of it: they may be secrets.
 *
 * @param sql the text with placeholders
 * @param elapsed from before it was sent until its rows were read; of a stream until its first row
 * @param error what it failed with; null when it did not
 */
public record StatementEvent(String sql, Duration elapsed, @Nullable KingletException error) {}

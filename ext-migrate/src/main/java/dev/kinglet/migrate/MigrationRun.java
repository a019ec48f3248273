package dev.kinglet.migrate;

import java.time.Duration;

/**
 * A migration that was run.
 *
 * @param faked whether it was only recorded
 */
public record MigrationRun(String id, Direction direction, Duration took, boolean faked) {

    /** A line, such as {@code 0002_add_bio up 12 ms}. */
    @Override
    public String toString() {
        return id + " " + direction + (faked ? " faked" : " " + took.toMillis() + " ms");
    }
}

package dev.kinglet.benchmarks;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A tweet as a record, for the peers that fill such. */
public record PeerTweet(long id, long userId, String content, LocalDateTime timestamp) {

    /** With its author. */
    public record Authored(PeerTweet tweet, @Nullable PeerUser user) {}
}

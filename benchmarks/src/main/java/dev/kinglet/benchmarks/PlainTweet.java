package dev.kinglet.benchmarks;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A tweet, as the object that hand-written code would fill; without its author unless joined. */
final class PlainTweet {
    final long id;
    final long userId;
    final String content;
    final LocalDateTime timestamp;
    final @Nullable PlainUser user;

    PlainTweet(
            long id,
            long userId,
            String content,
            LocalDateTime timestamp,
            @Nullable PlainUser user) {
        this.id = id;
        this.userId = userId;
        this.content = content;
        this.timestamp = timestamp;
        this.user = user;
    }
}

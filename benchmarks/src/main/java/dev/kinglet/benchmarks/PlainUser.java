package dev.kinglet.benchmarks;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The author of tweets, as the object that hand-written code would fill. */
final class PlainUser {
    final long id;
    final String username;
    final @Nullable String email;
    final LocalDateTime joinDate;

    PlainUser(long id, String username, @Nullable String email, LocalDateTime joinDate) {
        this.id = id;
        this.username = username;
        this.email = email;
        this.joinDate = joinDate;
    }
}

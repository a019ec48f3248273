package dev.kinglet.benchmarks;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A user as a record, for the peers that fill such. */
public record PeerUser(long id, String username, @Nullable String email, LocalDateTime joinDate) {}

package dev.kinglet.migrate.change;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A migration waits for a lock that somebody else has.
 *
 * @param statement what waits
 * @param attempt how often it was tried in vain; 0 while it waits for the first time
 * @param waited since it was first tried
 * @param pause until it is tried again; null while it goes on waiting
 * @param blockers who has the lock, or stands before it in the queue; empty where that was not seen
 */
public record LockWait(
        String statement,
        int attempt,
        Duration waited,
        @Nullable Duration pause,
        List<Blocker> blockers) {

    public LockWait {
        blockers = List.copyOf(blockers);
    }

    /**
     * A session of the server that others wait for.
     *
     * @param pid of its process on the server
     * @param application the name that it gave itself; empty where it gave none
     * @param state such as {@code active} or {@code idle in transaction}
     * @param since when its transaction began; null where that is not to be seen
     * @param query the beginning of its last statement, without texts and numbers in it
     */
    public record Blocker(
            int pid, String application, String state, @Nullable Instant since, String query) {

        /** Whether the server itself cleans the table up. */
        public boolean isAutovacuum() {
            return state.equals(AUTOVACUUM);
        }

        /** The state of the server's own cleaning. */
        public static final String AUTOVACUUM = "autovacuum";

        /** Such as {@code process 4711 'web' (idle in transaction since ..): select ..}. */
        @Override
        public String toString() {
            return "process "
                    + pid
                    + (application.isEmpty() ? "" : " '" + application + "'")
                    + " ("
                    + state
                    + (since == null ? "" : " since " + since.truncatedTo(ChronoUnit.SECONDS))
                    + ")"
                    + (query.isEmpty() ? "" : ": " + query);
        }
    }

    /** Who they are, for people. */
    public String who() {
        return blockers.isEmpty()
                ? "nobody who could be seen"
                : blockers.stream().map(Blocker::toString).collect(Collectors.joining("; "));
    }

    /** A line for a log. */
    @Override
    public String toString() {
        return (attempt == 0 ? "waiting" : "attempt " + attempt + " in vain")
                + " after "
                + waited.toMillis()
                + " ms, blocked by "
                + who()
                + (pause == null ? "" : "; again in " + pause.toMillis() + " ms")
                + ": "
                + statement;
    }
}

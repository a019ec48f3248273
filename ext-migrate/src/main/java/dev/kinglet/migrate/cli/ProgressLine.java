package dev.kinglet.migrate.cli;

import dev.kinglet.migrate.change.BackfillStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a backfill is: on a terminal in one line that changes, elsewhere, as in the log of
 * a build, in a line now and then. How it begins, waits and ends is always shown.
 */
final class ProgressLine implements Consumer<BackfillStatus> {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean isTerminal;
    private BackfillStatus.@Nullable State state;
    private long shown;
    private int width;

    ProgressLine(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    static ProgressLine on(PrintStream out) {
        return new ProgressLine(out, System.console() != null);
    }

    @Override
    public void accept(BackfillStatus status) {
        boolean isNew = status.state() != state;
        long now = System.nanoTime();
        if (!isTerminal && !isNew && now - shown < BETWEEN.toNanos()) {
            return;
        }
        state = status.state();
        shown = now;
        String line = status.toString();
        if (!isTerminal) {
            out.println(line);
            return;
        }
        // blanks over what the line before had more
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
        if (state != BackfillStatus.State.RUNNING && state != BackfillStatus.State.PAUSED) {
            out.println();
            width = 0;
        }
        out.flush();
    }
}

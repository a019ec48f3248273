package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.CallSite;
import dev.kinglet.query.QueryLog;
import dev.kinglet.spi.StatementEvent;
import dev.kinglet.spi.StatementListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches what one thread reads, and tells of statements that repeat. */
public final class RepeatGuard implements StatementListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.repeats");

    private final Thread thread = Thread.currentThread();
    private final int times;
    private final boolean fails;
    private final List<QueryLog.Entry> entries = new ArrayList<>();

    /**
     * @param times how often a statement may not be sent
     * @param fails whether it is an error, or else a warning in the log
     */
    public RepeatGuard(int times, boolean fails) {
        Repeats.in(entries, times); // refuses a wrong number at once
        this.times = times;
        this.fails = fails;
    }

    @Override
    public void ran(StatementEvent event) {
        if (Thread.currentThread() == thread) {
            entries.add(new QueryLog.Entry(event.sql(), event.elapsed(), CallSite.ofThisThread()));
        }
    }

    /** Tells what was found. */
    public void end() {
        List<QueryLog.Repeat> repeats = Repeats.in(entries, times);
        if (repeats.isEmpty()) {
            return;
        }
        String found =
                (repeats.size() == 1 ? "a statement repeats:" : "statements repeat:")
                        + "\n  "
                        + Repeats.describe(repeats);
        if (fails) {
            throw new ProgrammingException(
                    found,
                    null,
                    "load what the loop reads before it: query.load(..), a join, or in(keys)");
        }
        LOG.warn("{}", found);
    }
}

package dev.kinglet.web.scope;

import dev.kinglet.Database;
import dev.kinglet.spi.StatementEvent;
import dev.kinglet.spi.StatementListener;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what one request costs, in whatever threads it runs. */
final class RequestCosts {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.requests");
    private static final Set<Database> WATCHED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private static final StatementListener LISTENER = RequestCosts::ran;

    private final Map<String, Integer> reads = new LinkedHashMap<>();
    private int statements;
    private long rows;
    private long nanos;
    private long waited;

    /** From now on statements on this database are told to the request of their thread. */
    @SuppressWarnings("MustBeClosedChecker") // it watches for as long as the database lives
    static void watch(Database database) {
        if (WATCHED.add(database)) {
            database.listen(LISTENER);
        }
    }

    private static void ran(StatementEvent event) {
        OpenRequest open = OpenRequest.current();
        RequestCosts costs = open == null ? null : open.costs();
        if (costs != null) {
            costs.add(event);
        }
    }

    private synchronized void add(StatementEvent event) {
        statements++;
        rows += event.rows();
        nanos += event.elapsed().toNanos();
        waited += event.waited().toNanos();
        String start = event.sql().substring(0, Math.min(6, event.sql().length()));
        if (start.toLowerCase(Locale.ROOT).startsWith("select") || start.startsWith("with")) {
            reads.merge(event.sql(), 1, Integer::sum);
        }
    }

    synchronized RequestCost soFar() {
        Map<String, Integer> repeats = new LinkedHashMap<>(reads);
        repeats.values().removeIf(times -> times < 2);
        return new RequestCost(
                statements, rows, Duration.ofNanos(nanos), Duration.ofNanos(waited), repeats);
    }

    /** Writes the line of a request that cost more than it should. */
    void log(ScopeSettings settings, WebRequest request) {
        RequestCost cost = soFar();
        Duration slow = settings.slow();
        boolean isSlow = slow != null && cost.time().compareTo(slow) >= 0;
        boolean repeats = settings.repeats() > 0 && cost.mostRepeated() >= settings.repeats();
        if (!isSlow && !repeats) {
            return;
        }
        StringBuilder line = new StringBuilder();
        line.append(cost.statements()).append(" statements, ").append(cost.rows());
        line.append(" rows, ").append(RequestCost.millis(cost.time()));
        line.append(" ms in the database, ").append(RequestCost.millis(cost.waited()));
        line.append(" ms of them waiting for a connection");
        cost.repeats()
                .forEach(
                        (sql, times) ->
                                line.append("; ").append(times).append(" times: ").append(sql));
        LOG.warn("{} {}: {}", request.method(), printable(request.path()), line);
    }

    /** A path comes from a stranger, who may want to write lines of his own. */
    private static String printable(String path) {
        StringBuilder text = new StringBuilder();
        path.codePoints()
                .limit(200)
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.toString();
    }
}

package dev.kinglet.migrate.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long those waited who used a database during a change: the time from sending a transaction to
 * its end. Its assertions answer the result itself.
 */
public final class ContentionResult {
    private final String name;
    private final Duration took;
    private final Map<String, long[]> sorted;
    private final Map<String, List<Throwable>> failed;

    private ContentionResult(
            String name,
            Duration took,
            Map<String, long[]> sorted,
            Map<String, List<Throwable>> failed) {
        this.name = name;
        this.took = took;
        this.sorted = sorted;
        this.failed = failed;
    }

    static ContentionResult of(String name, Duration took, List<Worker> workers) {
        Map<String, long[]> times = new LinkedHashMap<>();
        Map<String, List<Throwable>> failed = new LinkedHashMap<>();
        for (Worker worker : workers) {
            long[] own = worker.nanos();
            times.merge(worker.name(), own, ContentionResult::both);
            failed.computeIfAbsent(worker.name(), who -> new ArrayList<>()).addAll(worker.errors());
        }
        times.values().forEach(Arrays::sort);
        return new ContentionResult(name, took, times, failed);
    }

    private static long[] both(long[] some, long[] more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** How long the change took. */
    public Duration took() {
        return took;
    }

    /** How many transactions there were, of writers and readers, failed ones too. */
    public int count() {
        return sorted.values().stream().mapToInt(times -> times.length).sum();
    }

    /** The longest that any of them took; zero where there was none. */
    public Duration longest() {
        return percentile(100);
    }

    /**
     * So many percent of them took no longer than this; zero where there was none.
     *
     * @param percent 0 to 100, such as 99.9
     */
    public Duration percentile(double percent) {
        long[] all = new long[0];
        for (long[] times : sorted.values()) {
            all = both(all, times);
        }
        Arrays.sort(all);
        return Duration.ofNanos(at(all, percent));
    }

    /** What failed, in no order; empty when nothing did. */
    public List<Throwable> errors() {
        return failed.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Nobody waited longer.
     *
     * @throws AssertionError with the table of {@link #toString()}
     */
    public ContentionResult maxBlocked(Duration most) {
        if (longest().compareTo(most) > 0) {
            throw new AssertionError(
                    "somebody waited "
                            + millis(longest().toNanos())
                            + " during '"
                            + name
                            + "', and "
                            + millis(most.toNanos())
                            + " is the most\n"
                            + this);
        }
        return this;
    }

    /**
     * Nobody's transaction failed.
     *
     * @throws AssertionError with the first error as its cause
     */
    public ContentionResult noErrors() {
        List<Throwable> errors = errors();
        if (!errors.isEmpty()) {
            throw new AssertionError(
                    errors.size()
                            + (errors.size() == 1 ? " transaction" : " transactions")
                            + " failed during '"
                            + name
                            + "': "
                            + errors.get(0)
                            + "\n"
                            + this,
                    errors.get(0));
        }
        return this;
    }

    /** A table with a line for the writers and one for the readers. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(
                        row(
                                "change", "took", "who", "count", "p50", "p99", "p99.9", "max",
                                "failed"));
        sorted.forEach(
                (who, times) ->
                        text.append('\n')
                                .append(
                                        row(
                                                name,
                                                millis(took.toNanos()),
                                                who,
                                                String.valueOf(times.length),
                                                millis(at(times, 50)),
                                                millis(at(times, 99)),
                                                millis(at(times, 99.9)),
                                                millis(at(times, 100)),
                                                String.valueOf(errors(who).size()))));
        return text.toString();
    }

    private List<Throwable> errors(String who) {
        return failed.getOrDefault(who, List.of());
    }

    private static long at(long[] sorted, double percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int place = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.max(0, Math.min(sorted.length, place) - 1)];
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String row(String... cells) {
        return String.format(
                Locale.ROOT,
                "| %-40s | %12s | %-7s | %7s | %10s | %10s | %10s | %10s | %6s |",
                (Object[]) cells);
    }
}

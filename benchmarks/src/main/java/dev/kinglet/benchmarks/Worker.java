package dev.kinglet.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One workload of one variant in a process of its own, so that the compiler sees what it would see
 * in an application that has no other. It works when it is told to, for as long as it is told, and
 * says what that took; meanwhile the other variants stand still.
 */
public final class Worker {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How long is worked between two looks at the clock. */
    private static final long LOOK_NANOS = 500_000;

    /** Where results go, so that nothing can be left out. */
    static @Nullable Object sink;

    private final Reads<?, ?> reads;
    private final Workload workload;
    private long turn;
    private long batch = 1;

    private Worker(Reads<?, ?> reads, Workload workload) {
        this.reads = reads;
        this.workload = workload;
    }

    /**
     * What a stretch of work took.
     *
     * @param micros of one call
     * @param bytes that one call allocated
     */
    record Slice(double micros, double bytes) {
        @Override
        public String toString() {
            return micros + " " + bytes;
        }

        static Slice parse(String line) {
            String[] parts = line.split(" ");
            return new Slice(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }
    }

    /**
     * Place, variant and workload; a line with milliseconds on the input is answered with a slice.
     */
    public static void main(String... args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // a library that prints does not disturb
        Place place = Place.valueOf(args[0].toUpperCase(Locale.ROOT));
        Variant variant = Variant.valueOf(args[1].toUpperCase(Locale.ROOT));
        Workload workload = Workload.valueOf(args[2].toUpperCase(Locale.ROOT));
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Reads<?, ?> reads = variant.open(place.access(Data.MEASURED))) {
            if (place == Place.POSTGRES) { // SQLite talks to nobody, and is better off free
                Processor.valueOf(args[3]).takeThisThread();
            }
            Worker worker = new Worker(reads, workload);
            answers.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(worker.work(Long.parseLong(order) * 1_000_000));
            }
        }
        System.exit(0); // whatever threads a library leaves
    }

    /**
     * In a method of its own, which is called often enough to be compiled for itself: a loop that
     * is compiled while it runs is compiled with what was known by then, and again much later.
     */
    private void run(long calls) throws Exception {
        for (long i = 0; i < calls; i++) {
            sink = workload.run(reads, turn++);
        }
    }

    private Slice work(long limit) throws Exception {
        long calls = 0;
        long nanos = 0;
        long bytes = 0;
        while (nanos < limit) {
            workload.before(reads);
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            run(batch);
            nanos += System.nanoTime() - start;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - allocated;
            calls += batch;
        }
        if (!workload.isFresh()) {
            batch = Math.max(1, Math.min(1_000, LOOK_NANOS * calls / nanos));
        }
        return new Slice(nanos / 1e3 / calls, (double) bytes / calls);
    }
}

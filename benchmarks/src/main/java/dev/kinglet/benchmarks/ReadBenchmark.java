package dev.kinglet.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The queries of {@link Reads}, one method each. A process runs one method of one variant, so that
 * the compiler sees what it would see in an application that has no other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadBenchmark {
    @Param({"sqlite", "postgres"})
    public String place = "sqlite";

    @Param({"kinglet", "jdbc", "hikari"})
    public String variant = "kinglet";

    private Reads<?, ?> reads;
    private long turn;

    @Setup
    public void open() throws Exception {
        reads =
                Place.valueOf(place.toUpperCase(Locale.ROOT))
                        .open(Variant.valueOf(variant.toUpperCase(Locale.ROOT)), Data.MEASURED);
    }

    @TearDown
    public void close() throws Exception {
        reads.close();
    }

    @Benchmark
    public Object byKey() throws Exception {
        return reads.byKey(next());
    }

    @Benchmark
    public List<?> latest() throws Exception {
        return reads.latest(next());
    }

    @Benchmark
    public List<?> rows() throws Exception {
        return reads.rows();
    }

    @Benchmark
    public List<?> graph() throws Exception {
        return reads.graph();
    }

    @Benchmark
    public List<?> eager() throws Exception {
        return reads.eager();
    }

    /** Removes before each call what the one before it stored; that is not timed. */
    @State(Scope.Benchmark)
    public static class Emptied {
        @Setup(Level.Invocation)
        public void empty(ReadBenchmark benchmark) throws Exception {
            benchmark.reads.empty();
        }
    }

    @Benchmark
    public int bulk(Emptied emptied) throws Exception {
        return reads.bulk();
    }

    @Benchmark
    public long insertOne() throws Exception {
        return reads.insertOne();
    }

    @Benchmark
    public void save() throws Exception {
        long tweet = next();
        reads.save(
                tweet,
                "saved " + turn); // another content each time, so that there is something to store
    }

    /** Another user at each call, in an order that repeats. */
    private long next() {
        turn += 389;
        return turn % Data.MEASURED.users() + 1;
    }
}

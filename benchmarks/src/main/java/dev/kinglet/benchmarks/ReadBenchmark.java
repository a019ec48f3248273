package dev.kinglet.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * The workloads for JMH, one method each, for those who want its profilers. A process runs one
 * method of one variant, so that the compiler sees what it would see in an application that has no
 * other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadBenchmark {
    @Param({"sqlite", "file", "postgres"})
    public String place = "sqlite";

    @Param({"kinglet", "jdbc", "hikari"})
    public String variant = "kinglet";

    private Reads<?, ?> reads;
    private long turn;

    @Setup
    public void open() throws Exception {
        Access access = Place.valueOf(place.toUpperCase(Locale.ROOT)).access(Data.MEASURED);
        reads = Variant.valueOf(variant.toUpperCase(Locale.ROOT)).open(access);
    }

    @TearDown
    public void close() throws Exception {
        reads.close();
    }

    @Benchmark
    public @Nullable Object byKey() throws Exception {
        return Workload.BY_KEY.run(reads, turn++);
    }

    @Benchmark
    public @Nullable Object latest() throws Exception {
        return Workload.LATEST.run(reads, turn++);
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
    public @Nullable Object save() throws Exception {
        return Workload.SAVE.run(reads, turn++);
    }

    @Benchmark
    public Object page() throws Exception {
        return reads.page();
    }
}

package dev.kinglet.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ways to do the same thing in one process, a slice of each in turn: what they take. */
final class Slices {
    private static final int WARM = 12;
    private static final int ROUNDS = 30;
    private static final long SLICE_NANOS = 80_000_000;
    private static final int BATCH = 50;

    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Map<String, List<Double>> nanos = new LinkedHashMap<>();

    /** One call. */
    interface Way {
        Object call(long turn) throws Exception;
    }

    Slices add(String name, Way way) {
        ways.put(name, way);
        return this;
    }

    Slices run() throws Exception {
        for (int round = 0; round < WARM + ROUNDS; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                double took = slice(way.getValue());
                if (round >= WARM) {
                    nanos.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(took);
                }
            }
        }
        return this;
    }

    /** A call of this one. */
    double micros(String name) {
        return Measurements.median(of(name)) / 1e3;
    }

    /** The median of what the rounds say of two. */
    double ratio(String name, String limit) {
        return Measurements.median(Measurements.ratios(of(name), of(limit)));
    }

    private List<Double> of(String name) {
        return nanos.getOrDefault(name, List.of());
    }

    private static double slice(Way way) throws Exception {
        long calls = 0;
        long start = System.nanoTime();
        long spent;
        do {
            for (int i = 0; i < BATCH; i++) {
                Worker.sink = way.call(calls++);
            }
            spent = System.nanoTime() - start;
        } while (spent < SLICE_NANOS);
        return (double) spent / calls;
    }
}

package dev.kinglet.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the processes measured, by what they ran; the n-th of a list is of the n-th round. */
final class Measurements {
    private final Map<Subject, List<Double>> micros = new HashMap<>();
    private final Map<Subject, List<Double>> bytes = new HashMap<>();

    /** What one process runs. */
    record Subject(Workload workload, Place place, Variant variant) {}

    void add(Subject subject, double microsPerOp, double bytesPerOp) {
        micros.computeIfAbsent(subject, s -> new ArrayList<>()).add(microsPerOp);
        bytes.computeIfAbsent(subject, s -> new ArrayList<>()).add(bytesPerOp);
    }

    List<Double> micros(Subject subject) {
        return micros.getOrDefault(subject, List.of());
    }

    List<Double> bytes(Subject subject) {
        return bytes.getOrDefault(subject, List.of());
    }

    /** The time of one as a ratio to another's. */
    double time(Subject subject, Subject limit) {
        return median(ratios(micros(subject), micros(limit)));
    }

    /** What one allocates as a ratio to another. */
    double size(Subject subject, Subject limit) {
        return median(ratios(bytes(subject), bytes(limit)));
    }

    /** Round by round: what ran shortly after each other had the same neighbours. */
    static List<Double> ratios(List<Double> some, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
            ratios.add(some.get(i) / others.get(i));
        }
        return ratios;
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

package dev.kinglet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH in rounds. In each round every variant has a process of its own, one after the other, so
 * that whatever else the machine does in that minute falls on all of them. A process counts with
 * its best iteration: iterations are short, and neighbours only ever make one slower.
 */
final class Rounds {
    private static final int ITERATIONS = 10;

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Settings settings;
    private final Measurements measurements = new Measurements();

    Rounds(Settings settings) {
        this.settings = settings;
    }

    Measurements run() throws RunnerException {
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Place place : settings.places()) {
                for (Workload workload : settings.workloads()) {
                    for (Variant variant : inTurn(round)) {
                        measure(round, new Measurements.Subject(workload, place, variant));
                    }
                }
            }
        }
        return measurements;
    }

    /** Who goes first changes with the round. */
    private List<Variant> inTurn(int round) {
        List<Variant> variants = new ArrayList<>(settings.variants());
        java.util.Collections.rotate(variants, round - 1);
        return variants;
    }

    private void measure(int round, Measurements.Subject subject) throws RunnerException {
        RunResult result = new Runner(options(subject).build()).runSingle();
        double micros = result.getPrimaryResult().getStatistics().getMin();
        double bytes = allocated(result);
        measurements.add(subject, micros, bytes);
        System.err.printf(
                Locale.ROOT,
                "round %d %s %s %s: %.2f us/op, %.0f B/op%n",
                round,
                lower(subject.place()),
                subject.workload().method,
                lower(subject.variant()),
                micros,
                bytes);
    }

    private OptionsBuilder options(Measurements.Subject subject) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(ReadBenchmark.class.getName() + "." + subject.workload().method + "$")
                .param("place", lower(subject.place()))
                .param("variant", lower(subject.variant()))
                .forks(1)
                .warmupIterations(settings.warmMillis() / settings.millis())
                .warmupTime(TimeValue.milliseconds(settings.millis()))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(settings.millis()))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgs("-Xms1g", "-Xmx1g");
        String embedded = System.getProperty(PostgresPlace.PROPERTY);
        if (embedded != null) {
            options.jvmArgsAppend("-D" + PostgresPlace.PROPERTY + "=" + embedded);
        }
        return options;
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                .map(java.util.Map.Entry::getValue)
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElse(Double.NaN);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

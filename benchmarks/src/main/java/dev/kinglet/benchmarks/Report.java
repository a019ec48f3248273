package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Measurements.Subject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The result of a run as one Markdown table, with what it takes to judge it. */
final class Report {
    private final Settings settings;
    private final Measurements measurements;
    private final StringBuilder text = new StringBuilder();
    private double widest = 1;

    private Report(Settings settings, Measurements measurements) {
        this.settings = settings;
        this.measurements = measurements;
    }

    static String of(Settings settings, Measurements measurements, String versions) {
        return new Report(settings, measurements).write(versions);
    }

    private String write(String versions) {
        text.append(
                "| workload | database | variant | time / jdbc | in rounds | best / best | bytes / jdbc | us/op | jdbc us/op | B/op | jdbc B/op |\n");
        text.append(
                "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Workload workload : settings.workloads()) {
            for (Place place : settings.places()) {
                for (Variant variant : settings.variants()) {
                    if (variant != Variant.JDBC || settings.variants().size() == 1) {
                        line(workload, place, variant);
                    }
                }
            }
        }
        text.append('\n').append(versions).append('\n');
        text.append(
                String.format(
                        Locale.ROOT,
                        "Medians of %d rounds, each with a process of its own for every line and"
                                + " variant (%d iterations to warm up, the best of %d that count, %d ms"
                                + " each); ratios are taken round by round. \"In rounds\" is the"
                                + " smallest and the largest of them; \"best / best\" compares the"
                                + " best rounds, which a process that was badly placed does not"
                                + " touch.%n",
                        settings.rounds(),
                        settings.warmups(),
                        settings.iterations(),
                        settings.millis()));
        if (widest > 1) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "Noise: the widest line has ratios that are %.0f %% apart; differences"
                                    + " below that mean nothing there.%n",
                            (widest - 1) * 100));
        }
        return text.toString();
    }

    private void line(Workload workload, Place place, Variant variant) {
        Subject subject = new Subject(workload, place, variant);
        Subject limit = new Subject(workload, place, Variant.JDBC);
        List<Double> micros = measurements.micros(subject);
        List<Double> bytes = measurements.bytes(subject);
        List<Double> times = Measurements.ratios(micros, measurements.micros(limit));
        List<Double> sizes = Measurements.ratios(bytes, measurements.bytes(limit));
        if (!times.isEmpty()) {
            widest = Math.max(widest, Collections.max(times) / Collections.min(times));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | **%.2f** | %s | %s | %.2f | %s | %s | %,.0f | %,.0f |%n",
                        workload.title,
                        Rounds.lower(place),
                        Rounds.lower(variant),
                        Measurements.median(times),
                        range(times),
                        best(micros, measurements.micros(limit)),
                        Measurements.median(sizes),
                        time(Measurements.median(micros)),
                        time(Measurements.median(measurements.micros(limit))),
                        Measurements.median(bytes),
                        Measurements.median(measurements.bytes(limit))));
    }

    private static String range(List<Double> ratios) {
        return ratios.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "%.2f–%.2f", Collections.min(ratios), Collections.max(ratios));
    }

    private static String best(List<Double> some, List<Double> others) {
        return some.isEmpty() || others.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "%.2f", Collections.min(some) / Collections.min(others));
    }

    private static String time(double micros) {
        return String.format(Locale.ROOT, micros < 100 ? "%.2f" : "%,.0f", micros);
    }
}

package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Measurements.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result of a run as Markdown tables, with what it takes to judge them. */
final class Report {
    private final Settings settings;
    private final Measurements measurements;
    private final StringBuilder text = new StringBuilder();

    private Report(Settings settings, Measurements measurements) {
        this.settings = settings;
        this.measurements = measurements;
    }

    static String of(Settings settings, Measurements measurements, String versions) {
        return new Report(settings, measurements).write(versions);
    }

    private String write(String versions) {
        boolean limited = settings.variants().contains(Variant.JDBC);
        if (limited && settings.variants().contains(Variant.KINGLET)) {
            summary();
        }
        if (limited && settings.variants().size() > 2) {
            settings.places().forEach(this::besides);
        }
        details();
        text.append(versions).append('\n');
        text.append(
                settings.jmh()
                        ? "JMH, medians of "
                                + settings.rounds()
                                + " rounds; ratios round by round.\n"
                        : String.format(
                                Locale.ROOT,
                                "Every variant in a process of its own, %d ms of it at a time in turn;"
                                        + " %d processes each, %d slices of each process after %.1f s"
                                        + " to warm up. Ratios are taken round by round and shown by"
                                        + " their median; \"middle half\" is where half of them lie.%n",
                                settings.millis(),
                                settings.forks(),
                                settings.rounds(),
                                settings.warmMillis() / 1e3));
        return text.toString();
    }

    /** Kinglet's ratios: a line a workload, the places beside each other. */
    private void summary() {
        row("workload", settings.places().stream().map(p -> p.title + ", time | bytes").toList());
        text.append("| --- |")
                .append(" ---: | ---: |".repeat(settings.places().size()))
                .append('\n');
        List<String> missed = new ArrayList<>();
        for (Workload workload : settings.workloads()) {
            row(
                    workload.title,
                    settings.places().stream()
                            .map(place -> pair(workload, place, missed))
                            .toList());
        }
        text.append("\nRatios of Kinglet to JDBC with statements that are kept. ");
        text.append(
                missed.isEmpty()
                        ? "Every line is within its target.\n\n"
                        : "Beyond its target: " + String.join("; ", missed) + ".\n\n");
    }

    private String pair(Workload workload, Place place, List<String> missed) {
        Subject ours = new Subject(workload, place, Variant.KINGLET);
        Subject limit = new Subject(workload, place, Variant.JDBC);
        double time = measurements.time(ours, limit);
        double size = measurements.size(ours, limit);
        String where = workload.method + " on " + place.title;
        double target = place == Place.POSTGRES ? workload.postgresTarget : workload.sqliteTarget;
        if (rounded(time) > target) {
            missed.add(where + ", time " + ratio(time) + " of " + ratio(target));
        }
        if (rounded(size) > Workload.BYTES_TARGET) {
            missed.add(where + ", bytes " + ratio(size) + " of " + ratio(Workload.BYTES_TARGET));
        }
        return ratio(time) + " | " + ratio(size);
    }

    /** All variants beside each other: time and bytes as ratios to the limit. */
    private void besides(Place place) {
        List<Variant> others =
                settings.variants().stream().filter(variant -> variant != Variant.JDBC).toList();
        text.append(place.title).append(": time, and behind the stroke bytes\n\n");
        row("workload", others.stream().map(variant -> variant.title).toList());
        text.append("| --- |").append(" ---: |".repeat(others.size())).append('\n');
        for (Workload workload : settings.workloads()) {
            Subject limit = new Subject(workload, place, Variant.JDBC);
            row(
                    workload.title,
                    others.stream()
                            .map(variant -> new Subject(workload, place, variant))
                            .map(
                                    subject ->
                                            ratio(measurements.time(subject, limit))
                                                    + " / "
                                                    + ratio(measurements.size(subject, limit)))
                            .toList());
        }
        text.append('\n');
    }

    private void details() {
        row(
                "workload",
                List.of("database", "variant", "time / jdbc", "middle half", "us", "bytes"));
        text.append("| --- | --- | --- | ---: | ---: | ---: | ---: |\n");
        for (Workload workload : settings.workloads()) {
            for (Place place : settings.places()) {
                for (Variant variant : settings.variants()) {
                    detail(new Subject(workload, place, variant));
                }
            }
        }
        text.append('\n');
    }

    private void detail(Subject subject) {
        Subject limit = new Subject(subject.workload(), subject.place(), Variant.JDBC);
        List<Double> micros = measurements.micros(subject);
        List<Double> ratios = Measurements.ratios(micros, measurements.micros(limit));
        row(
                subject.workload().method,
                List.of(
                        Rounds.lower(subject.place()),
                        Rounds.lower(subject.variant()),
                        ratio(Measurements.median(ratios)),
                        middle(ratios),
                        time(Measurements.median(micros)),
                        String.format(
                                Locale.ROOT,
                                "%,.0f",
                                Measurements.median(measurements.bytes(subject)))));
    }

    private void row(String first, List<String> cells) {
        text.append(
                cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n")));
    }

    private static String middle(List<Double> ratios) {
        List<Double> sorted = new ArrayList<>(ratios);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? ""
                : ratio(sorted.get(sorted.size() / 4))
                        + "–"
                        + ratio(sorted.get(sorted.size() * 3 / 4));
    }

    private static double rounded(double ratio) {
        return Math.round(ratio * 100) / 100.0;
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String time(double micros) {
        return String.format(Locale.ROOT, micros < 100 ? "%.2f" : "%,.0f", micros);
    }
}

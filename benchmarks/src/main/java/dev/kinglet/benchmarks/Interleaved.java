package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Measurements.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Runs all variants of a workload side by side: each in a process of its own, one at a time, a
 * short slice each, and again. Whatever else the machine does in that second falls on all of them,
 * so the ratios of a round mean something where times do not.
 */
final class Interleaved {
    private static final int WARM_SLICE_MILLIS = 250;

    private final Settings settings;
    private final Measurements measurements = new Measurements();
    private final Random order = new Random(1);

    Interleaved(Settings settings) {
        this.settings = settings;
    }

    Measurements run() throws IOException {
        for (int fork = 1; fork <= settings.forks(); fork++) {
            for (Workload workload : settings.workloads()) {
                for (Place place : settings.places()) {
                    compare(fork, workload, place);
                }
            }
        }
        return measurements;
    }

    private void compare(int fork, Workload workload, Place place) throws IOException {
        List<Running> all = new ArrayList<>();
        try {
            for (Variant variant : settings.variants()) {
                all.add(new Running(new Subject(workload, place, variant), settings.processor()));
            }
            for (Running running : all) {
                running.awaitReady();
            }
            for (int spent = 0; spent < settings.warmMillis(); spent += WARM_SLICE_MILLIS) {
                for (Running running : all) {
                    running.work(WARM_SLICE_MILLIS);
                }
            }
            for (int round = 0; round < settings.rounds(); round++) {
                Collections.shuffle(all, order); // whoever goes before leaves its traces
                for (Running running : all) {
                    Worker.Slice slice = running.work(settings.millis());
                    measurements.add(running.subject, slice.micros(), slice.bytes());
                }
            }
        } finally {
            for (Running running : all) {
                running.close();
            }
        }
        for (Variant variant : settings.variants()) {
            Subject subject = new Subject(workload, place, variant);
            Subject limit = new Subject(workload, place, Variant.JDBC);
            System.err.printf(
                    Locale.ROOT,
                    "fork %d %s %s %s: %.2f us, %.2f of jdbc; %.0f B, %.2f%n",
                    fork,
                    Rounds.lower(place),
                    workload.method,
                    Rounds.lower(variant),
                    Measurements.median(measurements.micros(subject)),
                    measurements.time(subject, limit),
                    Measurements.median(measurements.bytes(subject)),
                    measurements.size(subject, limit));
        }
    }

    /** A worker's process. */
    private static final class Running implements AutoCloseable {
        final Subject subject;
        private final Child child;

        Running(Subject subject, Processor processor) throws IOException {
            this.subject = subject;
            this.child =
                    new Child(
                            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"),
                            List.of(
                                    Worker.class.getName(),
                                    subject.place().name(),
                                    subject.variant().name(),
                                    subject.workload().name(),
                                    processor.name()));
        }

        void awaitReady() throws IOException {
            child.answer();
        }

        Worker.Slice work(int millis) throws IOException {
            child.say(String.valueOf(millis));
            return Worker.Slice.parse(child.answer());
        }

        @Override
        public void close() {
            child.close();
        }
    }
}

package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Measurements.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs all variants of a workload side by side: each in a process of its own, one at a time, a
 * short slice each, and again. Whatever else the machine does in that second falls on all of them,
 * so the ratios of a round mean something where times do not.
 */
final class Interleaved {
    private static final int WARM_SLICE_MILLIS = 250;

    private final Settings settings;
    private final Measurements measurements = new Measurements();

    Interleaved(Settings settings) {
        this.settings = settings;
    }

    Measurements run() throws IOException, InterruptedException {
        for (int fork = 1; fork <= settings.forks(); fork++) {
            for (Workload workload : settings.workloads()) {
                for (Place place : settings.places()) {
                    compare(fork, workload, place);
                }
            }
        }
        return measurements;
    }

    private void compare(int fork, Workload workload, Place place)
            throws IOException, InterruptedException {
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
                Collections.rotate(all, 1); // who goes first changes
                for (Running running : all) {
                    Worker.Slice slice = running.work(settings.millis());
                    measurements.add(running.subject, slice.micros(), slice.bytes());
                }
            }
        } finally {
            for (Running running : all) {
                running.stop();
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
    private static final class Running {
        final Subject subject;
        private final Process process;
        private final PrintStream orders;
        private final BufferedReader answers;

        Running(Subject subject, Processor processor) throws IOException {
            this.subject = subject;
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.add("-Xms1g");
            command.add("-Xmx1g");
            if (Runtime.version().feature() >= 24) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            String embedded = System.getProperty(PostgresPlace.PROPERTY);
            if (embedded != null) {
                command.add("-D" + PostgresPlace.PROPERTY + "=" + embedded);
            }
            command.add(Worker.class.getName());
            command.add(subject.place().name());
            command.add(subject.variant().name());
            command.add(subject.workload().name());
            command.add(processor.name());
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        void awaitReady() throws IOException {
            answer();
        }

        Worker.Slice work(int millis) throws IOException {
            orders.println(millis);
            return Worker.Slice.parse(answer());
        }

        private String answer() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the process of " + subject + " ended; see above");
            }
            return line;
        }

        void stop() throws InterruptedException {
            orders.close(); // it ends where its input does, and removes its files
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}

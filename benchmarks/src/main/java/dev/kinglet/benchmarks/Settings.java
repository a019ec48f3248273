package dev.kinglet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a run does.
 *
 * @param rounds how often everything is run
 * @param warmups iterations that do not count, per process
 * @param iterations iterations that count, per process
 * @param millis how long an iteration is
 */
record Settings(
        List<Workload> workloads,
        List<Place> places,
        List<Variant> variants,
        int rounds,
        int warmups,
        int iterations,
        int millis) {

    /** What can be said on the command line. */
    static final String USAGE =
            "arguments: [--quick | --full] [--only byKey|latest|rows|graph|eager|bulk|insertOne|save]..."
                    + " [--db sqlite|postgres]... [--variant kinglet|jdbc|hikari]... [--rounds n]";

    static Settings parse(String... args) {
        List<Workload> workloads = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        boolean full = false;
        int rounds = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> full = false;
                case "--full" -> full = true;
                case "--only" -> workloads.add(workload(value(args, ++i)));
                case "--db" -> places.add(constant(Place.class, value(args, ++i)));
                case "--variant" -> variants.add(constant(Variant.class, value(args, ++i)));
                case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
                default -> throw new IllegalArgumentException(args[i] + "?\n" + USAGE);
            }
        }
        if (workloads.isEmpty()) {
            workloads.addAll(List.of(Workload.values()));
        }
        if (places.isEmpty()) {
            places.addAll(List.of(Place.values()));
        }
        if (variants.isEmpty()) {
            variants.addAll(
                    full ? List.of(Variant.values()) : List.of(Variant.KINGLET, Variant.JDBC));
        }
        return full
                ? new Settings(workloads, places, variants, rounds == 0 ? 7 : rounds, 20, 30, 150)
                : new Settings(workloads, places, variants, rounds == 0 ? 3 : rounds, 20, 10, 80);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + " wants a value\n" + USAGE);
        }
        return args[index];
    }

    private static Workload workload(String method) {
        return Arrays.stream(Workload.values())
                .filter(workload -> workload.method.equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(method + "?\n" + USAGE));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + "?\n" + USAGE, e);
        }
    }
}

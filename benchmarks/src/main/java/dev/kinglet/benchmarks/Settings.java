package dev.kinglet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run does.
 *
 * @param forks how often everything is run with fresh processes
 * @param rounds how many slices of each are compared in a fork
 * @param warmMillis how long each works before that
 * @param millis how long a slice is
 * @param processor where each works
 * @param jmh whether JMH runs it instead, each process at its own time
 */
record Settings(
        List<Workload> workloads,
        List<Place> places,
        List<Variant> variants,
        int forks,
        int rounds,
        int warmMillis,
        int millis,
        Processor processor,
        boolean jmh) {

    /** What can be said on the command line. */
    static final String USAGE =
            "arguments: [--quick | --full | --jmh]"
                    + (" [--only " + names(Workload.values()) + "]...")
                    + (" [--db " + names(Place.values()) + "]...")
                    + (" [--variant " + names(Variant.values()) + "]...")
                    + " [--forks n] [--rounds n] [--warm ms] [--millis ms]"
                    + (" [--processor " + names(Processor.values()) + "]");

    static Settings parse(String... args) {
        List<Workload> workloads = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        Settings mode = quick();
        Processor processor = Processor.usual();
        int forks = 0;
        int rounds = 0;
        int warm = 0;
        int millis = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> mode = quick();
                case "--full" -> mode = full();
                case "--jmh" -> mode = ofJmh();
                case "--only" -> workloads.add(workload(value(args, ++i)));
                case "--db" -> places.add(constant(Place.class, value(args, ++i)));
                case "--variant" -> variants.add(variant(value(args, ++i)));
                case "--processor" -> processor = constant(Processor.class, value(args, ++i));
                case "--forks" -> forks = number(args, ++i);
                case "--rounds" -> rounds = number(args, ++i);
                case "--warm" -> warm = number(args, ++i);
                case "--millis" -> millis = number(args, ++i);
                default -> throw new IllegalArgumentException(args[i] + "?\n" + USAGE);
            }
        }
        return new Settings(
                workloads.isEmpty() ? List.of(Workload.values()) : workloads,
                places.isEmpty() ? List.of(Place.values()) : places,
                variants.isEmpty() ? mode.variants : variants,
                forks == 0 ? mode.forks : forks,
                rounds == 0 ? mode.rounds : rounds,
                warm == 0 ? mode.warmMillis : warm,
                millis == 0 ? mode.millis : millis,
                processor,
                mode.jmh);
    }

    private static Settings quick() {
        List<Variant> variants = Variant.available();
        return new Settings(List.of(), List.of(), variants, 1, 25, 2_500, 60, Processor.ANY, false);
    }

    private static Settings full() {
        List<Variant> variants = Variant.available();
        return new Settings(List.of(), List.of(), variants, 3, 25, 5_000, 80, Processor.ANY, false);
    }

    private static Settings ofJmh() {
        List<Variant> variants = List.of(Variant.KINGLET, Variant.JDBC);
        return new Settings(List.of(), List.of(), variants, 1, 3, 1_600, 80, Processor.ANY, true);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + " wants a value\n" + USAGE);
        }
        return args[index];
    }

    private static int number(String[] args, int index) {
        String text = value(args, index);
        if (!text.matches("[1-9]\\d{0,7}")) {
            throw new IllegalArgumentException(args[index - 1] + " " + text + "?\n" + USAGE);
        }
        return Integer.parseInt(text);
    }

    private static Variant variant(String name) {
        Variant variant = constant(Variant.class, name);
        if (!variant.isHere()) {
            throw new IllegalArgumentException(name + " is in the profile peers only\n" + USAGE);
        }
        return variant;
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

    private static String names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(c -> c instanceof Workload workload ? workload.method : Rounds.lower(c))
                .collect(Collectors.joining("|"));
    }
}

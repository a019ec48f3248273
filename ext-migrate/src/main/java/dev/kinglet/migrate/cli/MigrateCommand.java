package dev.kinglet.migrate.cli;

import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.MigrationRegistry;
import dev.kinglet.migrate.change.NeedsDecision;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line. {@code main} of the executable jar; an application runs it on its own databases
 * with {@code System.exit(MigrateCommand.of(registry).run(args))}.
 *
 * <p>The exit code is 0 where all is well, 1 where something is pending or differs, 2 after an
 * error, and 3 where somebody has to decide.
 */
public final class MigrateCommand {
    private final @Nullable MigrationRegistry registry;
    private final Path directory;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    private MigrateCommand(
            @Nullable MigrationRegistry registry,
            Path directory,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        this.registry = registry;
        this.directory = directory;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Finds its databases by options and settings. */
    public static MigrateCommand configured() {
        return new MigrateCommand(null, Path.of(""), System.getenv(), System.out, System.err);
    }

    /** On these databases, which stay open. */
    public static MigrateCommand of(MigrationRegistry registry) {
        return new MigrateCommand(registry, Path.of(""), System.getenv(), System.out, System.err);
    }

    /** The same, started in this directory. */
    public MigrateCommand in(Path other) {
        return new MigrateCommand(registry, other, environment, out, err);
    }

    /** The same with these variables instead of those of the system. */
    public MigrateCommand environment(Map<String, String> other) {
        return new MigrateCommand(registry, directory, Map.copyOf(other), out, err);
    }

    /** The same, writing there. */
    public MigrateCommand output(PrintStream other, PrintStream errors) {
        return new MigrateCommand(registry, directory, environment, other, errors);
    }

    /**
     * Runs a command.
     *
     * @return the exit code
     */
    public int run(String... words) {
        boolean verbose = List.of(words).contains("--verbose");
        try {
            Arguments arguments = Arguments.parse(words);
            if (arguments.command().equals("help")) {
                out.print(Usage.TEXT);
                return arguments.has("help") || words.length > 0 ? 0 : 2;
            }
            Commands.requireKnown(arguments.command());
            try (Opened opened =
                    Opened.open(
                            arguments,
                            registry,
                            directory,
                            environment,
                            warning -> err.println("warning: " + warning))) {
                Thread thread = Thread.currentThread();
                ClassLoader before = thread.getContextClassLoader();
                thread.setContextClassLoader(opened.loader()); // migrations of Java find classes
                try {
                    return new Commands(arguments, opened, out, err).run();
                } finally {
                    thread.setContextClassLoader(before);
                }
            }
        } catch (Usage e) {
            err.println("error: " + e.message());
            return 2;
        } catch (NeedsDecision e) {
            err.println(e.getMessage());
            return 3;
        } catch (KingletException e) {
            err.println("error: " + e.getMessage());
            if (verbose) {
                e.printStackTrace(err);
            }
            return 2;
        } catch (RuntimeException e) {
            err.println("error: " + e);
            if (verbose) {
                e.printStackTrace(err);
            }
            return 2;
        }
    }

    /** Runs the command that was typed, and ends the process with its exit code. */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(configured().output(out, err).run(words));
    }
}

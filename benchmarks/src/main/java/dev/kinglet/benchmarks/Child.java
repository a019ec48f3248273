package dev.kinglet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process of this program, which is talked to line by line. It ends with its input. */
final class Child implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param jvm arguments for the machine, such as its memory
     * @param arguments the class, and what it takes
     */
    Child(List<String> jvm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(jvm);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // SQLite's driver is native code
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        String embedded = System.getProperty(PostgresPlace.PROPERTY);
        if (embedded != null) {
            command.add("-D" + PostgresPlace.PROPERTY + "=" + embedded);
        }
        command.addAll(arguments);
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String order) {
        orders.println(order);
    }

    /** Its next line. */
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a process ended before it answered; see above");
        }
        return line;
    }

    @Override
    public void close() {
        orders.close(); // it ends where its input does, and removes its files
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

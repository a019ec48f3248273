package dev.kinglet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which processors work is done on. A thread and a server that talk to each other all the time
 * wander between being neighbours on one processor and waking each other up across two, which is
 * more than twice as slow: that would be most of what a ratio says.
 */
enum Processor {
    /** Wherever the system puts it. */
    ANY,
    /** The thread that works and the server on the same one. */
    SAME,
    /** The thread that works on one, the server on another. */
    APART;

    /** {@link #SAME} where that can be said. */
    static Processor usual() {
        return Files.isExecutable(Path.of("/usr/bin/taskset")) ? SAME : ANY;
    }

    /** Keeps the calling thread on the first one; the compiler and the collector go elsewhere. */
    void takeThisThread() throws IOException, InterruptedException {
        if (this != ANY) {
            Path task = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            keep(0, task.getFileName().toString());
        }
    }

    /** Keeps the server there, and all that it starts from now on. */
    void takeServer(Path dataFolder) throws IOException, InterruptedException {
        if (this != ANY) {
            String process = Files.readAllLines(dataFolder.resolve("postmaster.pid")).get(0);
            keep(this == SAME ? 0 : 1, process.strip());
        }
    }

    private static void keep(int processor, String task) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("taskset", "-p", "-c", String.valueOf(processor), task)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("taskset refused to move " + task + "; run with --processor any");
        }
    }
}

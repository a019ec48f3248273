package dev.kinglet.migrate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was run, in order; empty when there was nothing to do.
 *
 * @param runs one for each migration and direction
 */
public record MigrationReport(List<MigrationRun> runs) {
    public MigrationReport {
        runs = List.copyOf(runs);
    }

    /** Their ids, in the order in which they were run. */
    public List<String> ids() {
        return runs.stream().map(MigrationRun::id).toList();
    }

    /** Whether there was nothing to do. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** A line for each. */
    @Override
    public String toString() {
        return runs.isEmpty()
                ? "nothing to do"
                : runs.stream().map(MigrationRun::toString).collect(Collectors.joining("\n"));
    }
}

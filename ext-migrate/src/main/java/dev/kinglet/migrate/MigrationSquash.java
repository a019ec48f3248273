package dev.kinglet.migrate;

import java.nio.file.Path;
import java.util.List;

/**
 * Several migrations that one file stands for now.
 *
 * @param file the one
 * @param replaced the ids of the others, whose files are gone
 * @param left what code and backfills of them did, which the file cannot do: an empty database
 *     needs none of it, or needs it by other means
 */
public record MigrationSquash(Path file, List<String> replaced, List<String> left) {
    public MigrationSquash {
        replaced = List.copyOf(replaced);
        left = List.copyOf(left);
    }

    /** A line for each part. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file + " stands for " + replaced.size());
        text.append(" migrations: ").append(String.join(", ", replaced));
        left.forEach(part -> text.append("\nleft out: ").append(part));
        return text.toString();
    }
}

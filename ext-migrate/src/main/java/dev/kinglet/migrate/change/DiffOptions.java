package dev.kinglet.migrate.change;

import dev.kinglet.errors.ProgrammingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a diff is told that no model says. An immutable value; begin with {@link #USUAL}.
 *
 * @param renames what has another name now: {@code user.name} to {@code user.full_name}, or a table
 * @param asks whether what looks like a rename is asked about; else it is dropped and added
 * @param dropsUnmanaged whether what no model declares is dropped
 * @param isOffline whether the snapshot is compared, and not the database
 * @param format in which files are written; null for that of the folder's last one
 */
public record DiffOptions(
        Map<String, String> renames,
        boolean asks,
        boolean dropsUnmanaged,
        boolean isOffline,
        @Nullable FileFormat format) {

    /** Nothing was renamed, doubts are asked about, and what no model declares stays. */
    public static final DiffOptions USUAL = new DiffOptions(Map.of(), true, false, false, null);

    public DiffOptions {
        renames = Collections.unmodifiableMap(new LinkedHashMap<>(renames));
    }

    /**
     * This column, {@code user.name}, or table, {@code user}, is called so now: {@code
     * user.full_name}, {@code person}.
     *
     * @throws ProgrammingException where one is a column and the other is a table
     */
    public DiffOptions rename(String from, String to) {
        if (from.contains(".") != to.contains(".")) {
            throw new ProgrammingException(
                    "a rename of " + from + " to " + to,
                    from,
                    "say table.column twice for a column, or two names of tables");
        }
        Map<String, String> more = new LinkedHashMap<>(renames);
        more.put(from, to);
        return new DiffOptions(more, asks, dropsUnmanaged, isOffline, format);
    }

    /** Nothing else was renamed: what looks like it is dropped and added. */
    public DiffOptions withoutRenames() {
        return new DiffOptions(renames, false, dropsUnmanaged, isOffline, format);
    }

    /** Drops what no model declares: tables, views, types, sequences. */
    public DiffOptions dropUnmanaged() {
        return new DiffOptions(renames, asks, true, isOffline, format);
    }

    /**
     * Compares the models with the snapshot beside the migrations; the database is not asked, and
     * need not be there.
     */
    public DiffOptions offline() {
        return new DiffOptions(renames, asks, dropsUnmanaged, true, format);
    }

    /** Writes files in that language. */
    public DiffOptions format(FileFormat other) {
        return new DiffOptions(renames, asks, dropsUnmanaged, isOffline, other);
    }
}

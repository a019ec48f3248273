package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.schema.SchemaName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change of many rows of a table that others use meanwhile: {@code Backfill.of("user").set("bio",
 * "upper(username)").where("bio = ''")}. It goes along the key of the table, a chunk at a time,
 * each in a transaction that also remembers how far it came; so it can be stopped, and goes on
 * where it was, with every row done once. An immutable value; each word answers a new one.
 *
 * <p>It sees the rows that are there when it passes by: one that is stored behind its back with a
 * smaller key is not its business, so let new rows bring their value before it begins.
 */
public final class Backfill {
    private static final int FIRST_SIZE = 1_000;
    private static final Duration TARGET = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final SchemaName table;
    // what follows is set in a copy, before anybody sees that
    private @Nullable String name;
    private List<String> along = List.of();
    private Map<String, String> set = Map.of();
    private @Nullable String where;
    private @Nullable BiConsumer<Database, List<Map<String, @Nullable Object>>> work;
    private int size = FIRST_SIZE;
    private @Nullable Duration target = TARGET;
    private Duration pause = PAUSE;
    private @Nullable Predicate<Database> busy;
    private boolean skipping;

    private Backfill(SchemaName table) {
        this.table = table;
    }

    /** The same with something changed. */
    private Backfill with(Consumer<Backfill> change) {
        Backfill copy = new Backfill(table);
        copy.name = name;
        copy.along = along;
        copy.set = set;
        copy.where = where;
        copy.work = work;
        copy.size = size;
        copy.target = target;
        copy.pause = pause;
        copy.busy = busy;
        copy.skipping = skipping;
        change.accept(copy);
        return copy;
    }

    /** Of a table, named after it until {@link #named} says otherwise; with nothing to do yet. */
    public static Backfill of(String table) {
        return of(SchemaName.of(table));
    }

    /** See {@link #of(String)}; a table of another schema. */
    public static Backfill of(SchemaName table) {
        return new Backfill(table);
    }

    /**
     * The name under which its progress is kept in the database. One that was done is not done
     * again under its name.
     */
    public Backfill named(String name) {
        if (name.isBlank()) {
            throw new ProgrammingException(
                    "a backfill has a blank name", null, "name it after what it fills");
        }
        return with(copy -> copy.name = name);
    }

    /**
     * What a column gets, as SQL over the columns of the row: {@code set("n", "n + 1")}. Several
     * columns are several calls; all of them see the row as it was.
     */
    public Backfill set(String column, String sql) {
        Map<String, String> all = new LinkedHashMap<>(set);
        all.put(column, sql);
        return with(copy -> copy.set = all);
    }

    /** Which rows, as SQL; the others are passed over. */
    public Backfill where(String sql) {
        return with(copy -> copy.where = sql);
    }

    /**
     * Lets code change the rows, instead of {@code set}: it is given those of a chunk, in the order
     * of the key and locked on PostgreSQL, in the transaction of the chunk, which it does not end.
     */
    public Backfill process(BiConsumer<Database, List<Map<String, @Nullable Object>>> work) {
        return with(copy -> copy.work = work);
    }

    /**
     * Goes along these columns instead of the primary key. No two rows may agree in them, none of
     * them may be NULL, and they need an index.
     */
    public Backfill along(String... columns) {
        List<String> all = List.of(columns);
        return with(copy -> copy.along = all);
    }

    /**
     * How many rows the first chunk has; the time it took decides about the next. 1,000 unless
     * said.
     */
    public Backfill batchOf(int rows) {
        return sized(rows, target);
    }

    /** Chunks of just so many rows, however long they take. */
    public Backfill fixedBatchOf(int rows) {
        return sized(rows, null);
    }

    /**
     * How long a chunk should take, and so for how long somebody may wait for one of its rows. 100
     * ms unless said.
     */
    public Backfill batchTime(Duration time) {
        return sized(size, time);
    }

    /** How long to leave the database alone after each chunk. 5 ms unless said. */
    public Backfill pause(Duration time) {
        return with(copy -> copy.pause = time);
    }

    /**
     * Waits before a chunk for as long as this answers true: a replica that lags, too many sessions
     * at work. It is asked again every quarter of a second.
     */
    public Backfill waitWhile(Predicate<Database> busy) {
        return with(copy -> copy.busy = busy);
    }

    /**
     * Leaves a row as it is that the database refuses to change, for its value or for a constraint;
     * its key is logged, and it is counted. Unless said, such a row ends the backfill.
     */
    public Backfill skipBadRows() {
        return with(copy -> copy.skipping = true);
    }

    /** As a value for the engine. */
    Chunks chunks() {
        if (set.isEmpty() == (work == null)) {
            throw new ProgrammingException(
                    work == null
                            ? "the backfill of '" + table + "' changes nothing"
                            : "the backfill of '" + table + "' has both set and process",
                    table.toString(),
                    "say set(column, sql), or process(work)");
        }
        return said();
    }

    /** What it does, in a line. */
    @Override
    public String toString() {
        return said().toString();
    }

    private Chunks said() {
        String usual = set.isEmpty() ? "" : "." + String.join("_", set.keySet());
        return new Chunks(
                name != null ? name : table.name() + usual,
                table,
                along,
                set,
                where,
                work,
                size,
                target,
                pause,
                busy,
                skipping);
    }

    private Backfill sized(int rows, @Nullable Duration time) {
        if (rows < 1) {
            throw new ProgrammingException(
                    "chunks of " + rows + " rows", table.toString(), "say 1 or more");
        }
        return with(
                copy -> {
                    copy.size = rows;
                    copy.target = time;
                });
    }
}

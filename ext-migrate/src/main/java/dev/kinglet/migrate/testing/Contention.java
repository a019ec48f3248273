package dev.kinglet.migrate.testing;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.schema.TableInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Lets writers and readers use a database while a change is made, and tells how long they waited.
 * Tests that look at the result of a migration alone do not see that it stopped the application:
 *
 * <pre>{@code
 * Contention.of(db).writing("bird", 4, 300).during("add a token", migrations::up)
 *         .maxBlocked(ofMillis(500)).noErrors();
 * }</pre>
 *
 * <p>Each writer and reader keeps a connection of the database's pool, which has to be large enough
 * for them, the change, and one more. An immutable value; each word answers a new one.
 */
public final class Contention {
    private static final Duration WARM_UP = Duration.ofMillis(500);

    private final Database database;
    private final List<Load> loads;
    private final Duration warmUp;

    private Contention(Database database, List<Load> loads, Duration warmUp) {
        this.database = database;
        this.loads = List.copyOf(loads);
        this.warmUp = warmUp;
    }

    /** Nobody uses the database yet. */
    public static Contention of(Database database) {
        return new Contention(database, List.of(), WARM_UP);
    }

    /**
     * Writers that update rows of a table: each time another one by its key, which is a number, and
     * keeps its values.
     *
     * @param threads how many there are
     * @param perSecond how many transactions a second all of them make together
     * @throws ProgrammingException where the table is not there, is empty, or has another kind of
     *     key
     */
    public Contention writing(String table, int threads, int perSecond) {
        TableInfo info = database.schema().table(table);
        TableInfo.PrimaryKey key = info == null ? null : info.primaryKey();
        if (info == null || key == null || key.columns().size() != 1) {
            throw new ProgrammingException(
                    "the table '" + table + "' has no key of one column to write by",
                    table,
                    "say writers(threads, perSecond, db -> ..) with a write of your own");
        }
        String schema = info.name().schema();
        String of = (schema == null ? "" : SqlNames.quote(schema) + ".") + SqlNames.quote(table);
        String column = SqlNames.quote(key.columns().get(0));
        long[] range = range(table, column, of);
        String update = "update " + of + " set " + column + " = " + column + " where " + column;
        return writers(
                threads,
                perSecond,
                db ->
                        db.execute(
                                update
                                        + " = "
                                        + ThreadLocalRandom.current()
                                                .nextLong(range[0], range[1] + 1)));
    }

    /**
     * Writers of any kind.
     *
     * @param write one transaction: what is sent alone commits by itself
     */
    public Contention writers(int threads, int perSecond, Consumer<Database> write) {
        return with(new Load("writers", threads, perSecond, write));
    }

    /** Readers of any kind. */
    public Contention readers(int threads, int perSecond, Consumer<Database> read) {
        return with(new Load("readers", threads, perSecond, read));
    }

    /** How long they run before the change begins; half a second unless said. */
    public Contention warmUp(Duration time) {
        return new Contention(database, loads, time);
    }

    /**
     * Makes a change while they run, and ends them.
     *
     * @param name of the change, for the table that is printed
     * @param change in this thread; what it throws is thrown when they have ended
     */
    public ContentionResult during(String name, Runnable change) {
        if (loads.isEmpty()) {
            throw new ProgrammingException(
                    "nobody uses the database during '" + name + "'",
                    null,
                    "say writing(table, threads, perSecond), writers(..) or readers(..) before");
        }
        List<Worker> workers = new ArrayList<>();
        for (Load load : loads) {
            for (int i = 0; i < load.threads(); i++) {
                workers.add(new Worker(database, load, i));
            }
        }
        long begun;
        long ended;
        try {
            workers.forEach(Worker::start);
            workers.forEach(Worker::awaitFirst);
            Worker.sleep(warmUp);
            workers.forEach(Worker::measure);
            begun = System.nanoTime();
            change.run();
            ended = System.nanoTime();
        } finally {
            workers.forEach(Worker::end);
            workers.forEach(Worker::join);
        }
        return ContentionResult.of(name, Duration.ofNanos(ended - begun), workers);
    }

    // ---- inside

    /** Threads that do the same. */
    record Load(String name, int threads, int perSecond, Consumer<Database> work) {
        Load {
            if (threads < 1 || perSecond < 1) {
                throw new ProgrammingException(
                        threads + " " + name + " with " + perSecond + " transactions a second",
                        null,
                        "one of each is the least");
            }
        }
    }

    private Contention with(Load load) {
        List<Load> more = new ArrayList<>(loads);
        more.add(load);
        return new Contention(database, more, warmUp);
    }

    private long[] range(String table, String column, String of) {
        String sql = "select min(" + column + ") as low, max(" + column + ") as high from " + of;
        var row = database.query(sql).maps().get(0);
        Object low = row.get("low");
        Object high = row.get("high");
        if (!(low instanceof Number first) || !(high instanceof Number last)) {
            throw new ProgrammingException(
                    "the rows of '" + table + "' cannot be picked by a number",
                    table,
                    low == null
                            ? "fill the table before"
                            : "say writers(threads, perSecond, db -> ..) with a write of your own");
        }
        return new long[] {first.longValue(), last.longValue()};
    }
}

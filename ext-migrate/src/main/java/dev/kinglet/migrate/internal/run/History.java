package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.internal.backfill.Host;
import dev.kinglet.query.Select;
import dev.kinglet.type.Dialect;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of a database that remembers which migrations it has: a row for each that was applied,
 * and for one that was begun in steps and is not done. One that was taken back has none.
 */
public final class History {
    private static final String TOOL = version();

    private final Database database;
    private final String name;
    private final HistoryRow.Rows rows;

    public History(Database database, String name) {
        this.database = database;
        this.name = name;
        this.rows = new HistoryRow.Rows(name);
    }

    /** The name of the table. */
    public String name() {
        return name;
    }

    /** What is remembered, the oldest first; nothing where there is no table yet. */
    public Map<String, Entry> read() {
        Set<String> columns = columns();
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (columns.isEmpty()) {
            return entries;
        }
        if (isOld(columns)) {
            oldRows().forEach(entry -> entries.put(entry.id(), entry));
            return entries;
        }
        Select<HistoryRow> all = rows.select().orderBy(rows.finishedAt, rows.id);
        for (HistoryRow row : all.using(database)) {
            Entry entry = entry(row);
            entries.put(entry.id(), entry);
        }
        return entries;
    }

    /** Makes the table where it is not there, and of an old one the present one. */
    public void ensure() {
        Set<String> columns = columns();
        if (columns.isEmpty()) {
            database.createTables(rows);
        } else if (isOld(columns)) {
            database.<RuntimeException>atomic(
                    transaction -> {
                        List<Entry> old = oldRows();
                        database.dropTables(rows);
                        database.createTables(rows);
                        old.forEach(this::insert);
                    });
        }
    }

    // ---- what is written; each by one statement, in the transaction of the caller

    /** A migration is begun. Where somebody else has begun it meanwhile this fails. */
    void begin(String id, @Nullable String checksum, boolean down) {
        if (!down) {
            insert(
                    new Entry(
                            id,
                            checksum,
                            false,
                            now(),
                            null,
                            1,
                            0,
                            false,
                            Host.name(),
                            null,
                            null));
            return;
        }
        int found =
                rows.update(
                                rows.direction.to("down"),
                                rows.startedAt.to(utc(now())),
                                rows.finishedAt.toNull(),
                                rows.attempt.to(1),
                                rows.step.to(0),
                                rows.error.toNull(),
                                rows.resume.toNull())
                        .where(rows.id.eq(id).and(rows.finishedAt.isNotNull()))
                        .using(database)
                        .execute();
        if (found == 0) {
            throw takenBack(id);
        }
    }

    /** One that was begun before is tried again. */
    void again(Entry entry) {
        rows.update(
                        rows.attempt.to(entry.attempt() + 1),
                        rows.error.toNull(),
                        rows.host.to(Host.name()),
                        rows.runBy.to(user()),
                        rows.tool.to(TOOL))
                .where(rows.id.eq(entry.id()))
                .using(database)
                .execute();
    }

    void step(String id, int step, String resume) {
        rows.update(rows.step.to(step), rows.resume.to(resume))
                .where(rows.id.eq(id))
                .using(database)
                .execute();
    }

    void failed(String id, String error) {
        rows.update(rows.error.to(error)).where(rows.id.eq(id)).using(database).execute();
    }

    /** A migration is done: applied, or taken back. */
    void done(String id, @Nullable String checksum, boolean down) {
        if (down) {
            remove(id);
        } else {
            rows.update(
                            rows.finishedAt.to(utc(now())),
                            rows.checksum.to(checksum),
                            rows.error.toNull(),
                            rows.resume.toNull())
                    .where(rows.id.eq(id))
                    .using(database)
                    .execute();
        }
    }

    /** A migration is said to be applied, and was not run here. */
    public void fake(String id, @Nullable String checksum) {
        remove(id);
        Instant now = now();
        insert(new Entry(id, checksum, false, now, now, 1, 0, true, Host.name(), null, null));
    }

    /** What was applied is what there is now. */
    public void accept(String id, @Nullable String checksum) {
        rows.update(rows.checksum.to(checksum)).where(rows.id.eq(id)).using(database).execute();
    }

    /** A migration is not there; answers whether it was. */
    public boolean remove(String id) {
        return rows.delete().where(rows.id.eq(id)).using(database).execute() > 0;
    }

    // ---- inside

    private Problem takenBack(String id) {
        return new Problem("another program took it back meanwhile", id, "look at status()");
    }

    private void insert(Entry entry) {
        rows.insert(
                        rows.id.to(entry.id()),
                        rows.checksum.to(entry.checksum()),
                        rows.direction.to(entry.down() ? "down" : "up"),
                        rows.startedAt.to(utc(entry.startedAt())),
                        rows.finishedAt.to(
                                entry.finishedAt() == null ? null : utc(entry.finishedAt())),
                        rows.attempt.to(entry.attempt()),
                        rows.step.to(entry.step()),
                        rows.faked.to(entry.faked()),
                        rows.tool.to(TOOL),
                        rows.runBy.to(user()),
                        rows.host.to(entry.host()))
                .using(database)
                .execute();
    }

    @SuppressWarnings("NullAway") // it reads no annotations of core's generic types on JDK 17
    private Entry entry(HistoryRow row) {
        LocalDateTime finished = row.get(rows.finishedAt);
        return new Entry(
                row.get(rows.id),
                row.get(rows.checksum),
                row.get(rows.direction).equals("down"),
                row.get(rows.startedAt).toInstant(ZoneOffset.UTC),
                finished == null ? null : finished.toInstant(ZoneOffset.UTC),
                row.get(rows.attempt),
                row.get(rows.step),
                row.get(rows.faked),
                row.get(rows.host),
                row.get(rows.error),
                row.get(rows.resume));
    }

    /** One statement that says both whether the table is there and which shape it has. */
    private Set<String> columns() {
        String schema = database.defaultSchema();
        String sql =
                database.dialect() == Dialect.SQLITE
                        ? "select name from pragma_table_info("
                                + literal(name)
                                + (schema == null ? "" : ", " + literal(schema))
                                + ")"
                        : "select attname as name from pg_attribute where attrelid = to_regclass("
                                + literal(
                                        (schema == null ? "" : SqlNames.quote(schema) + ".")
                                                + SqlNames.quote(name))
                                + ") and attnum > 0 and not attisdropped";
        Set<String> columns = new HashSet<>();
        database.query(sql).maps().forEach(row -> columns.add(String.valueOf(row.get("name"))));
        return columns;
    }

    /** Before there were checksums and steps: id and applied_at. */
    private static boolean isOld(Set<String> columns) {
        return columns.equals(Set.of("id", "applied_at"));
    }

    private List<Entry> oldRows() {
        String schema = database.defaultSchema();
        String time =
                database.dialect() == Dialect.SQLITE
                        ? "applied_at"
                        : "to_char(applied_at, 'YYYY-MM-DD HH24:MI:SS.US')";
        List<Entry> entries = new ArrayList<>();
        for (Map<String, ?> row :
                database.query(
                                "select id, "
                                        + time
                                        + " as at from "
                                        + (schema == null ? "" : SqlNames.quote(schema) + ".")
                                        + SqlNames.quote(name)
                                        + " order by applied_at, id")
                        .maps()) {
            Instant at =
                    LocalDateTime.parse(String.valueOf(row.get("at")).replace(' ', 'T'))
                            .toInstant(ZoneOffset.UTC);
            String id = String.valueOf(row.get("id"));
            entries.add(new Entry(id, null, false, at, at, 1, 0, false, null, null, null));
        }
        return entries;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Instant now() {
        return Instant.now();
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }

    private static String version() {
        String version = History.class.getPackage().getImplementationVersion();
        return "kinglet-migrate " + (version == null ? "unreleased" : version);
    }
}

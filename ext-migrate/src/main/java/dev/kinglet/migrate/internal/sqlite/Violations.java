package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of all schemas that refer to nothing, at one time. */
final class Violations {
    private static final int SHOWN = 5;

    private final Set<String> tables = new HashSet<>();
    private final Set<String> unchecked = new HashSet<>();
    private final List<Violation> all = new ArrayList<>();

    private Violations() {}

    static Violations of(Database database) {
        return read(database, Set.of());
    }

    /**
     * @param leftOut tables whose foreign keys fit no key of their target: SQLite checks none of
     *     their rows
     */
    private static Violations read(Database database, Set<String> leftOut) {
        Violations found = new Violations();
        for (Row row :
                Row.all(database, "select name as name from pragma_database_list order by seq")) {
            found.read(database, row.text("name"), leftOut);
        }
        return found;
    }

    private void read(Database database, String schema, Set<String> leftOut) {
        String names =
                "select m.name as name, exists (select 1 from pragma_foreign_key_list(m.name, {0}))"
                        + " as refers from "
                        + SqlNames.quote(schema)
                        + ".sqlite_schema m where m.type = 'table' order by m.name";
        for (Row row : Row.all(database, names, schema)) {
            String table = row.text("name");
            tables.add(key(schema, table));
            if (row.number("refers") != 0 && !leftOut.contains(key(schema, table))) {
                read(database, schema, table);
            }
        }
    }

    private void read(Database database, String schema, String table) {
        List<Row> rows;
        try {
            rows =
                    Row.all(
                            database,
                            "select \"rowid\" as \"row\", parent as parent, fkid as fkid from"
                                    + " pragma_foreign_key_check({0}, {1})",
                            table,
                            schema);
        } catch (ProgrammingException mismatch) {
            unchecked.add(key(schema, table));
            return;
        }
        Map<Long, List<String>> columns = new HashMap<>();
        for (Row row : rows) {
            all.add(
                    new Violation(
                            schema,
                            table,
                            row.findNumber("row"),
                            row.text("parent"),
                            columns.computeIfAbsent(
                                    row.number("fkid"),
                                    id -> columns(database, schema, table, id))));
        }
    }

    private static List<String> columns(Database database, String schema, String table, long id) {
        String sql =
                "select \"from\" as name from pragma_foreign_key_list({0}, {1}) where id = {2}"
                        + " order by seq";
        return Row.all(database, sql, table, schema, id).stream()
                .map(row -> row.text("name"))
                .toList();
    }

    List<Violation> all() {
        return List.copyOf(all);
    }

    /**
     * Those that are there now and were not before.
     *
     * <p>A row that stood in a table of another name, or referred to one, is no new one: the names
     * that are gone, and those that came, tell.
     *
     * @throws IntegrityException where there are some
     * @throws ProgrammingException where a foreign key fits no key of its target any more
     */
    void refuseNew(Database database) {
        Violations now = read(database, unchecked);
        Map<Place, Deque<Violation>> known = new HashMap<>();
        for (Violation old : all) {
            known.computeIfAbsent(Place.of(old), place -> new ArrayDeque<>()).add(old);
        }
        List<Violation> unknown = new ArrayList<>();
        for (Violation violation : now.all) {
            Deque<Violation> same = known.get(Place.of(violation));
            if (same == null || same.poll() == null) {
                unknown.add(violation);
            }
        }
        refuse(without(renamed(known, now), unknown), now);
    }

    /** What is left of the old ones, by what they would be called now. */
    private Map<Place, Integer> renamed(Map<Place, Deque<Violation>> known, Violations now) {
        Map<Place, Integer> left = new HashMap<>();
        known.forEach(
                (place, violations) -> {
                    if (!violations.isEmpty()) {
                        left.merge(masked(place, now.tables), violations.size(), Integer::sum);
                    }
                });
        return left;
    }

    private List<Violation> without(Map<Place, Integer> left, List<Violation> unknown) {
        List<Violation> fresh = new ArrayList<>();
        for (Violation violation : unknown) {
            Place place = masked(Place.of(violation), tables);
            int known = left.getOrDefault(place, 0);
            if (known == 0) {
                fresh.add(violation);
            } else {
                left.put(place, known - 1);
            }
        }
        return fresh;
    }

    /** With a blank for a table that the other time does not know. */
    private static Place masked(Place place, Set<String> known) {
        return new Place(
                place.schema(),
                known.contains(key(place.schema(), place.table())) ? place.table() : "",
                place.rowid(),
                known.contains(key(place.schema(), place.parent())) ? place.parent() : "");
    }

    private static void refuse(List<Violation> unknown, Violations now) {
        for (String table : now.unchecked) {
            throw new ProgrammingException(
                    "a foreign key of '" + table + "' refers to columns that are no key",
                    table,
                    "make them unique, or drop the foreign key");
        }
        if (!unknown.isEmpty()) {
            throw refused(unknown);
        }
    }

    private static IntegrityException refused(List<Violation> unknown) {
        Violation first = unknown.get(0);
        StringBuilder summary = new StringBuilder("rows would refer to nothing: ");
        for (int i = 0; i < Math.min(SHOWN, unknown.size()); i++) {
            summary.append(i == 0 ? "" : "; ").append(unknown.get(i));
        }
        if (unknown.size() > SHOWN) {
            summary.append("; and ").append(unknown.size() - SHOWN).append(" more");
        }
        return new IntegrityException(
                summary.toString(),
                ErrorContext.NONE
                        .withModel(first.table())
                        .withHint("delete these rows or let them refer to another, then try again"),
                null,
                IntegrityException.Kind.FOREIGN_KEY,
                null,
                first.table(),
                first.columns());
    }

    private static String key(String schema, String table) {
        return (schema + "." + table).toLowerCase(Locale.ROOT);
    }

    /** Which row refers to which table. */
    private record Place(String schema, String table, @Nullable Long rowid, String parent) {
        static Place of(Violation violation) {
            return new Place(
                    violation.schema(),
                    violation.table().toLowerCase(Locale.ROOT),
                    violation.rowid(),
                    violation.parent().toLowerCase(Locale.ROOT));
        }
    }
}

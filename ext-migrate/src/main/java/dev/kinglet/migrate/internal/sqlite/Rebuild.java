package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.change.Step.Lock;
import dev.kinglet.migrate.change.Step.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A table that is made anew under its own name: the old one steps aside, the new one takes its
 * rows, and what hung on the old one is made again as it was written.
 *
 * <p>The new one never has another name, so that its statement, and what is said of it elsewhere,
 * stands as somebody wrote it. The old one is renamed as SQLite did in former times: foreign keys,
 * views and triggers of other tables go on speaking of the name, and find the new table under it.
 * For that foreign keys have to be off.
 */
final class Rebuild {
    private final ExistingTable table;
    private final CreateTable after;
    private final Map<String, String> values = new LinkedHashMap<>();
    private Predicate<Stored> without = stored -> false;
    private List<String> probes = List.of();

    Rebuild(ExistingTable table, CreateTable after) {
        this.table = table;
        this.after = after;
    }

    /** A column gets this instead of what it has. */
    Rebuild value(String column, String sql) {
        values.put(column.toLowerCase(Locale.ROOT), sql);
        return this;
    }

    /** Indexes and triggers that are not made again. */
    Rebuild without(Predicate<Stored> gone) {
        without = gone;
        return this;
    }

    /** Statements that have to go well when it is done. */
    Rebuild probing(List<String> statements) {
        probes = statements;
        return this;
    }

    /** None where the table is that already. */
    List<Step> steps() {
        if (after.sql().equals(table.create().sql()) && values.isEmpty()) {
            return List.of();
        }
        Database database = table.database();
        String old = table.free();
        boolean legacy = ForeignKeysOff.isOn(database, ForeignKeysOff.LEGACY);
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("foreign keys are off", Rebuild::requireOff, Place.FOREIGN_KEYS_OFF));
        if (!legacy) {
            add(steps, "pragma legacy_alter_table = on");
        }
        add(steps, "alter table " + table.quoted() + " rename to " + SqlNames.quote(old));
        if (!legacy) {
            add(steps, "pragma legacy_alter_table = off");
        }
        add(steps, create());
        steps.add(step(copy(old)).scanning().rewriting());
        if (table.create().isCounted() && after.isCounted()) {
            // the highest number ever, which may be above that of any row
            String counters = table.quoted("sqlite_sequence");
            String name = Names.text(table.name());
            add(steps, "delete from " + counters + " where name = " + name);
            add(
                    steps,
                    "update "
                            + counters
                            + " set name = "
                            + name
                            + " where name = "
                            + Names.text(old));
        }
        add(steps, "drop table " + table.quoted(old));
        for (Stored index : table.indexes()) {
            if (index.sql() != null && !without.test(index)) {
                steps.add(step(index.create(table.schema())).scanning());
            }
        }
        for (Stored trigger : table.triggers()) {
            if (!without.test(trigger)) {
                add(steps, trigger.create(table.schema()));
            }
        }
        for (Stored trigger : table.temporaryTriggers()) {
            add(steps, trigger.create("temp"));
        }
        probes.forEach(probe -> add(steps, probe));
        return steps;
    }

    private String create() {
        return new Stored("table", table.name(), table.name(), after.sql()).create(table.schema());
    }

    private String copy(String old) {
        List<String> into = new ArrayList<>();
        List<String> from = new ArrayList<>();
        CreateTable before = table.create();
        String number = after.rowNumber() == null ? after.rowid() : null;
        String oldNumber = before.rowid();
        if (number != null && oldNumber != null) {
            // nobody declared these numbers, but indexes of texts, and bookmarks, may go by them
            into.add(number);
            from.add(oldNumber);
        }
        for (CreateTable.Column column : after.columns()) {
            if (column.rule(Rule.Kind.GENERATED) != null) {
                continue;
            }
            CreateTable.Column own = before.column(column.name());
            String value = values.get(column.name().toLowerCase(Locale.ROOT));
            if (value != null) {
                into.add(SqlNames.quote(column.name()));
                from.add(value);
            } else if (own != null) {
                into.add(SqlNames.quote(column.name()));
                from.add(SqlNames.quote(own.name()));
            }
        }
        // a rule of the table that passes over rows must not pass over these
        return "insert or abort into "
                + table.quoted()
                + " ("
                + String.join(", ", into)
                + ") select "
                + String.join(", ", from)
                + " from "
                + table.quoted(old)
                + " as "
                + SqlNames.quote(table.name());
    }

    /** Else the rows of other tables would follow the old table, and be deleted with it. */
    private static void requireOff(Database database) {
        if (ForeignKeysOff.isOn(database, ForeignKeysOff.ENFORCED)) {
            throw new ProgrammingException(
                    "a table cannot be made anew while foreign keys are on",
                    null,
                    "let Migrations run it, outside of a transaction of your own");
        }
    }

    private static void add(List<Step> steps, String sql) {
        steps.add(step(sql));
    }

    private static Step step(String sql) {
        return Step.of(sql).locking(Lock.ACCESS_EXCLUSIVE).at(Place.FOREIGN_KEYS_OFF);
    }
}

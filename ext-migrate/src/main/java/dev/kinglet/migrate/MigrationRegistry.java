package dev.kinglet.migrate;

import dev.kinglet.model.Table;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The databases of an application and their migrations: each has a folder and a history of its own.
 * No transaction spans them. An immutable value; the command line takes it from the application.
 */
public final class MigrationRegistry {
    private final Map<String, Entry> entries;

    private record Entry(Migrations migrations, List<Table<?, ?>> tables) {}

    private MigrationRegistry(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** None. */
    public static MigrationRegistry empty() {
        return new MigrationRegistry(Map.of());
    }

    /**
     * One more.
     *
     * @param tables of the models that are kept there
     * @throws MigrationException where there is one of that name
     */
    public MigrationRegistry with(String name, Migrations migrations, Table<?, ?>... tables) {
        if (entries.containsKey(name)) {
            throw new MigrationException(
                    "two databases have the name '" + name + "'", null, "rename one of them");
        }
        Map<String, Entry> all = new LinkedHashMap<>(entries);
        all.put(name, new Entry(migrations, List.of(tables)));
        return new MigrationRegistry(all);
    }

    /** Their names, in the order in which they were given. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * The migrations of the database of that name.
     *
     * @throws MigrationException where there is none
     */
    public Migrations get(String name) {
        return entry(name).migrations;
    }

    /** The tables of the models of the database of that name. */
    public List<Table<?, ?>> tables(String name) {
        return entry(name).tables;
    }

    /**
     * Applies what is pending on one after the other. Where one fails the ones behind it are not
     * tried, and those before it stay as they are.
     *
     * @return what was run, by the names of the databases
     * @throws MigrationException see {@link Migrations#up()}
     */
    public Map<String, MigrationReport> up() {
        Map<String, MigrationReport> reports = new LinkedHashMap<>();
        entries.forEach((name, entry) -> reports.put(name, entry.migrations.up()));
        return reports;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MigrationException(
                    "there is no database '" + name + "'",
                    null,
                    entries.isEmpty()
                            ? "none was configured"
                            : "there are " + String.join(", ", entries.keySet()));
        }
        return entry;
    }

    /** Names and places. */
    @Override
    public String toString() {
        Map<String, Migrations> shown = new LinkedHashMap<>();
        entries.forEach((name, entry) -> shown.put(name, entry.migrations));
        return shown.toString();
    }
}

package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.PoolSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The databases of an application by their names, from its configuration: {@code main.url}, {@code
 * main.pool.max}, {@code reports.url}, and so on; what follows the name is a setting of {@link
 * DatabaseBuilder#setting}, or {@code url}, {@code user} and {@code password}. No query reads from
 * two of them, and no transaction spans them.
 */
public final class Databases implements AutoCloseable {
    private static final String PREFIX = "KINGLET_";

    private final Map<String, Database> byName;

    private Databases(Map<String, Database> byName) {
        this.byName = byName;
    }

    /**
     * Opens all of them, or none where one cannot be opened.
     *
     * @throws ProgrammingException for a setting that is not known, and a name without a {@code
     *     url}
     */
    public static Databases of(Map<String, String> settings) {
        return of(settings, Map.of());
    }

    /**
     * As {@link #of(Map)}; the environment overrides settings, and is where passwords should come
     * from: {@code KINGLET_MAIN_PASSWORD}, {@code KINGLET_MAIN_POOL_MAX}. Databases that the
     * settings do not name are not made by it.
     *
     * @param environment such as {@code System.getenv()}
     */
    public static Databases of(Map<String, String> settings, Map<String, String> environment) {
        Map<String, Map<String, String>> byName = new TreeMap<>();
        settings.forEach(
                (key, value) -> {
                    int dot = key.indexOf('.');
                    if (dot < 1) {
                        throw new ProgrammingException(
                                "the setting '" + key + "' names no database",
                                null,
                                "write it as main." + key);
                    }
                    byName.computeIfAbsent(key.substring(0, dot), n -> new LinkedHashMap<>())
                            .put(key.substring(dot + 1), value);
                });
        Map<String, Database> opened = new LinkedHashMap<>();
        try {
            byName.forEach(
                    (name, own) -> {
                        override(name, own, environment);
                        opened.put(name, builder(name, own).open());
                    });
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            opened.values().forEach(Database::close);
            throw e;
        }
        return new Databases(opened);
    }

    /**
     * The database of that name. From Kotlin {@code databases["main"]}.
     *
     * @throws ProgrammingException where there is none
     */
    public Database get(String name) {
        Database database = byName.get(name);
        if (database == null) {
            throw new ProgrammingException(
                    "there is no database '" + name + "'",
                    null,
                    byName.isEmpty()
                            ? "none was configured"
                            : "there are " + String.join(", ", byName.keySet()));
        }
        return database;
    }

    /** Their names, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /**
     * Keeps one connection of each for this thread until the scope is closed: a request, a job.
     * Those that nobody asks for anything are not borrowed.
     */
    public Scope connection() {
        List<Scope> scopes = new ArrayList<>();
        byName.values().forEach(database -> scopes.add(database.connection()));
        return () -> scopes.forEach(Scope::close);
    }

    /** Closes all of them. A second call does nothing. */
    @Override
    public void close() {
        byName.values().forEach(Database::close);
    }

    /** Their names and places, without secrets. */
    @Override
    public String toString() {
        return byName.toString();
    }

    private static DatabaseBuilder builder(String name, Map<String, String> settings) {
        String url = settings.remove("url");
        if (url == null) {
            throw new ProgrammingException(
                    "the database '" + name + "' has no URL", null, "set " + name + ".url");
        }
        DatabaseBuilder builder = DatabaseUrl.parse(url);
        settings.forEach(builder::setting);
        return builder;
    }

    private static void override(
            String name, Map<String, String> settings, Map<String, String> environment) {
        String prefix = PREFIX + variable(name) + "_";
        environment.forEach(
                (variable, value) -> {
                    if (variable.startsWith(prefix)) {
                        settings.put(
                                setting(variable, variable.substring(prefix.length()), settings),
                                value);
                    }
                });
    }

    private static String setting(String variable, String rest, Map<String, String> settings) {
        List<String> known = new ArrayList<>(settings.keySet());
        known.addAll(List.of("url", "user", "password"));
        known.addAll(DatabaseBuilder.SETTINGS);
        known.addAll(PoolSettings.NAMES);
        for (String name : known) {
            if (variable(name).equals(rest)) {
                return name;
            }
        }
        throw new ProgrammingException(
                "the variable " + variable + " is no setting",
                null,
                "it may end in "
                        + String.join(
                                ", ", known.stream().map(Databases::variable).distinct().toList()));
    }

    /** As it stands in the environment: POOL_MAX for pool.max, LOCKTIMEOUT for lockTimeout. */
    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}

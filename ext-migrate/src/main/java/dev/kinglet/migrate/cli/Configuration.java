package dev.kinglet.migrate.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings from a file: {@code main.url}, {@code main.folder}, {@code main.models}, {@code
 * main.pool.max}; for an application with one database also without its name: {@code database},
 * {@code folder}, {@code models}, {@code table}.
 *
 * @param common what belongs to no database
 * @param databases the settings of each, by its name
 */
record Configuration(Map<String, String> common, Map<String, Map<String, String>> databases) {
    static final String ONLY = "main";
    private static final List<String> FOUND = List.of("kinglet.properties", ".kinglet.properties");
    private static final Set<String> COMMON = Set.of("app", "classpath", "env", "format", "folder");
    private static final Map<String, String> SINGLE =
            Map.of("database", "url", "models", "models", "table", "table");

    /** What is ours of the settings of a database; the others are those of the connection. */
    static final Set<String> OWN = Set.of("folder", "models", "table", "order", "edited");

    private static final Set<String> CONNECTION =
            Set.of(
                    "url",
                    "user",
                    "password",
                    "lockTimeout",
                    "statementTimeout",
                    "transactionPooler",
                    "readOnly",
                    "autoConnect",
                    "showBinds",
                    "replica",
                    "readYourWrites",
                    "planCache");

    /**
     * Reads it.
     *
     * @param file null for one that is found in the working directory, or none
     * @param warn is told of what nobody knows
     */
    static Configuration read(@Nullable String file, Path directory, Consumer<String> warn) {
        Path found = file == null ? found(directory) : directory.resolve(file);
        Configuration configuration =
                new Configuration(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (found == null) {
            return configuration;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(found)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Usage("the settings " + found + " cannot be read: " + e);
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!configuration.take(key, properties.getProperty(key).strip())) {
                warn.accept("the setting '" + key + "' in " + found + " is not known");
            }
        }
        return configuration;
    }

    private static @Nullable Path found(Path directory) {
        for (String name : FOUND) {
            if (Files.isRegularFile(directory.resolve(name))) {
                return directory.resolve(name);
            }
        }
        return null;
    }

    private boolean take(String key, String value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            String single = SINGLE.get(key);
            if (single != null) {
                of(ONLY).put(single, value);
                return true;
            }
            if (COMMON.contains(key)) {
                common.put(key, value);
                return true;
            }
            return false;
        }
        String setting = key.substring(dot + 1);
        boolean known =
                OWN.contains(setting)
                        || CONNECTION.contains(setting)
                        || setting.startsWith("pool.")
                        || setting.startsWith("pragma.")
                        || setting.startsWith("attach.")
                        || setting.startsWith("driver.");
        if (known) {
            of(key.substring(0, dot))
                    .put(
                            setting.startsWith("driver.")
                                    ? setting.substring("driver.".length())
                                    : setting,
                            value);
        }
        return known;
    }

    /** The settings of a database. */
    Map<String, String> of(String name) {
        return databases.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }

    List<String> names() {
        return new ArrayList<>(databases.keySet());
    }
}

package dev.kinglet.migrate.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was typed: a command, its words, and options, which may stand anywhere.
 *
 * @param options by name; several values of one that was said several times
 */
record Arguments(String command, List<String> words, Map<String, List<String>> options) {
    private static final Set<String> FLAGS =
            Set.of(
                    "sql",
                    "json",
                    "verbose",
                    "help",
                    "no-rename",
                    "drop-unmanaged",
                    "offline",
                    "views",
                    "literal-names");
    private static final Set<String> VALUES =
            Set.of(
                    "config",
                    "app",
                    "db",
                    "database",
                    "folder",
                    "table",
                    "models",
                    "classpath",
                    "env",
                    "count",
                    "format",
                    "as",
                    "mark-applied",
                    "mark-reverted",
                    "accept-checksum",
                    "rename",
                    "package",
                    "output",
                    "tables",
                    "set",
                    "where",
                    "name");

    static Arguments parse(String... typed) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (int i = 0; i < typed.length; i++) {
            String word = typed[i];
            if (!word.startsWith("--")) {
                words.add(word.equals("-h") ? "help" : word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (FLAGS.contains(name) && equals < 0) {
                options.computeIfAbsent(name, n -> new ArrayList<>()).add("true");
            } else if (VALUES.contains(name)) {
                String value = equals < 0 ? null : word.substring(equals + 1);
                if (value == null) {
                    i++;
                    if (i == typed.length) {
                        throw new Usage("--" + name + " needs a value");
                    }
                    value = typed[i];
                }
                options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            } else {
                throw new Usage("there is no option " + word);
            }
        }
        String command = words.isEmpty() ? "help" : words.remove(0);
        return new Arguments(
                options.containsKey("help") ? "help" : command, List.copyOf(words), options);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The last value; null where it was not said. */
    @Nullable String get(String option) {
        List<String> values = options.get(option);
        return values == null ? null : values.get(values.size() - 1);
    }

    /** The only word, or null where there is none and none is needed. */
    @Nullable String word() {
        if (words.size() > 1) {
            throw new Usage(command + " takes one word, and was given " + String.join(" ", words));
        }
        return words.isEmpty() ? null : words.get(0);
    }

    String requireWord(String what) {
        String word = word();
        if (word == null) {
            throw new Usage(command + " needs " + what);
        }
        return word;
    }

    void requireNoWord() {
        if (!words.isEmpty()) {
            throw new Usage(command + " takes no word, and was given " + String.join(" ", words));
        }
    }
}

package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.internal.sqlite.Statements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of rows, beside the migrations and never run along with them. */
public final class Seeds {
    private static final Pattern ONLY =
            Pattern.compile("(?m)\\A(?:\\s*--.*\\n)*?\\s*--\\s*kinglet:\\s*only\\s+(.+)$");

    private final ScriptFiles files;
    private final BiFunction<String, Class<?>, Seeding> code;

    /**
     * @param code makes what runs of a class
     */
    public Seeds(ScriptFiles files, BiFunction<String, Class<?>, Seeding> code) {
        this.files = files;
        this.code = code;
    }

    /**
     * Rows that are stored.
     *
     * @param environments where
     */
    public record Seeding(Set<String> environments, Consumer<Database> body) {}

    /**
     * Runs those of an environment by their numbers, each in a transaction.
     *
     * @return their ids
     */
    public List<String> run(Database database, String environment) {
        Map<String, Seeding> seeds = new TreeMap<>(ScriptNames.ORDER);
        files.read()
                .forEach(
                        (file, text) -> {
                            ScriptNames.Name name = ScriptNames.parse(file);
                            if (name == null || name.isDown()) {
                                throw new Problem(
                                        "the file "
                                                + file
                                                + " in "
                                                + files
                                                + " is named as no seed is",
                                        null,
                                        "name it such as 0001_countries.sql");
                            }
                            seeds.put(name.id(), seeding(name, text));
                        });
        List<String> run = new ArrayList<>();
        seeds.forEach(
                (id, seed) -> {
                    if (seed.environments.contains(environment)) {
                        database.<RuntimeException>atomic(
                                transaction -> seed.body.accept(database));
                        run.add(id);
                    }
                });
        return run;
    }

    private Seeding seeding(ScriptNames.Name name, String text) {
        if (!name.kind().equals("sql")) {
            return code.apply(name.id(), CodeFile.type(name.id(), name.kind(), text));
        }
        Matcher only = ONLY.matcher(text);
        if (!only.find()) {
            throw new Problem(
                    "the seed '" + name.id() + "' does not say which environments it is for",
                    name.id(),
                    "begin it with -- kinglet: only development, test");
        }
        Set<String> environments =
                new TreeSet<>(Arrays.asList(only.group(1).strip().split("[,\\s]+")));
        return new Seeding(
                environments,
                database -> Statements.bare(text, database.dialect()).forEach(database::execute));
    }
}

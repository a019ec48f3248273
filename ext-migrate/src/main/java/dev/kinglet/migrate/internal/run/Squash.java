package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many migrations as one file: the statements that they send to an empty database, in their order,
 * so that the file makes what they make. Statements that change rows are among them; code is not.
 */
public final class Squash {
    private static final Pattern NUMBER = Pattern.compile("^\\d+");

    private Squash() {}

    /** What was done. */
    public record Done(Path file, List<String> replaced, List<String> left) {}

    /**
     * Writes the one, and deletes the others.
     *
     * @param scripts in order
     * @param name of the one, which gets the number of the last
     */
    public static Done squash(Database database, Path folder, List<Script> scripts, String name) {
        if (scripts.size() < 2) {
            throw new Problem(
                    "there is nothing to squash in " + scripts.size() + " migration",
                    null,
                    "say a later one");
        }
        String last = scripts.get(scripts.size() - 1).id();
        Matcher number = NUMBER.matcher(last);
        String id = (number.find() ? number.group() + "_" : "") + ScriptNames.slug(name);
        if (scripts.stream().anyMatch(script -> script.id().equals(id))) {
            throw new Problem(
                    "migration '" + id + "' would stand for itself", id, "choose another name");
        }
        List<String> replaced = new ArrayList<>();
        boolean transactional = true;
        for (Script script : scripts) {
            replaced.addAll(script.replaces());
            replaced.add(script.id());
            transactional &= script.content().transactional();
        }
        List<String> left = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        text.append("-- kinglet: replaces ").append(String.join(", ", replaced)).append('\n');
        text.append(transactional ? "" : "-- kinglet: no transaction\n");
        for (Rehearsal.Planned planned :
                new Rehearsal(database, LockPolicy.defaults().directly()).planOnEmpty(scripts)) {
            if (planned.doubt() != null) {
                throw new Problem(
                        "migration '" + planned.id() + "' cannot be squashed: " + planned.doubt(),
                        planned.id(),
                        "squash up to the one before it, or mend it");
            }
            text.append("\n-- ").append(planned.id()).append('\n');
            for (Step step : planned.steps()) {
                if (step.work() == null || step.work() instanceof Step.Guarded) {
                    text.append(step.sql()).append(";\n");
                } else {
                    left.add(planned.id() + ": " + step.sql());
                    text.append("-- left out, since it is code: ");
                    text.append(step.sql().replace("\n", "\n--   ")).append('\n');
                }
            }
        }
        Path file = ScriptWriter.write(folder, id, FileFormat.SQL, text.toString(), null).get(0);
        scripts.forEach(script -> delete(folder, script.id()));
        return new Done(file, replaced, left);
    }

    private static void delete(Path folder, String id) {
        try {
            for (String end : List.of(".sql", ".down.sql", ".java", ".kt")) {
                Files.deleteIfExists(folder.resolve(id + end));
            }
        } catch (IOException e) {
            throw new Problem(
                    "the file of migration '" + id + "' cannot be deleted: " + e,
                    id,
                    "delete it by hand: another one stands for it",
                    e);
        }
    }
}

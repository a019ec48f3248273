package dev.kinglet.migrate.internal.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A folder of migrations: what is which, and in which order. */
public final class ScriptFolder {
    private final ScriptFiles files;
    private final BiFunction<String, Class<?>, Script.Content> code;

    /**
     * @param code makes what runs of a class
     */
    public ScriptFolder(ScriptFiles files, BiFunction<String, Class<?>, Script.Content> code) {
        this.files = files;
        this.code = code;
    }

    /**
     * The migrations by their numbers; nothing is compiled.
     *
     * @throws Problem for a file that is named as no migration is, two of one id, and a way back of
     *     a migration that is not there
     */
    public List<Script> scripts() {
        Map<String, String> ups = new TreeMap<>(ScriptNames.ORDER);
        Map<String, String> kinds = new LinkedHashMap<>();
        Map<String, String> downs = new LinkedHashMap<>();
        files.read()
                .forEach(
                        (file, text) -> {
                            ScriptNames.Name name = ScriptNames.parse(file);
                            if (name == null || name.isDown() && !name.kind().equals("sql")) {
                                throw misnamed(file);
                            }
                            Map<String, String> texts = name.isDown() ? downs : ups;
                            if (texts.put(name.id(), text) != null) {
                                throw twice(name.id(), kinds.get(name.id()), name.kind());
                            }
                            if (!name.isDown()) {
                                kinds.put(name.id(), name.kind());
                            }
                        });
        List<Script> scripts = new ArrayList<>();
        ups.forEach(
                (id, text) -> {
                    String kind = String.valueOf(kinds.get(id));
                    String down = downs.remove(id);
                    if (!kind.equals("sql") && down != null) {
                        throw new Problem(
                                "migration '" + id + "' has its way back in two places",
                                id,
                                "leave out " + id + ".down.sql: code has a method for it");
                    }
                    scripts.add(
                            kind.equals("sql")
                                    ? new SqlFile(id, text, down)
                                    : new CodeFile(id, kind, text, code));
                });
        downs.keySet()
                .forEach(
                        id -> {
                            throw new Problem(
                                    id + ".down.sql takes back a migration that is not there",
                                    id,
                                    "the way there is " + id + ".sql");
                        });
        return scripts;
    }

    @Override
    public String toString() {
        return files.toString();
    }

    private Problem misnamed(String file) {
        return new Problem(
                "the file " + file + " in " + files + " is named as no migration is",
                null,
                "name it such as 0002_add_bio.sql, 0002_add_bio.down.sql, 0002_add_bio.java or"
                        + " 0002_add_bio.kt");
    }

    private static Problem twice(String id, @Nullable String kind, String other) {
        return new Problem(
                "two migrations have the id '"
                        + id
                        + "': "
                        + id
                        + "."
                        + kind
                        + ", "
                        + id
                        + "."
                        + other,
                id,
                "rename the one that was applied nowhere yet");
    }
}

package dev.kinglet.migrate.internal.run;

import dev.kinglet.migrate.change.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes files of migrations. */
public final class ScriptWriter {
    private ScriptWriter() {}

    /** The next file with nothing in it but its frame. */
    public static List<Path> skeleton(
            Path folder, Iterable<String> ids, String name, FileFormat format) {
        String id = ScriptNames.next(ids, name);
        return switch (format) {
            case SQL ->
                    write(
                            folder,
                            id,
                            format,
                            "-- The way there: statements, each with a semicolon behind it. They"
                                    + " run in one transaction.\n",
                            "-- The way back. Without this file there is none.\n");
            case JAVA -> write(folder, id, format, java(className(id)), null);
            case KOTLIN -> write(folder, id, format, kotlin(className(id)), null);
        };
    }

    /**
     * Writes a migration; the folder is made where it is not there.
     *
     * @param text of the file
     * @param down of the file with the way back; SQL only, null for none
     * @return what was written
     * @throws Problem where there is such a file already
     */
    public static List<Path> write(
            Path folder, String id, FileFormat format, String text, @Nullable String down) {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(folder.resolve(id + "." + format.extension()), text);
        if (down != null) {
            files.put(folder.resolve(id + ".down." + format.extension()), down);
        }
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Files.writeString(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW);
                written.add(file.getKey());
            }
        } catch (IOException e) {
            throw new Problem(
                    "migration '" + id + "' cannot be written into " + folder + ": " + e,
                    id,
                    "look whether that file is there already, and whether the folder may be"
                            + " written",
                    e);
        }
        return written;
    }

    /** {@code M0002AddBio} of {@code 0002_add_bio}: no two files declare one class. */
    public static String className(String id) {
        StringBuilder name = new StringBuilder("M");
        for (String word : id.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                name.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
                name.append(word.substring(word.offsetByCodePoints(0, 1)));
            }
        }
        return name.toString();
    }

    private static String java(String name) {
        return """
                import dev.kinglet.migrate.Migration;
                import dev.kinglet.migrate.Migrator;

                final class %s implements Migration {
                    @Override
                    public void up(Migrator m) {
                    }

                    @Override
                    public void down(Migrator m) {
                    }
                }
                """
                .formatted(name);
    }

    private static String kotlin(String name) {
        return """
                import dev.kinglet.migrate.Migration
                import dev.kinglet.migrate.Migrator

                class %s : Migration {
                    override fun up(m: Migrator) {
                    }

                    override fun down(m: Migrator) {
                    }
                }
                """
                .formatted(name);
    }
}

package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.internal.run.Problem;
import dev.kinglet.migrate.internal.run.ScriptNames;
import dev.kinglet.migrate.internal.run.ScriptWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a diff into the folder of the migrations, and the snapshot beside them. */
public final class Generator {
    /** The snapshot, beside the migrations. */
    public static final String SNAPSHOT = "schema.json";

    private Generator() {}

    /**
     * The next file, with its way back.
     *
     * @param ids of the migrations that there are
     * @param after what the snapshot says then
     * @param format null for that of the last file, and of the first one Java
     */
    public static List<Path> write(
            Path folder,
            Iterable<String> ids,
            String name,
            SchemaDiff diff,
            SchemaState after,
            @Nullable FileFormat format,
            Database database) {
        String id = ScriptNames.next(ids, name);
        FileFormat as = format == null ? last(folder) : format;
        Source source = Source.of(diff, as, ScriptWriter.className(id), database);
        List<Path> written = ScriptWriter.write(folder, id, as, source.up(), source.down());
        writeSnapshot(folder, after);
        return written;
    }

    /** Writes the snapshot; the folder is made where it is not there. */
    public static Path writeSnapshot(Path folder, SchemaState state) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(SNAPSHOT), Snapshot.write(state));
        } catch (IOException e) {
            throw new Problem(
                    "the snapshot " + folder.resolve(SNAPSHOT) + " cannot be written: " + e,
                    null,
                    "look whether that folder may be written",
                    e);
        }
    }

    /**
     * The snapshot of a folder.
     *
     * @throws Problem where there is none, or it is none
     */
    public static SchemaState readSnapshot(Path folder) {
        Path file = folder.resolve(SNAPSHOT);
        if (!Files.exists(file)) {
            throw new Problem(
                    "there is no snapshot " + file,
                    null,
                    "initial(..) and generate(..) write it, and snapshot(..) where migrations are"
                            + " written by hand");
        }
        try {
            return Snapshot.read(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem(
                    "the snapshot " + file + " cannot be read: " + e.getMessage(),
                    null,
                    "write it anew: snapshot(..)",
                    e);
        }
    }

    /** The format of the file with the highest number; Java where there is none. */
    private static FileFormat last(Path folder) {
        if (!Files.isDirectory(folder)) {
            return FileFormat.JAVA;
        }
        try (Stream<Path> files = Files.list(folder)) {
            String last =
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> file.matches("\\d+_.*\\.(sql|java|kt)"))
                            .max(ScriptNames.ORDER)
                            .orElse("");
            for (FileFormat format : FileFormat.values()) {
                if (last.endsWith("." + format.extension())) {
                    return format;
                }
            }
            return FileFormat.JAVA;
        } catch (IOException e) {
            throw new Problem(
                    "the folder " + folder + " cannot be read: " + e, null, "look at it", e);
        }
    }
}

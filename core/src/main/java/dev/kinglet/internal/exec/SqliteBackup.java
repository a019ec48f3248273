package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Copies a SQLite database while others use it. */
final class SqliteBackup {
    private SqliteBackup() {}

    /** Writes beside the file first, so what is there stays whole until the copy is. */
    static void copy(SqliteConnection connection, Path file, DoubleConsumer progress)
            throws SQLException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            RuntimeException failed = copyPages(connection, part, progress);
            if (failed != null) {
                throw failed;
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationalException(
                    "the backup cannot be written to '" + file + "'",
                    ErrorContext.NONE.withHint("the folder has to exist and be writable"),
                    e,
                    OperationalException.Kind.OTHER);
        } finally {
            delete(part);
        }
    }

    /** Answers what the caller's own code threw: it may not be thrown through native code. */
    private static @Nullable RuntimeException copyPages(
            SqliteConnection connection, Path part, DoubleConsumer progress) throws SQLException {
        RuntimeException[] failed = new RuntimeException[1];
        int code =
                connection
                        .getDatabase()
                        .backup(
                                "main",
                                part.toString(),
                                (remaining, pages) -> {
                                    if (failed[0] == null && pages > 0) {
                                        try {
                                            progress.accept((double) (pages - remaining) / pages);
                                        } catch (RuntimeException e) {
                                            failed[0] = e;
                                        }
                                    }
                                });
        if (code != 0) {
            throw SqliteErrors.ofCode(code);
        }
        return failed[0];
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // what was wrong with it was told already
        }
    }
}

package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.internal.backfill.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * For SQLite: a lock of the operating system on a file beside the database, {@code
 * app.db.migrating}, in which the holder says who it is. The file stays: to delete it would let two
 * processes lock two files of one name. Such a lock belongs to the process, so its threads take
 * turns by another one; and closing any other channel of the process on that file would give it up.
 */
final class FileMigrationLock implements MigrationLock {
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();
    private static final Map<Path, String> OURS = new ConcurrentHashMap<>();

    private final Path file;

    FileMigrationLock(Path file) {
        this.file = file;
    }

    /** The file beside the database; null for one in memory. */
    static @Nullable Path fileOf(Database database) {
        String schema = database.defaultSchema();
        List<? extends Map<String, ?>> found =
                database.query(
                                "select file from pragma_database_list where name = {0}",
                                schema == null ? "main" : schema)
                        .maps();
        Object place = found.isEmpty() ? null : found.get(0).get("file");
        if (place == null || place.toString().isEmpty()) {
            return null;
        }
        Path path = Path.of(place.toString()).toAbsolutePath().normalize();
        return path.resolveSibling(path.getFileName() + ".migrating");
    }

    @Override
    public Held acquire(Duration patience, Progress progress) {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            Held held = tryAcquire();
            if (held != null) {
                return held;
            }
            if (!told) {
                progress.waiting(holder());
                told = true;
            }
            if (System.nanoTime() > end) {
                throw MigrationLock.notHad(holder(), patience);
            }
            sleep();
        }
    }

    @Override
    public @Nullable Holder holder() {
        String ours = OURS.get(file);
        if (ours != null) {
            return parse(ours);
        }
        if (!Files.exists(file) || !threads().tryAcquire()) {
            return null;
        }
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false)) {
            if (lock != null) {
                return null;
            }
            ByteBuffer text = ByteBuffer.allocate(1_000);
            channel.read(text, 0);
            return parse(new String(text.array(), 0, text.position(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return null; // who it is is not to be seen, which is all that was asked
        } finally {
            threads().release();
        }
    }

    private @Nullable Held tryAcquire() {
        if (!threads().tryAcquire()) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            return lock == null ? null : new Locked(channel, lock);
        } catch (IOException e) {
            throw new Problem(
                    "the lock file " + file + " cannot be used: " + e.getMessage(),
                    null,
                    "the folder of the database has to be writable for whoever migrates it",
                    e);
        } finally {
            if (lock == null) {
                close(channel);
                threads().release();
            }
        }
    }

    private Semaphore threads() {
        return THREADS.computeIfAbsent(file, f -> new Semaphore(1));
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(20, 60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while another process migrates", null, null, e);
        }
    }

    private static @Nullable Holder parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4) {
            return null;
        }
        try {
            return new Holder(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Instant.parse(lines[2]),
                    lines[3].isEmpty() ? null : lines[3]);
        } catch (RuntimeException e) {
            return null; // it was being written
        }
    }

    private final class Locked implements Held {
        private final FileChannel channel;
        private final FileLock lock;
        private final Instant since = Instant.now();

        Locked(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
            doing("");
        }

        @Override
        public void doing(String what) {
            String text =
                    Host.name()
                            + "\n"
                            + ProcessHandle.current().pid()
                            + "\n"
                            + since
                            + "\n"
                            + what.replace('\n', ' ')
                            + "\n";
            OURS.put(file, text);
            try {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void check() {
            if (!lock.isValid()) {
                throw new Problem(
                        "the lock file " + file + " was given up by somebody else in this process",
                        null,
                        "let nobody but migrations open it");
            }
        }

        @Override
        public void close() {
            OURS.remove(file);
            try {
                channel.truncate(0);
                lock.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                FileMigrationLock.close(channel);
                threads().release();
            }
        }
    }
}

package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.Cursor;
import dev.kinglet.internal.exec.StatementRunner.ResultReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cursor, read so many at a time and given one by one. The cursor is closed with the
 * stream, behind the last row, and by any error, of the reading or of what the stream is used for:
 * nobody goes on after those.
 */
final class RowStream<R extends @Nullable Object> implements Spliterator<R> {
    private final Cursor cursor;
    private final ResultReader<R> reader;
    private final IntSupplier portion;
    private final Consumer<List<R>> onPortion;
    private final List<R> ahead = new ArrayList<>();
    private int next;
    private boolean over;

    private RowStream(
            Cursor cursor,
            ResultReader<R> reader,
            IntSupplier portion,
            Consumer<List<R>> onPortion) {
        this.cursor = cursor;
        this.reader = reader;
        this.portion = portion;
        this.onPortion = onPortion;
    }

    /**
     * @param portion how many rows are read next
     * @param onPortion is given the rows before the first of them leaves
     */
    static <R extends @Nullable Object> Stream<R> of(
            Cursor cursor,
            ResultReader<R> reader,
            IntSupplier portion,
            Consumer<List<R>> onPortion) {
        return stream(cursor, new RowStream<>(cursor, reader, portion, onPortion));
    }

    /** Lists of so many rows each; the last one may be shorter, and none is empty. */
    static <R extends @Nullable Object> Stream<List<R>> chunks(
            Cursor cursor, ResultReader<R> reader, int size, Consumer<List<R>> onPortion) {
        RowStream<R> rows = new RowStream<>(cursor, reader, () -> 1, row -> {});
        return stream(cursor, new Chunks<>(rows, size, onPortion));
    }

    private static <E extends @Nullable Object> Stream<E> stream(
            Cursor cursor, Spliterator<E> elements) {
        return StreamSupport.stream(elements, false).onClose(cursor::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        if (over) {
            return false; // an iterator asks again after the end
        }
        try {
            if (next == ahead.size() && !fill()) {
                over = true;
                cursor.close();
                return false;
            }
            action.accept(ahead.get(next++));
            return true;
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            fail(e);
            throw e;
        }
    }

    private boolean fill() {
        ahead.clear();
        next = 0;
        int size = portion.getAsInt();
        while (ahead.size() < size) {
            Read<R> row = cursor.next(result -> new Read<>(reader.read(result)));
            if (row == null) {
                break;
            }
            ahead.add(row.row());
        }
        if (ahead.isEmpty()) {
            return false;
        }
        onPortion.accept(ahead);
        return true;
    }

    private void fail(Throwable because) {
        if (over) {
            return; // it was the closing that failed
        }
        over = true;
        try {
            cursor.close();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Rows are read by one thread, whatever the stream is told. */
    @Override
    public @Nullable Spliterator<R> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED;
    }

    /** A row that may be null, apart from no row. */
    private record Read<R extends @Nullable Object>(R row) {}

    private record Chunks<R extends @Nullable Object>(
            RowStream<R> rows, int size, Consumer<List<R>> onPortion)
            implements Spliterator<List<R>> {
        @Override
        public boolean tryAdvance(Consumer<? super List<R>> action) {
            List<R> chunk = new ArrayList<>(Math.min(size, QueryRunner.PORTION));
            while (chunk.size() < size && rows.tryAdvance(chunk::add)) {
                // one more
            }
            if (chunk.isEmpty()) {
                return false;
            }
            try {
                onPortion.accept(chunk);
                action.accept(Collections.unmodifiableList(chunk));
            } catch (Throwable e) {
                rows.fail(e);
                throw e;
            }
            return true;
        }

        @Override
        public @Nullable Spliterator<List<R>> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public int characteristics() {
            return ORDERED | NONNULL;
        }
    }
}

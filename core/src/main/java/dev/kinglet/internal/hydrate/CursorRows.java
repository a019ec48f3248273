package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.Cursor;
import dev.kinglet.internal.exec.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cursor, read so many at a time. The cursor is closed when it is asked for a row
 * behind the last one.
 */
final class CursorRows<R extends @Nullable Object> extends Spliterators.AbstractSpliterator<R> {
    private final Cursor cursor;
    private final StatementRunner.ResultReader<R> reader;
    private final int portion;
    private final Consumer<List<R>> onPortion;
    private final List<R> rows;
    private int next;

    /**
     * @param portion how many rows are read at a time
     * @param onPortion is given the rows before the first of them leaves
     */
    CursorRows(
            Cursor cursor,
            StatementRunner.ResultReader<R> reader,
            int portion,
            Consumer<List<R>> onPortion) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.cursor = cursor;
        this.reader = reader;
        this.portion = portion;
        this.onPortion = onPortion;
        this.rows = new ArrayList<>(portion == 1 ? 1 : 16);
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        if (next == rows.size() && !fill()) {
            cursor.close();
            return false;
        }
        action.accept(rows.get(next++));
        return true;
    }

    private boolean fill() {
        rows.clear();
        next = 0;
        while (rows.size() < portion) {
            Row<R> row = cursor.next(result -> new Row<>(reader.read(result)));
            if (row == null) {
                break;
            }
            rows.add(row.value());
        }
        if (rows.isEmpty()) {
            return false;
        }
        onPortion.accept(rows);
        return true;
    }

    /** A row that may be null, apart from no row. */
    private record Row<R extends @Nullable Object>(R value) {}
}

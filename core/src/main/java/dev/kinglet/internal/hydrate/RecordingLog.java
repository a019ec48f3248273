package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.CallSite;
import dev.kinglet.query.QueryLog;
import dev.kinglet.spi.StatementEvent;
import dev.kinglet.spi.StatementListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes down what a database runs. */
public final class RecordingLog implements QueryLog, StatementListener {
    private final CopyOnWriteArrayList<Entry> entries = new CopyOnWriteArrayList<>();
    private final Consumer<RecordingLog> onClose;

    public RecordingLog(Consumer<RecordingLog> onClose) {
        this.onClose = onClose;
    }

    @Override
    public void ran(StatementEvent event) {
        entries.add(new Entry(event.sql(), event.elapsed(), CallSite.ofThisThread()));
    }

    @Override
    public int count() {
        return entries.size();
    }

    @Override
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public List<Repeat> repeats(int times) {
        return Repeats.in(entries, times);
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    /** The statements, a line each. */
    @Override
    public String toString() {
        return entries.stream()
                .map(Entry::sql)
                .collect(Collectors.joining("\n  ", entries.size() + " statements:\n  ", ""));
    }
}

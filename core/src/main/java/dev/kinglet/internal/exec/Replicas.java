package dev.kinglet.internal.exec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a read goes: to a replica, unless the thread is in a transaction, wrote a short while ago,
 * or wants the primary. A thread stays with one replica, so that it does not go back in time
 * between two of them.
 */
public final class Replicas implements AutoCloseable {
    private final StatementRunner primary;
    private final List<StatementRunner> replicas;
    private final long windowNanos;
    private final ThreadLocal<@Nullable Integer> forced = new ThreadLocal<>();

    /**
     * @param window how long a thread reads from the primary after it wrote
     */
    public Replicas(StatementRunner primary, List<StatementRunner> replicas, Duration window) {
        this.primary = primary;
        this.replicas = List.copyOf(replicas);
        this.windowNanos = window.toNanos();
        primary.connections().clock().keepTime();
    }

    /** Reads of this thread go to the primary, until as many calls of {@link #release}. */
    public void force() {
        Integer before = forced.get();
        forced.set(before == null ? 1 : before + 1);
    }

    /** Ends what one call of {@link #force} began. */
    public void release() {
        Integer before = forced.get();
        if (before == null || before == 1) {
            forced.remove();
        } else {
            forced.set(before - 1);
        }
    }

    /** Keeps one connection of each for this thread; none is borrowed before it is needed. */
    public List<Connections.Scope> keep() {
        return replicas.stream().map(replica -> replica.connections().keep()).toList();
    }

    public List<Connections> connections() {
        return replicas.stream().map(StatementRunner::connections).toList();
    }

    StatementRunner forRead() {
        Connections home = primary.connections();
        if (home.depth() > 0 || forced.get() != null || home.clock().wroteWithin(windowNanos)) {
            return primary;
        }
        int size = replicas.size();
        int start = (Thread.currentThread().hashCode() & Integer.MAX_VALUE) % size;
        for (int i = 0; i < size; i++) {
            StatementRunner replica = replicas.get((start + i) % size);
            if (replica.connections().mayBeThere()) {
                return replica;
            }
        }
        return primary;
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.connections().close());
    }
}

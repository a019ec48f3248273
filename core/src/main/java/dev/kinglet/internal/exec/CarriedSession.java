package dev.kinglet.internal.exec;

import org.jspecify.annotations.Nullable;

/**
 * A session that belongs to a coroutine: it is put into each thread that runs a part of it, and
 * taken out again.
 */
public final class CarriedSession {
    private final Connections connections;
    private final @Nullable Session session;

    CarriedSession(Connections connections, @Nullable Session session) {
        this.connections = connections;
        this.session = session;
        if (session != null) {
            session.hold();
        }
    }

    /** Puts it into this thread; answers what {@link #leave} wants back. */
    public @Nullable Object enter() {
        return connections.put(session);
    }

    /** Puts back what was there before. */
    public void leave(@Nullable Object before) {
        connections.put((Session) before);
    }

    /** Whether there is one at all. */
    public boolean isThere() {
        return session != null;
    }

    /**
     * What a coroutine that is launched in this one gets: in a transaction one that refuses to be
     * used, because both would run at once, and else none.
     */
    public CarriedSession forLaunched() {
        boolean refuses = session != null && (session.refuses() || session.depth() > 0);
        return new CarriedSession(connections, refuses ? Session.refusing(connections) : null);
    }

    /** Gives the connection back; the thread that goes on is one that wrote what was written. */
    public void close() {
        if (session != null) {
            boolean wrote = session.lastWrite() > 0;
            session.letGo();
            if (wrote) {
                connections.clock().wrote();
            }
        }
    }
}

package dev.kinglet.postgres;

/** Listens on channels until it is closed. */
public interface Listener extends AutoCloseable {

    /** What is done with what comes, in the listener's thread, one after the other. */
    @FunctionalInterface
    interface Handler {

        /**
         * A message came. What this throws goes to the log {@code dev.kinglet.listener}, and the
         * listener goes on.
         */
        void received(Notification notification);

        /**
         * The connection was lost and there is another one now, on which the listener listens: what
         * was sent in between was missed. Look at the tables for what there is to do.
         */
        default void reconnected() {}
    }

    /** Whether there is a connection now; if not, another one is tried for until it is closed. */
    boolean isConnected();

    /**
     * Ends it. When this returns the handler is called no more, unless it is the handler that calls
     * this. Closing twice is as closing once.
     */
    @Override
    void close();
}

package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.postgres.Listener;
import dev.kinglet.postgres.Notification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a connection of its own. The driver waits for a while for messages; after some time
 * without any the server is asked for a sign of life, because nobody tells of a network that is
 * silent.
 */
final class PostgresListener implements Listener, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.listener");

    private static final int WAIT_MILLIS = 5_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int SIGN_OF_LIFE_SECONDS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** The server cuts off longer names of LISTEN without a word. */
    private static final int LONGEST_NAME = 63;

    private final Connections connections;
    private final Set<String> channels;
    private final Handler handler;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;

    private PostgresListener(Connections connections, Set<String> channels, Handler handler) {
        this.connections = connections;
        this.channels = channels;
        this.handler = handler;
        this.thread = new Thread(this, "kinglet-listener");
        thread.setDaemon(true);
    }

    /** Listens from now on. */
    static PostgresListener start(
            Connections connections, Collection<String> channels, Handler handler) {
        connections.refuseIfClosed();
        connections.engine().requireSession("LISTEN");
        if (channels.isEmpty()) {
            throw new ProgrammingException(
                    "a listener without a channel", null, "name the channels to listen on");
        }
        for (String channel : channels) {
            int length = channel.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > LONGEST_NAME) {
                throw new ProgrammingException(
                        "the name of a channel has 1 to 63 bytes, and '" + channel + "' " + length,
                        null,
                        "give it another name");
            }
        }
        PostgresListener listener =
                new PostgresListener(connections, new LinkedHashSet<>(channels), handler);
        try {
            listener.connect();
        } catch (SQLException e) {
            throw connections.noConnection(e);
        }
        connections.closes(listener);
        listener.thread.start();
        return listener;
    }

    @Override
    public boolean isConnected() {
        return connection != null;
    }

    @Override
    public void close() {
        closed.countDown();
        connections.closesNoMore(this);
        if (Thread.currentThread() == thread) {
            return;
        }
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(
                        Runnable::run); // it may be reading from the server, which nobody else ends
            }
            thread.join();
        } catch (SQLException e) {
            LOG.debug("the connection of a listener was not closed well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        int failures = 0;
        while (!isClosed()) {
            try {
                if (connection == null) {
                    connect();
                    LOG.info("listening again on {}: messages may have been missed", channels);
                    failures = 0;
                    told(handler::reconnected);
                }
                listen();
            } catch (SQLException | RuntimeException e) {
                disconnect();
                if (!isClosed() && failures++ == 0) {
                    LOG.warn("a listener on {} lost its connection: {}", channels, e.toString());
                }
                pause(failures);
            }
        }
        disconnect();
    }

    /** Hands over what comes, until the connection fails. */
    private void listen() throws SQLException {
        Connection open = connection;
        if (open == null) {
            return;
        }
        PGConnection server = open.unwrap(PGConnection.class);
        long heard = System.nanoTime();
        while (!isClosed()) {
            PGNotification[] come = server.getNotifications(WAIT_MILLIS);
            if (come != null && come.length > 0) {
                for (PGNotification message : come) {
                    told(
                            () ->
                                    handler.received(
                                            new Notification(
                                                    message.getName(),
                                                    message.getParameter(),
                                                    message.getPID())));
                }
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE_NANOS) {
                if (!open.isValid(SIGN_OF_LIFE_SECONDS)) {
                    throw new SQLException("the server gives no sign of life");
                }
                heard = System.nanoTime();
            }
        }
    }

    private void told(Runnable call) {
        if (isClosed()) {
            return;
        }
        try {
            call.run();
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            LOG.error("the handler of a listener on {} failed", channels, e);
        }
    }

    private void connect() throws SQLException {
        Connection made = connections.engine().connections().getConnection();
        try (Statement statement = made.createStatement()) {
            statement.execute(
                    channels.stream()
                            .map(channel -> "listen \"" + channel.replace("\"", "\"\"") + '"')
                            .collect(Collectors.joining("; ")));
        } catch (Throwable e) {
            made.close();
            throw e;
        }
        connection = made;
        if (isClosed()) {
            disconnect();
        }
    }

    private void disconnect() {
        Connection done = connection;
        connection = null;
        if (done != null) {
            try {
                done.close();
            } catch (SQLException e) {
                LOG.debug("the connection of a listener was not closed well", e);
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Longer and longer, and never at the same time as the listeners of others. */
    private void pause(int failures) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(failures, 10));
        long millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown(); // nobody but the application interrupts it: it wants an end
        }
    }
}

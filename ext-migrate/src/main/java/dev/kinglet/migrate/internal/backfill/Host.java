package dev.kinglet.migrate.internal.backfill;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this runs on, as others see it who look at the database. */
public final class Host {
    private static final String NAME = find(); // asking the network may take its time

    private Host() {}

    /** Its name; {@code localhost} where it has none. */
    public static String name() {
        return NAME;
    }

    private static String find() {
        String named = System.getenv("HOSTNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

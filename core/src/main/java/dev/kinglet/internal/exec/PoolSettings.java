package dev.kinglet.internal.exec;

import com.zaxxer.hikari.HikariConfig;
import dev.kinglet.errors.ProgrammingException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pool is set up. Where HikariCP would quietly take another value, this refuses. */
public final class PoolSettings {
    /** Their names in URLs and properties. */
    public static final List<String> NAMES =
            List.of(
                    "pool.max",
                    "pool.minIdle",
                    "pool.timeout",
                    "pool.idleTimeout",
                    "pool.maxLifetime",
                    "pool.keepalive",
                    "pool.validationTimeout",
                    "pool.leakDetection");

    private @Nullable Integer max;
    private int minIdle = 1;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofMinutes(10);
    private @Nullable Duration maxLifetime;
    private @Nullable Duration keepalive;
    private Duration validationTimeout = Duration.ofSeconds(5);
    private Duration leakDetection = Duration.ZERO;

    public void max(int connections) {
        if (connections < 1) {
            throw refused("a pool of " + connections + " connections", "pool.max", "1 or more");
        }
        max = connections;
    }

    public void minIdle(int connections) {
        if (connections < 0) {
            throw refused(connections + " idle connections", "pool.minIdle", "0 or more");
        }
        minIdle = connections;
    }

    public void timeout(Duration wait) {
        timeout = atLeast(250, wait, "connection timeout", "pool.timeout", false);
    }

    public void idleTimeout(Duration idle) {
        idleTimeout = atLeast(10_000, idle, "idle timeout", "pool.idleTimeout", true);
    }

    public void maxLifetime(Duration age) {
        maxLifetime = atLeast(30_000, age, "maximum lifetime", "pool.maxLifetime", true);
    }

    public void keepalive(Duration every) {
        keepalive = atLeast(30_000, every, "keepalive", "pool.keepalive", true);
    }

    public void validationTimeout(Duration wait) {
        validationTimeout =
                atLeast(250, wait, "validation timeout", "pool.validationTimeout", false);
    }

    public void leakDetection(Duration held) {
        leakDetection = atLeast(1, held, "leak detection", "pool.leakDetection", true);
    }

    Duration leakDetection() {
        return leakDetection;
    }

    /** Applies one of {@link #NAMES}; answers whether it was one. */
    public boolean set(String name, String value) {
        switch (name) {
            case "pool.max" -> max(SettingText.number(name, value));
            case "pool.minIdle" -> minIdle(SettingText.number(name, value));
            case "pool.timeout" -> timeout(SettingText.duration(name, value));
            case "pool.idleTimeout" -> idleTimeout(SettingText.duration(name, value));
            case "pool.maxLifetime" -> maxLifetime(SettingText.duration(name, value));
            case "pool.keepalive" -> keepalive(SettingText.duration(name, value));
            case "pool.validationTimeout" -> validationTimeout(SettingText.duration(name, value));
            case "pool.leakDetection" -> leakDetection(SettingText.duration(name, value));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** For a server: connections are made anew now and then, and asked for a sign of life. */
    HikariConfig forServer() {
        return config(10, Duration.ofMinutes(30), Duration.ofMinutes(2));
    }

    /** For a file: nothing between us and it goes stale. */
    HikariConfig forFile() {
        return config(8, Duration.ZERO, Duration.ZERO);
    }

    /** For a database that lives in its one connection, and is gone with it. */
    HikariConfig forMemory() {
        HikariConfig config = config(1, Duration.ZERO, Duration.ZERO);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setKeepaliveTime(0);
        return config;
    }

    private HikariConfig config(int usualMax, Duration usualLifetime, Duration usualKeepalive) {
        int size = max == null ? usualMax : max;
        long lifetime = (maxLifetime == null ? usualLifetime : maxLifetime).toMillis();
        long every = (keepalive == null ? usualKeepalive : keepalive).toMillis();
        if (lifetime > 0 && every >= lifetime) {
            if (keepalive != null) {
                throw refused(
                        "a keepalive of " + every + " ms for connections of " + lifetime + " ms",
                        "pool.keepalive",
                        "less than pool.maxLifetime");
            }
            every = 0;
        }
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(minIdle, size));
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(Math.min(validationTimeout.toMillis(), timeout.toMillis()));
        config.setMaxLifetime(lifetime);
        config.setKeepaliveTime(every);
        // idle for as long as it may live at all says nothing, and HikariCP would warn of it
        boolean idleMatters = lifetime == 0 || idleTimeout.toMillis() + 1_000 < lifetime;
        config.setIdleTimeout(idleMatters && minIdle < size ? idleTimeout.toMillis() : 0);
        return config;
    }

    private static Duration atLeast(
            int millis, Duration given, String what, String name, boolean mayBeOff) {
        if (mayBeOff && given.isZero()) {
            return given;
        }
        if (given.toMillis() < millis) {
            throw refused(
                    "a " + what + " of " + given.toMillis() + " ms",
                    name,
                    millis + " ms or more" + (mayBeOff ? ", or 0 for none" : ""));
        }
        return given;
    }

    private static ProgrammingException refused(String what, String name, String remedy) {
        return new ProgrammingException(what, null, name + " has to be " + remedy);
    }
}

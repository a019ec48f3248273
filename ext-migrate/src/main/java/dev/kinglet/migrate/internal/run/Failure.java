package dev.kinglet.migrate.internal.run;

/** A migration failed: which, and what of it stays. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final boolean down;
    private final int steps;
    private final Exception reason;

    Failure(String id, boolean down, int steps, Exception reason) {
        super(reason);
        this.id = id;
        this.down = down;
        this.steps = steps;
        this.reason = reason;
    }

    public String id() {
        return id;
    }

    /** Whether it was being taken back. */
    public boolean isDown() {
        return down;
    }

    /** How many steps are done and stay; -1 where it was one transaction, and nothing does. */
    public int steps() {
        return steps;
    }

    /** What it threw. */
    public Exception reason() {
        return reason;
    }
}

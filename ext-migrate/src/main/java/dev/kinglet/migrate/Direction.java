package dev.kinglet.migrate;

import java.util.Locale;

/** Which way a migration is run. */
public enum Direction {
    /** It is applied. */
    UP,
    /** It is taken back. */
    DOWN;

    static Direction of(boolean down) {
        return down ? DOWN : UP;
    }

    /** Such as {@code up}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

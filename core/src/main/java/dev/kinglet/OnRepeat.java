package dev.kinglet;

/** What {@link Database#guard} does about statements that repeat. */
public enum OnRepeat {
    /** Nothing, and at no cost. */
    IGNORE,
    /** Writes a warning to the log {@code dev.kinglet.repeats}. */
    WARN,
    /** Throws a {@link dev.kinglet.errors.ProgrammingException} when the guard is closed. */
    FAIL
}

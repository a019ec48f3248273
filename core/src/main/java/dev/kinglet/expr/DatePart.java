package dev.kinglet.expr;

/** The parts of a date and time. */
public enum DatePart {
    YEAR,
    /** 1 to 4. */
    QUARTER,
    /** 1 to 12. */
    MONTH,
    /**
     * The week of ISO 8601, 1 to 53: it begins on Monday, and week 1 has the year's first Thursday.
     */
    WEEK,
    /** The day of the month, from 1. */
    DAY,
    /** 1 for Monday to 7 for Sunday; nothing can be truncated to it. */
    DAY_OF_WEEK,
    /** From 1; nothing can be truncated to it. */
    DAY_OF_YEAR,
    HOUR,
    MINUTE,
    /** The whole seconds. */
    SECOND
}

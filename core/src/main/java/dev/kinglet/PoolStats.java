package dev.kinglet;

import java.time.Duration;

/**
 * How the pool of a database is used. The numbers are taken one after the other, so under load they
 * may not add up.
 *
 * @param active connections that are lent out
 * @param idle connections that are open and lent to nobody
 * @param waiting threads that wait for one
 * @param maximum how many connections there may be
 * @param loans how many were lent out since the database was opened
 * @param waited how long all of them together took to be had
 * @param timeouts how often a thread waited in vain
 * @param leaks how many were kept for longer than {@link DatabaseBuilder#leakDetection} allows; 0
 *     where nobody looks for that
 */
public record PoolStats(
        int active,
        int idle,
        int waiting,
        int maximum,
        long loans,
        Duration waited,
        long timeouts,
        long leaks) {}

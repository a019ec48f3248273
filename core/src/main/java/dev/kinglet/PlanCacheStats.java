package dev.kinglet;

/**
 * How well queries find their plan.
 *
 * @param hits queries whose SQL was there
 * @param misses queries whose SQL had to be rendered
 * @param size plans that are kept now
 * @param maximumSize plans that are kept at most; the least useful go first
 */
public record PlanCacheStats(long hits, long misses, long size, long maximumSize) {}

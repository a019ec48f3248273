package dev.kinglet;

/**
 * How often transactions of a database were repeated since it was opened.
 *
 * @param repeated attempts beyond the first ones
 * @param givenUp transactions that failed in all their attempts
 */
public record RetryStats(long repeated, long givenUp) {}

package dev.kinglet.query;

/** What {@link Select#prefetch} takes: a table, an alias of one, or a query on one. */
public interface Prefetch {}

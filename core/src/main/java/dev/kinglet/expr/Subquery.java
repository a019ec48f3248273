package dev.kinglet.expr;

/** A query that stands inside an expression. Only Kinglet's own queries implement it. */
public interface Subquery {}

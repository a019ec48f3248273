package dev.kinglet.expr;

/** What may follow ON in a join: a condition, or the foreign key that is meant. */
public interface On {}

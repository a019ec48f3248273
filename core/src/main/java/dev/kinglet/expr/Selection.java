package dev.kinglet.expr;

/**
 * What may stand in a select list: an expression, or a source, which stands for all its columns.
 */
public interface Selection {}

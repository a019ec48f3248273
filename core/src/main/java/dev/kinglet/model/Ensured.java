package dev.kinglet.model;

/**
 * A row that is there now, whoever stored it.
 *
 * @param row the row
 * @param created whether this call stored it
 */
public record Ensured<M extends Model<?>>(M row, boolean created) {}

package dev.kinglet.gfk;

import dev.kinglet.model.Column;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Table;

/**
 * One model that a reference leads to.
 *
 * @param tag what the type column holds for it
 * @param table the base table
 * @param key its primary key
 * @param one from the rows that have the reference to those of the model
 * @param many back
 */
record Target(Object tag, Table<?, ?> table, Column<?> key, Hop one, Hop many) {}

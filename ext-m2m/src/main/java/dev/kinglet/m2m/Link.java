package dev.kinglet.m2m;

import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Model;

/** A row of a table that was made for a relation: that one row belongs to another. */
final class Link extends Model<CompositeKey> {}

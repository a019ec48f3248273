/**
 * The front door: databases, their connections and transactions.
 *
 * <p>In: where a database is. Out: a {@link dev.kinglet.Database}, on which tables run their
 * queries. The only room that knows all the others; no other knows it.
 */
@NullMarked
package dev.kinglet;

import org.jspecify.annotations.NullMarked;

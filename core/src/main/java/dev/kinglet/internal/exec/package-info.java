/**
 * Runs planned statements: connections, transactions, time taken, errors translated.
 *
 * <p>In: calls (a plan and its values). Out: open results, counts, and exceptions of our own tree.
 * With {@code type} this is where JDBC is met, and it is the only room that knows HikariCP and the
 * drivers; it may import {@code errors}, {@code type}, {@code query}, {@code spi} and {@code
 * internal.plan}.
 */
@NullMarked
package dev.kinglet.internal.exec;

import org.jspecify.annotations.NullMarked;

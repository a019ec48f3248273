/**
 * What a query costs, beside the same query in hand-written JDBC. JDBC with a statement that is
 * kept open on one connection is the limit: no toolkit can be faster, so everything is told as a
 * ratio to it. Before anything is timed, all variants have to read the same content.
 */
@NullMarked
package dev.kinglet.benchmarks;

import org.jspecify.annotations.NullMarked;

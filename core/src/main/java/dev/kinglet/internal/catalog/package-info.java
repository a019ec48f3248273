/**
 * What a database says of itself, read from its catalogue in the words of {@code schema}, and
 * compared with what tables declare.
 *
 * <p>In: a database, and declared tables. Out: {@code TableInfo} and its kin, and differences. The
 * catalogue is asked by ordinary queries, one a kind of thing, so this room knows no JDBC. It may
 * import every room but {@code internal.exec} and {@code internal.hydrate}.
 */
@NullMarked
package dev.kinglet.internal.catalog;

import org.jspecify.annotations.NullMarked;

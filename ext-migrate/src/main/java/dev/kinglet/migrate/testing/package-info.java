/**
 * For tests of applications: what a migration does to those who use the database meanwhile.
 *
 * <p>In: a database, writers and readers, and the code of a change. Out: how long they waited, and
 * what failed. May import core, and nothing else of this module.
 */
@NullMarked
package dev.kinglet.migrate.testing;

import org.jspecify.annotations.NullMarked;

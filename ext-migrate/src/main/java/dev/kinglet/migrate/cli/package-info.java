/**
 * The command line: {@code kinglet-migrate status}.
 *
 * <p>In: words, a file of settings, or the application's own registry of databases. Out: text or
 * JSON, and an exit code. Does nothing that {@link dev.kinglet.migrate.Migrations} cannot.
 */
@NullMarked
package dev.kinglet.migrate.cli;

import org.jspecify.annotations.NullMarked;

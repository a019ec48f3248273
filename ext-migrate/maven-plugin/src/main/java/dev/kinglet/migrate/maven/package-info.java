/**
 * The commands of the migrations as goals of Maven: {@code mvn kinglet-migrate:status}.
 *
 * <p>In: parameters of a goal. Out: the same as the command line, in Maven's log. Adds nothing to
 * it but the class path of the project.
 */
@NullMarked
package dev.kinglet.migrate.maven;

import org.jspecify.annotations.NullMarked;

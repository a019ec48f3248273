/**
 * A small timeline application: join, write, follow. Begin with {@code Models}, then {@code
 * TwitterApp}, which lists the routes.
 */
@NullMarked
package dev.kinglet.examples.twitter;

import org.jspecify.annotations.NullMarked;

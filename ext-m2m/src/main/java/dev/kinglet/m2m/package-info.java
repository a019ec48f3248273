/** Many-to-many relations over a through table. */
@NullMarked
package dev.kinglet.m2m;

import org.jspecify.annotations.NullMarked;

/** Schema migrations: operations, a runner, a diff of models, and a command line. */
@NullMarked
package dev.kinglet.migrate;

import org.jspecify.annotations.NullMarked;

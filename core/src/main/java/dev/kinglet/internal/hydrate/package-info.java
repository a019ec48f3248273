/**
 * From result rows to objects: models with their graph, maps, single values, records; and the
 * executor that strings plan, run and read together.
 *
 * <p>In: query definitions. Out: objects. Which column goes where was settled when the plan was
 * made: no map, no label and no reflection is met per row. It may import every room but {@code
 * dev.kinglet} itself.
 */
@NullMarked
package dev.kinglet.internal.hydrate;

import org.jspecify.annotations.NullMarked;

/**
 * How one Java value becomes one column value of a database and back.
 *
 * <p>In: values, JDBC statements and results. Out: data types with a codec for each dialect. This
 * room imports no other but {@code errors}; with {@code internal.exec} it is the place where {@code
 * java.sql} is met.
 */
@NullMarked
package dev.kinglet.type;

import org.jspecify.annotations.NullMarked;

package dev.kinglet.schema;

import org.jspecify.annotations.Nullable;

/**
 * A name of something in a schema, unquoted.
 *
 * @param schema null for the usual one
 * @param name without the schema
 */
public record SchemaName(@Nullable String schema, String name) {

    /** A name in the usual schema. */
    public static SchemaName of(String name) {
        return new SchemaName(null, name);
    }

    /** With its schema where it has one, for people; SQL quotes it. */
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}

package dev.kinglet.schema;

import org.jspecify.annotations.Nullable;

/**
 * One thing in which a declaration and a database differ.
 *
 * @param table of which table
 * @param part what kind of thing
 * @param name of the column, the index or the constraint; that of the table for the table itself
 * @param declared how it is declared; null where it is not
 * @param found how the database has it; null where it has not
 * @param declaredPart what is declared, in PostgreSQL's own spelling where that had to be asked;
 *     null where it is not, and for the table itself
 * @param foundPart what the database has; null where it has not, and for the table itself
 */
public record SchemaDifference(
        SchemaName table,
        Part part,
        String name,
        @Nullable String declared,
        @Nullable String found,
        TableInfo.@Nullable Element declaredPart,
        TableInfo.@Nullable Element foundPart) {

    /** What kind of thing differs. */
    public enum Part {
        TABLE("table"),
        MODULE("the module of table"),
        COLUMN("column"),
        TYPE("the type of column"),
        NULLABLE("whether it may be null, of column"),
        DEFAULT("the default of column"),
        IDENTITY("whether it is counted up, of column"),
        GENERATED("what is computed in column"),
        COLLATION("the collation of column"),
        COMMENT("the comment on"),
        PRIMARY_KEY("primary key"),
        FOREIGN_KEY("foreign key"),
        INDEX("index"),
        CHECK("check"),
        TRIGGER("trigger");

        private final String words;

        Part(String words) {
            this.words = words;
        }
    }

    /** A sentence. */
    @Override
    public String toString() {
        String what = table + ": " + part.words + " " + name;
        if (found == null) {
            return what + " is not in the database, and declared as " + declared;
        }
        return declared == null
                ? what + " is not declared, and in the database as " + found
                : what + " is declared as " + declared + ", and in the database as " + found;
    }
}

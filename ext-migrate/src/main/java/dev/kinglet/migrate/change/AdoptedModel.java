package dev.kinglet.migrate.change;

import java.util.List;

/**
 * A model that was written of a table.
 *
 * @param table its name in the database
 * @param className of the model
 * @param file its name: {@code Artist.java}
 * @param source the text of the file
 * @param notes what the model does not say, or says otherwise
 */
public record AdoptedModel(
        String table, String className, String file, String source, List<String> notes) {
    public AdoptedModel {
        notes = List.copyOf(notes);
    }
}

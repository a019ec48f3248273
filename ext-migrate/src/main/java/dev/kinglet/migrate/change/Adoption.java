package dev.kinglet.migrate.change;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was written of a database.
 *
 * @param models the models, with what they do not say
 * @param files all files, those of the models first
 */
public record Adoption(List<AdoptedModel> models, List<Path> files) {
    public Adoption {
        models = List.copyOf(models);
        files = List.copyOf(files);
    }

    /** A line a file, and one for each thing that no model says. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        files.forEach(file -> lines.add(file.toString()));
        for (AdoptedModel model : models) {
            model.notes().forEach(note -> lines.add("note on " + model.table() + ": " + note));
        }
        return String.join("\n", lines);
    }
}

package dev.kinglet.migrate.internal.adopt;

import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.migrate.internal.run.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes models into a folder. */
public final class ModelFiles {
    private ModelFiles() {}

    /**
     * A file each; the folder is made where it is not there.
     *
     * @return what was written, in order; it can be changed
     * @throws Problem where one of the files is there; nothing is written then
     */
    public static List<Path> write(List<AdoptedModel> models, Path folder) {
        for (AdoptedModel model : models) {
            if (Files.exists(folder.resolve(model.file()))) {
                throw new Problem(
                        "the file " + folder.resolve(model.file()) + " is there already",
                        null,
                        "name another folder, or move that file away");
            }
        }
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (AdoptedModel model : models) {
                written.add(
                        Files.writeString(
                                folder.resolve(model.file()),
                                model.source(),
                                StandardOpenOption.CREATE_NEW));
            }
        } catch (IOException e) {
            throw new Problem(
                    "models cannot be written into " + folder + ": " + e,
                    null,
                    "look whether that folder may be written",
                    e);
        }
        return written;
    }
}

package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.migrate.change.Adoption;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.internal.adopt.Adopter;
import dev.kinglet.migrate.internal.adopt.ModelFiles;
import dev.kinglet.migrate.internal.diff.Differ;
import dev.kinglet.migrate.internal.diff.Generator;
import dev.kinglet.model.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link Migrations} does with models. */
final class FromModels {
    private final Migrations migrations;
    private final Settings settings;

    FromModels(Migrations migrations, Settings settings) {
        this.migrations = migrations;
        this.settings = settings;
    }

    SchemaDiff diff(DiffOptions options, List<Table<?, ?>> tables) {
        return options.isOffline()
                ? Differ.offline(
                        settings.database(),
                        tables,
                        options,
                        Generator.readSnapshot(settings.requireFolder()))
                : Differ.live(settings.database(), tables, options, own());
    }

    List<Path> generate(String name, DiffOptions options, List<Table<?, ?>> tables) {
        Path folder = settings.requireFolder();
        boolean isThere = Files.isDirectory(folder);
        if (!options.isOffline() && isThere) {
            requireNonePending();
        }
        SchemaDiff diff = diff(options, tables);
        if (diff.isEmpty()) {
            return List.of();
        }
        List<String> ids = isThere ? scriptIds() : new ArrayList<>();
        if (!options.isOffline() && isThere) {
            ids.addAll(settings.conduct().history().read().keySet());
        }
        return Generator.write(
                folder,
                ids,
                name,
                diff,
                Differ.wanted(settings.database(), tables),
                options.format(),
                settings.database());
    }

    List<Path> initial(DiffOptions options, List<Table<?, ?>> tables) {
        Path folder = requireNone("generate(..) writes the next one");
        SchemaState empty = SchemaState.empty(settings.database().dialect());
        SchemaDiff diff = Differ.offline(settings.database(), tables, options, empty);
        return Generator.write(
                folder,
                List.of(),
                "initial",
                diff,
                diff.after(),
                options.format(),
                settings.database());
    }

    Path snapshot(List<Table<?, ?>> tables) {
        return Generator.writeSnapshot(
                settings.requireFolder(), Differ.wanted(settings.database(), tables));
    }

    SchemaDiff checkDatabase() {
        SchemaState snapshot = Generator.readSnapshot(settings.requireFolder());
        return Differ.live(settings.database(), snapshot, own());
    }

    SchemaDiff checkReplay(Database scratch) {
        Path folder = settings.requireFolder();
        SchemaState snapshot = Generator.readSnapshot(folder);
        Migrations.of(scratch, folder).table(settings.table()).up();
        return Differ.live(scratch, snapshot, own());
    }

    Adoption adopt(AdoptOptions options, Path sources) {
        Path folder =
                requireNone("adopt a database that has none; generate(..) writes the next one");
        List<AdoptedModel> models = adoptModels(options);
        Set<String> tables = new HashSet<>();
        if (!options.tables().isEmpty()) {
            models.forEach(model -> tables.add(model.table()));
        }
        Database database = settings.database();
        List<Path> files = ModelFiles.write(models, sources);
        SchemaState found = Differ.read(database, SchemaState.empty(database.dialect()), own());
        SchemaDiff creation = Differ.creation(found, tables);
        files.addAll(
                Generator.write(
                        folder,
                        List.of(),
                        "initial",
                        creation,
                        creation.after(),
                        options.format(),
                        database));
        migrations.fake();
        return new Adoption(models, files);
    }

    List<AdoptedModel> adoptModels(AdoptOptions options) {
        Database database = settings.database();
        return Adopter.models(database.schema().read(), database.dialect(), options, own());
    }

    private Path requireNone(String hint) {
        Path folder = settings.requireFolder();
        List<String> ids = Files.isDirectory(folder) ? scriptIds() : List.of();
        if (!ids.isEmpty()) {
            throw new MigrationException(
                    folder + " has migrations already: " + ids.get(0), ids.get(0), hint);
        }
        return folder;
    }

    private void requireNonePending() {
        for (MigrationStatus status : migrations.status()) {
            if (status.state() == MigrationStatus.State.PENDING) {
                throw new MigrationException(
                        "migration '" + status.id() + "' is pending, and would be written again",
                        status.id(),
                        "run up() first, or compare with the snapshot: offline()");
            }
        }
    }

    private List<String> scriptIds() {
        List<String> ids = new ArrayList<>();
        settings.scripts().get().forEach(script -> ids.add(script.id()));
        return ids;
    }

    private Set<String> own() {
        return Set.of(settings.table());
    }
}

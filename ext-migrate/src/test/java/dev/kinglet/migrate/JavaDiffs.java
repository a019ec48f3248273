package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.migrate.change.Adoption;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.NeedsDecision;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.change.SchemaState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tour.Models.Category;
import tour.Models.Team;
import tour.Models.User;

/** Diffs, generated files and adoption as Java calls them. */
public final class JavaDiffs {

    public static List<String> javaCaller(Database db, Path folder) {
        List<String> answers = new ArrayList<>();
        Migrations migrations = Migrations.of(db, folder);
        SchemaDiff diff = migrations.diff(User.USER, Team.TEAM, Category.CATEGORY);
        answers.add(
                String.valueOf(
                        diff.operations().stream()
                                .filter(o -> o.toString().startsWith("CreateTable"))
                                .count()));
        migrations.initial(
                DiffOptions.USUAL.format(FileFormat.SQL), User.USER, Team.TEAM, Category.CATEGORY);
        migrations.up();
        answers.add(
                String.valueOf(
                        migrations.diff(User.USER, Team.TEAM, Category.CATEGORY).lines().size()));
        answers.add(
                String.valueOf(
                        migrations.check(User.USER, Team.TEAM, Category.CATEGORY).isEmpty()));
        answers.add(String.valueOf(migrations.checkDatabase().lines().size()));
        List<AdoptedModel> models =
                migrations.adoptModels(
                        AdoptOptions.of("app", FileFormat.JAVA).only("category").withViews());
        answers.add(String.valueOf(models.size()));
        answers.add(DiffOptions.USUAL.asks() ? "asks" : "decides");
        return answers;
    }

    /** What is asked about. */
    static List<String> choices(NeedsDecision asked) {
        return asked.choices().stream().map(NeedsDecision.Choice::command).toList();
    }

    /** What was written. */
    static int files(Adoption adoption) {
        return adoption.files().size();
    }

    /** The tables of a schema in mind. */
    static int tables(SchemaState state) {
        return state.tables().size();
    }

    private JavaDiffs() {}
}

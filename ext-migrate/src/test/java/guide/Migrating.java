package guide;

import dev.kinglet.Database;
import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.MigrationEvent;
import dev.kinglet.migrate.MigrationPlan;
import dev.kinglet.migrate.MigrationRegistry;
import dev.kinglet.migrate.MigrationReport;
import dev.kinglet.migrate.MigrationStatus;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.Migrator;
import dev.kinglet.migrate.NamedMigration;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.cli.MigrateCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** The regions of the page on migrations, in Java. */
@NullMarked
public final class Migrating {
    private Migrating() {}

    // region class
    static final class AddBio implements Migration {
        @Override
        public void up(Migrator m) {
            m.addColumn("user", m.text("bio"));
            m.addIndex("user", "username");
        }

        @Override
        public void down(Migrator m) {
            m.dropIndex("user", "username");
            m.dropColumn("user", "bio");
        }
    }

    // endregion

    static MigrationReport up(Database db, Path folder) {
        // region up
        Migrations migrations = Migrations.of(db, folder); // such as Path.of("db/main")
        MigrationReport report = migrations.up();
        // endregion
        return report;
    }

    static List<MigrationStatus> status(Migrations migrations) {
        // region status
        List<MigrationStatus> status = migrations.status();
        // endregion
        return status;
    }

    static MigrationPlan plan(Migrations migrations) {
        // region plan
        MigrationPlan plan = migrations.plan();
        // endregion
        return plan;
    }

    static void back(Migrations migrations) {
        // region back
        migrations.down(); // the last one
        migrations.up("0002"); // up to this one, and with it
        migrations.down("0002_add_bio"); // back through this one
        migrations.to("2"); // up or back until this one is the last
        migrations.redo(); // the last one back, and up again
        // endregion
    }

    static Migrations code(Database db) {
        // region code
        Migrations migrations =
                Migrations.of(
                        db,
                        new NamedMigration(
                                "0001_initial",
                                m -> m.createTable("user", m.autoId("id"), m.text("username"))),
                        new NamedMigration("0002_add_bio", new AddBio()));
        // endregion
        return migrations;
    }

    static Migrations packaged(Database db) {
        // region packaged
        Migrations migrations = Migrations.ofResources(db, "db/main");
        // endregion
        return migrations;
    }

    static Migrations settings(Migrations migrations, Consumer<MigrationEvent> print) {
        // region settings
        Migrations careful =
                migrations
                        .table("schema_history") // kinglet_migrations unless said
                        .order(Migrations.Order.LINEAR) // nothing before what is applied
                        .edited(Migrations.Edited.WARN) // applied files may be edited
                        .locks(LockPolicy.defaults().timeout(Duration.ofMillis(50)))
                        .waitAtMost(Duration.ofMinutes(1)) // for another process that migrates
                        .listener(print);
        // endregion
        return careful;
    }

    static void repair(Migrations migrations) {
        // region repair
        migrations.repair().markApplied("3"); // the rest was done by hand
        migrations.repair().acceptChecksum("1"); // what was edited makes no difference
        migrations.repair().markReverted("3"); // nothing of it is there
        // endregion
    }

    static List<Path> create(Migrations migrations) {
        // region create
        List<Path> files = migrations.create("add bio", FileFormat.SQL);
        // endregion
        return files;
    }

    static Map<String, MigrationReport> several(Database main, Database reports, Path root) {
        // region several
        MigrationRegistry registry =
                MigrationRegistry.empty()
                        .with("main", Migrations.of(main, root.resolve("main")))
                        .with("reports", Migrations.of(reports, root.resolve("reports")));
        Map<String, MigrationReport> done = registry.up();
        // endregion
        return done;
    }

    static int main(MigrationRegistry registry, String... args) {
        // region main
        int exit = MigrateCommand.of(registry).run(args); // then System.exit(exit)
        // endregion
        return exit;
    }
}

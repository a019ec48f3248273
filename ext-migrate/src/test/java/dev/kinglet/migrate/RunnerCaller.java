package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.FileFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** What the page on migrations does not show, called from Java. */
@NullMarked
public final class RunnerCaller {
    private RunnerCaller() {}

    public static final class Birds implements Seed {
        @Override
        public void run(Database database) {
            database.execute("insert into bird values ('wren') on conflict do nothing");
        }

        @Override
        public Set<String> environments() {
            return Set.of("test");
        }
    }

    static List<String> call(Database db, Path folder) {
        List<String> told = new ArrayList<>();
        Migrations migrations = Migrations.of(db, folder).listener(event -> told.add(named(event)));
        told.add(String.valueOf(migrations.holder()));
        told.add(String.valueOf(folder.equals(migrations.folder())));
        told.add(migrations.plan("1").migrations().get(0).id());
        told.add(migrations.fake("1").toString());
        told.add(migrations.fake().ids().toString());
        told.add(String.valueOf(migrations.database() == db));
        told.add(migrations.seed("test").toString());
        migrations.repair().markReverted("1");
        migrations.up();
        told.add(migrations.squash("2", "all").replaced().toString());
        told.add(migrations.down(0).runs().toString());
        return told;
    }

    private static String named(MigrationEvent event) {
        if (event instanceof MigrationEvent.Sending sending) {
            return "sends " + sending.number() + " of " + sending.id();
        }
        if (event instanceof MigrationEvent.Finished finished) {
            return finished.id() + " " + finished.direction();
        }
        return event.getClass().getSimpleName();
    }

    static int command(Path project, PrintStream out) {
        return dev.kinglet.migrate.cli.MigrateCommand.configured()
                .in(project)
                .environment(Map.of())
                .output(out, out)
                .run("create", "x", "--format", FileFormat.JAVA.toString());
    }
}

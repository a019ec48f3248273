package dev.kinglet.migrate;

import dev.kinglet.Database;
import java.util.List;

/** Migrations as Java writes them. */
final class JavaMigrations {

    static final class Initial implements Migration {
        @Override
        public void up(Migrator m) {
            m.sql("create table bird (id integer primary key, name varchar(40) not null)");
        }

        @Override
        public void down(Migrator m) {
            m.sql("drop table bird");
        }
    }

    static final class AddIndex implements Migration {
        @Override
        public void up(Migrator m) {
            m.addIndex("bird", "name", "id");
        }

        @Override
        public void down(Migrator m) {
            m.dropIndex("bird", "name", "id");
        }
    }

    static List<String> javaCaller(Database db) {
        Migrations migrations =
                Migrations.of(
                        db,
                        new NamedMigration("0001_initial", new Initial()),
                        new NamedMigration("0002_index", new AddIndex()),
                        new NamedMigration(
                                "0003_kinglet",
                                m -> m.sql("insert into bird values (1, 'kinglet')")));
        MigrationReport up = migrations.up();
        long applied =
                migrations.status().stream()
                        .filter(s -> s.state() == MigrationStatus.State.APPLIED)
                        .count();
        return List.of(up.ids().toString(), String.valueOf(applied), migrations.down(0).toString());
    }

    private JavaMigrations() {}
}

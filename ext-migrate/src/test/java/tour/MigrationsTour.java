package tour;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.migrate.Backfill;
import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.Migrator;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** The tour of this module, as it is written in the design: its region of ExtensionsTour. */
@NullMarked
public final class MigrationsTour {

    /**
     * A migration sees tables by name, never the application's models: those will have moved on.
     */
    public static final class AddBio implements Migration {
        @Override
        public void up(Migrator m) {
            m.addColumn(
                    "user",
                    m.text("bio").notNull().defaultTo("")); // on a busy PostgreSQL table, too
            m.addIndex("tweet", "user_id", "timestamp");
            m.backfill(
                    Backfill.of("user")
                            .set("bio", "upper(username)")
                            .where("bio = ''")
                            .batchOf(1_000));
        }

        @Override
        public void down(Migrator m) {
            m.dropIndex("tweet", "user_id", "timestamp");
            m.dropColumn("user", "bio");
        }
    }

    /** The folder is {@code db/main} in an application. */
    public void migrations(Database db, Path folder) {
        Migrations migrations =
                Migrations.of(db, folder); // files 0001_initial.sql, 0002_add_bio.java, ...
        migrations.status();
        migrations.plan(); // the exact SQL, run nowhere
        migrations.up(); // one process at a time, lock timeouts and retries on
        migrations.down(1);
        migrations.up(); // what is pending would be generated again, and that is refused
        migrations.diff(USER, TWEET); // models against the live schema
        migrations.generate("add_bio", USER, TWEET); // writes the next file, with its down
    }
}

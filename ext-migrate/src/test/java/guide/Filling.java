package guide;

import dev.kinglet.Database;
import dev.kinglet.migrate.Backfill;
import dev.kinglet.migrate.Backfills;
import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.Migrator;
import dev.kinglet.migrate.change.BackfillStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** The regions of the page on backfills, in Java. */
@NullMarked
public final class Filling {
    private Filling() {}

    static BackfillStatus run(Database db) {
        // region run
        Backfill shout = Backfill.of("user").set("bio", "upper(username)").where("bio = ''");
        BackfillStatus end = Backfills.of(db).run(shout);
        // endregion
        return end;
    }

    static BackfillStatus told(Database db, Consumer<BackfillStatus> print) {
        // region told
        Backfill counted =
                Backfill.of("user")
                        .named("count letters") // under which its progress is kept
                        .set("letters", "length(username)")
                        .batchOf(2) // of the first chunk; the time it took decides about the next
                        .batchTime(Duration.ofMillis(100))
                        .pause(Duration.ofMillis(5));
        BackfillStatus end = Backfills.of(db).run(counted, print);
        // endregion
        return end;
    }

    static BackfillStatus code(Database db) {
        // region code
        Backfill lowered =
                Backfill.of("user")
                        .named("lower names")
                        .process(
                                (inside, rows) -> {
                                    for (var row : rows) {
                                        String name = (String) row.get("username");
                                        inside.query(
                                                        "update \"user\" set username = {0} where id = {1} returning id",
                                                        name.toLowerCase(Locale.ROOT),
                                                        row.get("id"))
                                                .maps();
                                    }
                                });
        BackfillStatus end = Backfills.of(db).run(lowered);
        // endregion
        return end;
    }

    static List<BackfillStatus> steered(Database db) {
        // region steered
        Backfills backfills = Backfills.of(db); // in any process
        backfills.pause("user.bio"); // whoever works on it waits before its next chunk
        backfills.resume("user.bio");
        backfills.cancel("user.bio"); // for good
        List<BackfillStatus> all = backfills.list();
        // endregion
        return all;
    }

    static BackfillStatus skipping(Database db) {
        // region skipping
        BackfillStatus end =
                Backfills.of(db)
                        .run(
                                Backfill.of("user")
                                        .set("username", "substr(username, 1, 1)")
                                        .skipBadRows());
        // endregion
        return end;
    }

    static void keyless(Database db) {
        // region keyless
        Backfills.of(db).run(Backfill.of("log").set("line", "trim(line)"));
        // endregion
    }

    // region migration
    /** New rows bring their value from the first step on; then the old ones get theirs. */
    public static final class AddBio implements Migration {
        @Override
        public void up(Migrator m) {
            m.addColumn("user", m.text("bio").notNull().defaultTo(""));
            m.backfill(Backfill.of("user").set("bio", "upper(username)").where("bio = ''"));
        }

        @Override
        public void down(Migrator m) {
            m.dropColumn("user", "bio");
        }
    }
    // endregion
}

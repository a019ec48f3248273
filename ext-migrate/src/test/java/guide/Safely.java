package guide;

import dev.kinglet.Database;
import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.Migrator;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.testing.Contention;
import dev.kinglet.migrate.testing.ContentionResult;
import dev.kinglet.type.DataType;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** The regions of the page on safe migrations, in Java. */
@NullMarked
public final class Safely {
    private Safely() {}

    // region token
    public static final class AddToken implements Migration {
        @Override
        public void up(Migrator m) {
            m.addColumn(
                    "user",
                    m.column("token", DataType.UUID).notNull().defaultSql("gen_random_uuid()"));
        }

        @Override
        public void down(Migrator m) {
            m.dropColumn("user", "token");
        }
    }

    // endregion

    static void constant(Migrator m) {
        // region constant
        m.addColumn("user", m.integer("visits").notNull().defaultTo(0));
        // endregion
    }

    static void notNull(Migrator m) {
        // region notNull
        m.setNotNull("user", "bio");
        // endregion
    }

    static void foreignKey(Migrator m) {
        // region foreignKey
        m.addForeignKey("user", m.foreignKey("team_id").references("team", "id"));
        // endregion
    }

    static void check(Migrator m) {
        // region check
        m.addCheck("user", "user_named", "username <> ''");
        // endregion
    }

    static void unique(Migrator m) {
        // region unique
        m.addUnique("user", "user_one_name", "username");
        // endregion
    }

    static void index(Migrator m) {
        // region index
        m.addIndex("user", "team_id");
        // endregion
    }

    static void dropIndex(Migrator m) {
        // region dropIndex
        m.dropIndex("user", "team_id");
        // endregion
    }

    static void enumeration(Migrator m) {
        // region enumeration
        m.replaceEnum("mood", "glad", "sad");
        // endregion
    }

    static LockPolicy policy() {
        // region policy
        LockPolicy patient =
                LockPolicy.defaults()
                        .timeout(Duration.ofMillis(50)) // of one wait
                        .budget(Duration.ofMinutes(10)); // of all of them
        LockPolicy window = LockPolicy.defaults().directly(); // plain statements: nobody is there
        // endregion
        return window.direct() ? patient : window;
    }

    static ContentionResult contention(Database db, Migrations migrations) {
        // region contention
        ContentionResult result =
                Contention.of(db)
                        .writing("user", 4, 300) // 4 writers, 300 updates a second together
                        .readers(2, 100, d -> d.execute("select count(*) from team"))
                        .during("add a token", migrations::up)
                        .maxBlocked(Duration.ofMillis(500))
                        .noErrors();
        // endregion
        return result;
    }
}

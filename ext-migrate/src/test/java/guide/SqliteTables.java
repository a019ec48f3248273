package guide;

import dev.kinglet.migrate.Migrator;
import dev.kinglet.model.OnDelete;
import org.jspecify.annotations.NullMarked;

/** The regions of the page on tables of SQLite, in Java. */
@NullMarked
public final class SqliteTables {
    private SqliteTables() {}

    static void own(Migrator m) {
        // region own
        m.addColumn("bird", m.text("bio").notNull().defaultTo("").index());
        m.renameColumn("bird", "name", "species");
        m.setNotNull("bird", "species");
        m.addCheck("bird", "light", "weight < 100");
        m.dropColumn("bird", "colour");
        // endregion
    }

    static void rebuild(Migrator m) {
        // region rebuild
        m.changeType("bird", "weight", "real", "weight / 1000.0");
        // endregion
    }

    static void orphans(Migrator m) {
        // region orphans
        m.addForeignKey(
                "egg", m.foreignKey("bird_id").references("bird", "id").onDelete(OnDelete.CASCADE));
        // endregion
    }

    static void search(Migrator m) {
        // region search
        m.renameColumn("note", "text", "body");
        // endregion
    }

    static void computed(Migrator m) {
        // region refused
        m.dropColumn("bird", "id");
        // endregion
    }
}

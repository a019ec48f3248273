package guide;

import dev.kinglet.Database;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.Adoption;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The regions of the pages on diffs and adoption, in Java. */
@NullMarked
public final class Comparing {
    private Comparing() {}

    // region model
    public static class Singer extends Model<Long> {
        public static final Singers SINGER = new Singers();

        public static class Singers extends Table<Singer, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> fullName = text().formerly("name");
            public final Column<@Nullable Integer> age = integer().nullable().index();

            Singers() {
                super(Singer::new);
            }
        }
    }

    // endregion

    static SchemaDiff diff(Database db) {
        // region diff
        Migrations migrations = Migrations.of(db, Path.of("db/main"));
        SchemaDiff diff = migrations.diff(Singer.SINGER);
        diff.lines().forEach(System.out::println);
        // endregion
        return diff;
    }

    static List<Path> generate(Migrations migrations) {
        // region generate
        List<Path> files = migrations.generate("full name", Singer.SINGER);
        // endregion
        return files;
    }

    static SchemaDiff rename(Migrations migrations, Table<?, ?> singer) {
        // region rename
        SchemaDiff diff =
                migrations.diff(
                        DiffOptions.USUAL.rename("singer.name", "singer.full_name"), singer);
        // endregion
        return diff;
    }

    static List<SchemaDiff> check(Migrations migrations, Database scratch) {
        // region check
        SchemaDiff forgotten = migrations.check(Singer.SINGER); // models against the snapshot
        SchemaDiff byHand = migrations.checkDatabase(); // the snapshot against the database
        SchemaDiff edited = migrations.checkReplay(scratch); // against what the files make
        // endregion
        return List.of(forgotten, byHand, edited);
    }

    static Adoption adopt(Database db, Path db0, Path sources) {
        Migrations migrations = Migrations.of(db, db0);
        // region adopt
        Adoption done = migrations.adopt(AdoptOptions.of("shop", FileFormat.JAVA), sources);
        // endregion
        return done;
    }
}

package guide;

import dev.kinglet.Database;
import dev.kinglet.sqlite.SqliteFunction;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The regions of the page on SQLite, in Java. */
public final class SqliteConnections {
    private SqliteConnections() {}

    static void register(Database db) {
        // region register
        db.sqlite()
                .register(SqliteFunction.of("initial", String.class, name -> name.substring(0, 1)));
        db.sqlite()
                .register(
                        SqliteFunction.<Long, ArrayDeque<Long>>window(
                                "highest",
                                Long.class,
                                ArrayDeque::new,
                                ArrayDeque::addLast, // a row comes into the frame
                                (rows, oldest) -> rows.removeFirst(), // and leaves it
                                rows -> rows.isEmpty() ? null : Collections.max(rows)));
        db.sqlite().collation("by_length", (a, b) -> Integer.compare(a.length(), b.length()));
        // endregion
    }

    static List<Map<String, @Nullable Object>> window(Database db) {
        // region window
        return db.query(
                        "select n, highest(n) over (order by day rows 1 preceding) as highest from sales order by day")
                .maps();
        // endregion
    }

    static @Nullable String pragmas(Database db) {
        // region pragmas
        db.sqlite().pragma("cache_size", -8000); // on all connections from now on
        return db.sqlite().pragma("cache_size");
        // endregion
    }

    static Map<String, String> attach(Database db, Path file) {
        // region attach
        db.sqlite().attach("archive", file.toString());
        Database archive = db.inSchema("archive"); // its tables
        db.sqlite().detach("archive");
        // endregion
        return archive.sqlite().attached();
    }

    static Database readOnly(String file) {
        // region read-only
        Database db = Database.builder().sqlite(file).readOnly().open();
        // endregion
        return db;
    }
}

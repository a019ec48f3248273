package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the SQLite that runs, which decides what its ALTER TABLE knows. */
public record SqliteVersion(int major, int minor) implements Comparable<SqliteVersion> {
    private static final Pattern TEXT = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** ALTER TABLE .. RENAME COLUMN. */
    public static final SqliteVersion RENAMES_COLUMNS = new SqliteVersion(3, 25);

    /** ALTER TABLE .. DROP COLUMN. */
    public static final SqliteVersion DROPS_COLUMNS = new SqliteVersion(3, 35);

    /** ALTER TABLE .. ALTER COLUMN .. SET NOT NULL, ADD CONSTRAINT, DROP CONSTRAINT. */
    public static final SqliteVersion ALTERS_RULES = new SqliteVersion(3, 53);

    /** That of a database. */
    public static SqliteVersion of(Database database) {
        return of(Row.all(database, "select sqlite_version() as v").get(0).text("v"));
    }

    static SqliteVersion of(String text) {
        Matcher version = TEXT.matcher(text);
        if (!version.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new SqliteVersion(
                Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
    }

    /** Whether it is this one or a newer one. */
    public boolean isAtLeast(SqliteVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(SqliteVersion other) {
        return major != other.major
                ? Integer.compare(major, other.major)
                : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

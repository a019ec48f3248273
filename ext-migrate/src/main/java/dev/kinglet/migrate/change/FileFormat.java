package dev.kinglet.migrate.change;

import java.util.Locale;

/** In what a file of a migration is written. */
public enum FileFormat {
    /** {@code 0002_add_bio.sql} and {@code 0002_add_bio.down.sql}. */
    SQL("sql"),
    /** {@code 0002_add_bio.java}. */
    JAVA("java"),
    /** {@code 0002_add_bio.kt}. */
    KOTLIN("kt");

    private final String extension;

    FileFormat(String extension) {
        this.extension = extension;
    }

    /** What stands behind the last point of the name. */
    public String extension() {
        return extension;
    }

    /** Such as {@code sql}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

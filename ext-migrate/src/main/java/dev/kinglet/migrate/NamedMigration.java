package dev.kinglet.migrate;

/**
 * A migration under the name that the database remembers it by.
 *
 * @param id never changes once it was applied somewhere, such as {@code 0002_add_bio}
 */
public record NamedMigration(String id, Migration migration) {

    /**
     * Takes the two together.
     *
     * @throws MigrationException for a blank id
     */
    public NamedMigration {
        if (id.isBlank()) {
            throw new MigrationException(
                    "a migration has a blank id", null, "name it, such as 0002_add_bio");
        }
    }

    /** Whether it says how it is taken back. */
    boolean hasDown() {
        try {
            return migration.getClass().getMethod("down", Migrator.class).getDeclaringClass()
                    != Migration.class;
        } catch (NoSuchMethodException e) {
            return true; // hidden from reflection: then its own down(..) decides
        }
    }
}

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
}

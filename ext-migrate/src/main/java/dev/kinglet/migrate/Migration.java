package dev.kinglet.migrate;

/**
 * One change of the schema, and its way back. It runs inside a transaction that it does not end,
 * and sees tables by name: the application's models will have moved on when it runs elsewhere.
 */
@FunctionalInterface
public interface Migration {

    /** Makes the change. What it throws undoes all of it. */
    void up(Migrator migrator);

    /**
     * Takes the change back; without it the change is for good.
     *
     * @throws MigrationException where it is not overridden
     */
    default void down(Migrator migrator) {
        throw new MigrationException(
                "this migration has no way back", null, "override down(..) to give it one");
    }
}

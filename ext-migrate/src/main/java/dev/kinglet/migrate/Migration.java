package dev.kinglet.migrate;

/**
 * One change of the schema, and its way back. What it says is collected, and run when it has
 * returned. It sees tables by name: the application's models will have moved on when it runs
 * elsewhere.
 */
@FunctionalInterface
public interface Migration {

    /** Says the change. What it throws undoes all of it. */
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

    /**
     * Whether it may run in a transaction. Only SQL as it is written and code are asked: operations
     * know it by themselves. Without one each statement stays when a later one fails, and the next
     * run goes on behind it.
     */
    default boolean transactional() {
        return true;
    }
}

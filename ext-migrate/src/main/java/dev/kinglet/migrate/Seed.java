package dev.kinglet.migrate;

import dev.kinglet.Database;
import java.util.Set;

/**
 * Rows that an environment should have: an account for tests, the countries of the world. A seed is
 * run each time that it is asked for, so it changes nothing where its rows are there already.
 */
public interface Seed {

    /** Stores the rows that are not there, in a transaction. */
    void run(Database database);

    /** The environments that it is for, such as {@code development}; never empty. */
    Set<String> environments();
}

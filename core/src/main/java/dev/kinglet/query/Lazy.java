package dev.kinglet.query;

/**
 * What happens when a row is asked for a related row that was not loaded. Said for a database, for
 * a scope of one thread, for a foreign key, or for a query; the narrower one wins: query, foreign
 * key, scope, database.
 */
public enum Lazy {
    /**
     * One query loads it for all rows of the same result, in groups of at most 1,000, so that a
     * loop costs two statements. What a database does unless told.
     */
    BATCHED,
    /** One query loads it for this row alone. */
    SINGLE,
    /**
     * Nothing is loaded: a {@link dev.kinglet.errors.ProgrammingException} names the query that
     * read the row and the call that would have loaded what is missing.
     */
    STRICT
}

package dev.kinglet.model;

/** What the database does with a row when the row it refers to is deleted. */
public enum OnDelete {
    /** Refuses, at the end of the statement. SQL's default. */
    NO_ACTION("no action"),
    /** Refuses at once. */
    RESTRICT("restrict"),
    /** Deletes it, too. */
    CASCADE("cascade"),
    /** Sets the foreign key to NULL. */
    SET_NULL("set null"),
    /** Sets the foreign key to its default in the database. */
    SET_DEFAULT("set default");

    private final String sql;

    OnDelete(String sql) {
        this.sql = sql;
    }

    /** SQL's spelling. */
    @Override
    public String toString() {
        return sql;
    }
}

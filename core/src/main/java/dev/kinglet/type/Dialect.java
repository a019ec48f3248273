package dev.kinglet.type;

/** The databases whose SQL and drivers Kinglet knows. */
public enum Dialect {
    SQLITE("SQLite"),
    POSTGRES("PostgreSQL");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    /** The name as its makers write it. */
    @Override
    public String toString() {
        return label;
    }
}

package dev.kinglet.expr;

/** The operators between two expressions. */
public enum Operator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    AND("and"),
    OR("or"),
    /**
     * Pattern match that tells case apart on PostgreSQL and, for ASCII letters, does not on SQLite.
     */
    LIKE("like"),
    /** Pattern match without regard to case; the pattern is escaped with {@code !}. */
    ILIKE_ESCAPED("ilike"),
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** SQL's spelling. */
    @Override
    public String toString() {
        return symbol;
    }
}

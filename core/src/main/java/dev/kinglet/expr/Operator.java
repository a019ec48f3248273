package dev.kinglet.expr;

/** The operators between two expressions. */
public enum Operator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    /** As {@link #EQ}, and NULL equals NULL. */
    NOT_DISTINCT("is not distinct from"),
    /** As {@link #NE}, and NULL differs from every value. */
    DISTINCT("is distinct from"),
    AND("and"),
    OR("or"),
    /** Pattern match that tells case apart. */
    LIKE("like"),
    /** Pattern match without regard to case, of ASCII letters only on SQLite. */
    ILIKE("ilike"),
    /** As {@link #ILIKE}; the pattern is escaped with {@code !}. */
    ILIKE_ESCAPED("ilike"),
    /** Regular expression, found anywhere in the text. */
    REGEXP("~"),
    /** As {@link #REGEXP}, without regard to case. */
    IREGEXP("~*"),
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    MODULO("%"),
    CONCAT("||"),
    BIT_AND("&"),
    BIT_OR("|"),
    BIT_XOR("^"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** Whether fractions have no meaning to it. */
    boolean needsWhole() {
        return switch (this) {
            case MODULO, BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT -> true;
            default -> false;
        };
    }

    /** Whether the right side is a pattern of text. */
    public boolean isPattern() {
        return switch (this) {
            case LIKE, ILIKE, ILIKE_ESCAPED, REGEXP, IREGEXP -> true;
            default -> false;
        };
    }

    /** SQL's spelling. */
    @Override
    public String toString() {
        return symbol;
    }
}

package dev.kinglet.query;

/**
 * The rows of two queries put together. Each side keeps its own order, limit and offset.
 *
 * @param operator how
 * @param left the query whose names and model the rows have
 * @param right a query of as many columns
 */
public record Compound(Operator operator, SelectDefinition left, SelectDefinition right) {

    /** How two results become one. */
    public enum Operator {
        /** The rows of both, equal ones once. */
        UNION("union"),
        /** The rows of both. */
        UNION_ALL("union all"),
        /** The rows that both have, equal ones once. */
        INTERSECT("intersect"),
        /** The rows that only the left one has, equal ones once. */
        EXCEPT("except");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** SQL's spelling. */
        @Override
        public String toString() {
            return sql;
        }
    }
}

package dev.kinglet.benchmarks;

/** Who runs the queries. */
enum Variant {
    /** The toolkit, as an application uses it. */
    KINGLET,
    /** Hand-written JDBC on one connection, statements kept: the limit. */
    JDBC,
    /** Hand-written JDBC that borrows from a pool and prepares at each call. */
    HIKARI
}

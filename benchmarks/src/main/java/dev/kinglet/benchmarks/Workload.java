package dev.kinglet.benchmarks;

/** What is timed, in the order of the table. */
enum Workload {
    BY_KEY("byKey", "read by key"),
    LATEST("latest", "ten latest tweets of a user"),
    ROWS("rows", "10,000 rows into models"),
    GRAPH("graph", "1,000 tweets with authors, joined"),
    EAGER("eager", "100 users, 2,000 tweets, 6,000 favorites"),
    BULK("bulk", "10,000 rows stored in one go"),
    INSERT_ONE("insertOne", "one row stored, its key back"),
    SAVE("save", "one row read, changed and stored");

    /** The method of {@link ReadBenchmark}. */
    final String method;

    /** For readers. */
    final String title;

    Workload(String method, String title) {
        this.method = method;
        this.title = title;
    }
}

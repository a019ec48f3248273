package dev.kinglet.benchmarks;

import org.jspecify.annotations.Nullable;

/** What is timed, in the order of the table. */
enum Workload {
    BY_KEY("byKey", "read by key", 1.15, 1.05) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.byKey(number(turn));
        }
    },
    LATEST("latest", "ten latest tweets of a user, query built per call", 1.15, 1.05) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.latest(number(turn));
        }
    },
    ROWS("rows", "10,000 rows into models", 1.10, 1.10) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.rows();
        }
    },
    GRAPH("graph", "1,000 tweets with their authors, one query, graph", 1.10, 1.10) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.graph();
        }
    },
    EAGER("eager", "100 users, their 2,000 tweets and 6,000 favorites, eager", 1.15, 1.10) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.eager();
        }
    },
    INSERT_ONE("insertOne", "one row stored, its key back, a transaction each", 1.15, 1.05) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.insertOne();
        }
    },
    BULK("bulk", "10,000 rows stored in one transaction", 1.10, 1.10) {
        @Override
        void before(Reads<?, ?> reads) throws Exception {
            reads.empty();
        }

        @Override
        boolean isFresh() {
            return true;
        }

        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.bulk();
        }
    },
    SAVE("save", "one row read, changed and stored, a transaction each", 1.15, 1.05) {
        @Override
        @Nullable Object run(Reads<?, ?> reads, long turn) throws Exception {
            // another content each time, so that there is something to store
            reads.save(number(turn), "saved " + turn);
            return null;
        }
    },
    PAGE("page", "page 3 of 20 tweets and the total", 1.15, 1.05) {
        @Override
        Object run(Reads<?, ?> reads, long turn) throws Exception {
            return reads.page();
        }
    };

    /** What the bytes may be at most, everywhere. */
    static final double BYTES_TARGET = 1.5;

    /** The method of {@link ReadBenchmark}, and the name on the command line. */
    final String method;

    /** For readers. */
    final String title;

    /** What the time may be at most, as a ratio to the limit, on SQLite in memory. */
    final double sqliteTarget;

    /** The same on PostgreSQL. */
    final double postgresTarget;

    Workload(String method, String title, double sqliteTarget, double postgresTarget) {
        this.method = method;
        this.title = title;
        this.sqliteTarget = sqliteTarget;
        this.postgresTarget = postgresTarget;
    }

    /** One call; answers what was read, so that nobody can leave it out. */
    abstract @Nullable Object run(Reads<?, ?> reads, long turn) throws Exception;

    /** What is done before each call, and not timed. */
    void before(Reads<?, ?> reads) throws Exception {}

    /** Whether there is something to be done before each call. */
    boolean isFresh() {
        return false;
    }

    /** Another user or tweet at each turn, in an order that repeats. */
    static long number(long turn) {
        return turn * 389 % Data.MEASURED.users() + 1;
    }
}

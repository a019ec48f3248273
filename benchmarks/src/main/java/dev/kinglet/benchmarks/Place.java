package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where the data is, and how each variant gets there. */
enum Place {
    /** In memory: a database, with equal data, for each variant that is opened. */
    SQLITE {
        @Override
        Reads<?, ?> open(Variant variant, Data data) throws SQLException {
            JdbcRows rows = new JdbcRows(JdbcRows::text);
            EagerRows eager = new EagerRows(rows, false);
            JdbcWrites writes = new JdbcWrites.Sqlite();
            return switch (variant) {
                case KINGLET -> {
                    Database database = Database.sqliteInMemory();
                    Loader.load(database, data);
                    yield new KingletReads(database, data);
                }
                case JDBC -> {
                    Connection connection = DriverManager.getConnection(MEMORY);
                    Loader.loadSqlite(connection, data);
                    yield new JdbcReads(connection, rows, eager, writes, data);
                }
                case HIKARI -> {
                    HikariDataSource pool = pool(MEMORY, "", "");
                    try (Connection connection = pool.getConnection()) {
                        Loader.loadSqlite(connection, data);
                    }
                    yield new HikariReads(pool, rows, eager, writes, data);
                }
            };
        }
    },

    /** One server for all variants; {@link PostgresPlace} has filled it. */
    POSTGRES {
        @Override
        Reads<?, ?> open(Variant variant, Data data) throws SQLException {
            PostgresPlace.Login login = PostgresPlace.login();
            JdbcRows rows = new JdbcRows(JdbcRows::object);
            EagerRows eager = new EagerRows(rows, true);
            JdbcWrites writes = new JdbcWrites.Postgres();
            return switch (variant) {
                case KINGLET ->
                        new KingletReads(
                                Database.postgres(login.url(), login.user(), login.password()),
                                data);
                case JDBC ->
                        new JdbcReads(
                                DriverManager.getConnection(
                                        login.url(), login.user(), login.password()),
                                rows,
                                eager,
                                writes,
                                data);
                case HIKARI ->
                        new HikariReads(
                                pool(login.url(), login.user(), login.password()),
                                rows,
                                eager,
                                writes,
                                data);
            };
        }
    };

    private static final String MEMORY = "jdbc:sqlite::memory:";

    /** Opens a variant on data that is there when this returns. */
    abstract Reads<?, ?> open(Variant variant, Data data) throws SQLException;

    private static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(1); // a connection to memory is a database of its own
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        return new HikariDataSource(config);
    }
}

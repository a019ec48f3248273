package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * How a variant gets to its data. Pools are set up alike for everybody, and so is SQLite: what
 * Kinglet sets on its connections, all others are given, too.
 *
 * @param file where the data of {@link Place#FILE} is; {@code :memory:} or empty elsewhere
 */
record Access(Place place, Data data, String url, String user, String password, String file) {

    /** As many as Kinglet has unless told otherwise. */
    private static final int FILE_POOL = 8;

    private static final int SERVER_POOL = 10;

    /** The settings of SQLite, as the driver takes them in a URL. */
    private static final String SQLITE =
            "?foreign_keys=true&busy_timeout=10000&transaction_mode=IMMEDIATE";

    static Access memory(Data data) {
        return new Access(Place.SQLITE, data, "jdbc:sqlite::memory:" + SQLITE, "", "", ":memory:");
    }

    static Access file(Data data, String file) {
        String url = "jdbc:sqlite:" + file + SQLITE + "&journal_mode=WAL&synchronous=NORMAL";
        return new Access(Place.FILE, data, url, "", "", file);
    }

    static Access postgres(Data data) {
        PostgresPlace.Login login = PostgresPlace.login();
        return new Access(Place.POSTGRES, data, login.url(), login.user(), login.password(), "");
    }

    boolean isPostgres() {
        return place == Place.POSTGRES;
    }

    /**
     * The same, and whoever opens connections does not ask SQLite for keys that RETURNING tells.
     */
    Access withoutGeneratedKeys() {
        return isPostgres()
                ? this
                : new Access(
                        place, data, url + "&jdbc.get_generated_keys=false", user, password, file);
    }

    /** The same with what the peers are told to set for many inserts. */
    Access withRewrittenBatches() {
        return isPostgres()
                ? new Access(place, data, url + "&reWriteBatchedInserts=true", user, password, file)
                : this;
    }

    /** One connection; in memory it has the data. */
    Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        load(connection);
        return connection;
    }

    /** A pool; in memory its one connection has the data. */
    HikariDataSource pool() throws SQLException {
        return pool(config -> {});
    }

    /** A pool with something of its own, such as transactions that one has to end. */
    HikariDataSource pool(Consumer<HikariConfig> further) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        // a connection to memory is a database of its own
        config.setMaximumPoolSize(
                switch (place) {
                    case SQLITE -> 1;
                    case FILE -> FILE_POOL;
                    case POSTGRES -> SERVER_POOL;
                });
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        further.accept(config);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            load(connection);
            connection.setAutoCommit(automatic);
        }
        return pool;
    }

    private void load(Connection connection) throws SQLException {
        if (place == Place.SQLITE) {
            Loader.loadSqlite(connection, data);
        }
    }
}

package dev.kinglet.benchmarks;

import dev.kinglet.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a run, with the data in a schema of its own, which is dropped at the
 * end. It is the one that {@code KINGLET_PG_URL} names, in the form {@code
 * postgresql://user:password@host:5432/database}, or an embedded one. JMH's processes find the
 * latter by a system property.
 */
final class PostgresPlace implements AutoCloseable {
    /** Where an embedded server is. */
    static final String PROPERTY = "kinglet.benchmarks.postgres";

    private static final String SCHEMA = "kinglet_benchmarks";

    private final @Nullable EmbeddedPostgres embedded;

    private PostgresPlace(@Nullable EmbeddedPostgres embedded) {
        this.embedded = embedded;
    }

    static PostgresPlace start(Data data) throws IOException {
        return start(data, Processor.ANY);
    }

    /** The same; an embedded server is kept on a processor. */
    static PostgresPlace start(Data data, Processor processor) throws IOException {
        EmbeddedPostgres embedded = null;
        if (System.getenv("KINGLET_PG_URL") == null) {
            embedded =
                    EmbeddedPostgres.builder()
                            // what the server does at times of its own
                            .setServerConfig("autovacuum", "off")
                            .setServerConfig("checkpoint_timeout", "1h")
                            .setServerConfig("max_wal_size", "8GB")
                            .start();
            System.setProperty(
                    PROPERTY,
                    "postgresql://postgres:postgres@localhost:" + embedded.getPort() + "/postgres");
        }
        PostgresPlace place = new PostgresPlace(embedded);
        try (Database database = open()) {
            if (embedded != null) {
                processor.takeServer(Path.of(show("data_directory")));
            }
            database.execute("drop schema if exists " + SCHEMA + " cascade");
            database.execute("create schema " + SCHEMA);
            Loader.load(database, data);
            database.execute("vacuum analyze"); // no plan changes in the middle of a run
        } catch (InterruptedException e) {
            place.close();
            throw new InterruptedIOException();
        } catch (RuntimeException | IOException e) {
            place.close();
            throw e;
        }
        return place;
    }

    /** How a JDBC driver gets in. */
    record Login(String url, String user, String password) {}

    static Login login() {
        String named = System.getProperty(PROPERTY, System.getenv("KINGLET_PG_URL"));
        if (named == null) {
            throw new IllegalStateException("no PostgreSQL server was started");
        }
        URI uri = URI.create(named);
        String[] user = String.valueOf(uri.getUserInfo()).split(":", 2);
        String query = uri.getQuery() == null ? "" : uri.getQuery() + "&";
        return new Login(
                "jdbc:postgresql://"
                        + uri.getHost()
                        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                        + uri.getPath()
                        + "?"
                        + query
                        + "currentSchema="
                        + SCHEMA,
                user[0],
                user.length > 1 ? user[1] : "");
    }

    /** What it calls itself. */
    static String version() {
        return show("server_version");
    }

    private static String show(String setting) {
        try (var connection =
                        java.sql.DriverManager.getConnection(
                                login().url(), login().user(), login().password());
                var result = connection.createStatement().executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
            System.clearProperty(PROPERTY);
            return;
        }
        try (Database database = open()) {
            database.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    private static Database open() {
        Login login = login();
        return Database.postgres(login.url(), login.user(), login.password());
    }
}

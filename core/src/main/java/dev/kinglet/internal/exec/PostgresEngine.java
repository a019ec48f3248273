package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** PostgreSQL through its own driver, which caches statements by their text. */
final class PostgresEngine implements Engine {
    private final String url;
    private final Properties properties = new Properties();

    PostgresEngine(
            String url, @Nullable String user, @Nullable String password, boolean showBinds) {
        this.url = url;
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "kinglet");
        // the detail of a server's error repeats values of the row
        properties.setProperty("logServerErrorDetail", Boolean.toString(showBinds));
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public String location() {
        return "PostgreSQL at " + Urls.withoutSecrets(url);
    }

    @Override
    public DataSource connections() {
        Driver driver = new Driver();
        return new ConnectionFactory(
                () -> {
                    Connection connection = driver.connect(url, properties);
                    if (connection == null) {
                        throw new SQLException(
                                "not a PostgreSQL URL: " + Urls.withoutSecrets(url), "08001");
                    }
                    return connection;
                });
    }

    @Override
    public Lease lease(Connection pooled) {
        return new Lease(pooled);
    }

    @Override
    public PhysicalTransaction begin(Lease lease, TransactionMode mode) throws SQLException {
        return PostgresTransaction.begin(lease.connection(), mode);
    }

    @Override
    public boolean needsTransactionToStream() {
        return true;
    }

    @Override
    public KingletException translate(SQLException error, ErrorContext context) {
        return PostgresErrors.translate(error, context);
    }
}

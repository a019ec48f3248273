package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The usual JDBC of an application: each call borrows from a pool and prepares its statement. */
final class HikariReads implements Reads<PlainUser, PlainTweet> {
    private final HikariDataSource pool;
    private final JdbcRows rows;
    private final EagerRows eager;
    private final JdbcWrites writes;
    private final List<MessageRow> messages;

    /** Takes the pool over: it is closed with this. */
    HikariReads(
            HikariDataSource pool, JdbcRows rows, EagerRows eager, JdbcWrites writes, Data data) {
        this.writes = writes;
        this.messages = data.messages();
        this.pool = pool;
        this.rows = rows;
        this.eager = eager;
    }

    @Override
    public PlainUser byKey(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(JdbcRows.BY_KEY)) {
            statement.setLong(1, id);
            try (ResultSet result = statement.executeQuery()) {
                return rows.user(result);
            }
        }
    }

    @Override
    public List<PlainTweet> latest(long user) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(JdbcRows.LATEST)) {
            statement.setLong(1, user);
            statement.setLong(2, Data.LATEST);
            try (ResultSet result = statement.executeQuery()) {
                return rows.tweets(result);
            }
        }
    }

    @Override
    public List<PlainTweet> rows() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(JdbcRows.ROWS)) {
            statement.setLong(1, Data.ROWS);
            try (ResultSet result = statement.executeQuery()) {
                return rows.tweets(result);
            }
        }
    }

    @Override
    public List<PlainTweet> graph() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(JdbcRows.GRAPH)) {
            statement.setLong(1, Data.GRAPH);
            try (ResultSet result = statement.executeQuery()) {
                return rows.graph(result);
            }
        }
    }

    @Override
    public List<Long> eager() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return eager.read(EagerRows.anew(connection));
        }
    }

    @Override
    public int bulk() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return writes.bulk(connection, EagerRows.anew(connection), messages);
        }
    }

    @Override
    public long insertOne() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return writes.one(EagerRows.anew(connection), messages.get(0));
        }
    }

    @Override
    public void save(long tweet, String content) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            writes.save(connection, EagerRows.anew(connection), rows, tweet, content);
        }
    }

    @Override
    public Part<PlainTweet> page() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement count = connection.prepareStatement(JdbcRows.COUNT);
                PreparedStatement page = connection.prepareStatement(JdbcRows.PAGE)) {
            return rows.page(count, page);
        }
    }

    @Override
    public void empty() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            writes.empty(connection);
        }
    }

    @Override
    public List<MessageRow> messages() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return writes.stored(connection);
        }
    }

    @Override
    public UserRow content(PlainUser user) {
        return JdbcRows.content(user);
    }

    @Override
    public TweetRow content(PlainTweet tweet, boolean withAuthor) {
        return JdbcRows.content(tweet, withAuthor);
    }

    @Override
    public void close() {
        pool.close();
    }
}

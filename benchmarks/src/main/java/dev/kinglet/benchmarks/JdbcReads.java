package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The limit: one connection of one's own in auto-commit, each statement prepared once and kept. */
final class JdbcReads implements Reads<PlainUser, PlainTweet> {
    private final Connection connection;
    private final JdbcRows rows;
    private final PreparedStatement byKey;
    private final PreparedStatement latest;
    private final PreparedStatement allRows;
    private final PreparedStatement graph;
    private final PreparedStatement count;
    private final PreparedStatement page;
    private final EagerRows eager;
    private final EagerRows.Preparer statements;
    private final JdbcWrites writes;
    private final List<MessageRow> messages;

    /** Takes the connection over: it is closed with this. */
    JdbcReads(Connection connection, JdbcRows rows, EagerRows eager, JdbcWrites writes, Data data)
            throws SQLException {
        this.writes = writes;
        this.messages = data.messages();
        this.connection = connection;
        this.rows = rows;
        this.byKey = connection.prepareStatement(JdbcRows.BY_KEY);
        this.latest = connection.prepareStatement(JdbcRows.LATEST);
        this.allRows = connection.prepareStatement(JdbcRows.ROWS);
        this.graph = connection.prepareStatement(JdbcRows.GRAPH);
        this.count = connection.prepareStatement(JdbcRows.COUNT);
        this.page = connection.prepareStatement(JdbcRows.PAGE);
        this.eager = eager;
        this.statements = EagerRows.kept(connection);
    }

    @Override
    public PlainUser byKey(long id) throws SQLException {
        byKey.setLong(1, id);
        try (ResultSet result = byKey.executeQuery()) {
            return rows.user(result);
        }
    }

    @Override
    public List<PlainTweet> latest(long user) throws SQLException {
        latest.setLong(1, user);
        latest.setLong(2, Data.LATEST);
        try (ResultSet result = latest.executeQuery()) {
            return rows.tweets(result);
        }
    }

    @Override
    public List<PlainTweet> rows() throws SQLException {
        allRows.setLong(1, Data.ROWS);
        try (ResultSet result = allRows.executeQuery()) {
            return rows.tweets(result);
        }
    }

    @Override
    public List<PlainTweet> graph() throws SQLException {
        graph.setLong(1, Data.GRAPH);
        try (ResultSet result = graph.executeQuery()) {
            return rows.graph(result);
        }
    }

    @Override
    public List<Long> eager() throws SQLException {
        return eager.read(statements);
    }

    @Override
    public int bulk() throws SQLException {
        return writes.bulk(connection, statements, messages);
    }

    @Override
    public long insertOne() throws SQLException {
        return writes.one(statements, messages.get(0));
    }

    @Override
    public void save(long tweet, String content) throws SQLException {
        writes.save(connection, statements, rows, tweet, content);
    }

    @Override
    public Part<PlainTweet> page() throws SQLException {
        return rows.page(count, page);
    }

    @Override
    public void empty() throws SQLException {
        writes.empty(connection);
    }

    @Override
    public List<MessageRow> messages() throws SQLException {
        return writes.stored(connection);
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
    public void close() throws SQLException {
        connection.close();
    }
}

package dev.kinglet.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.benchmarks.Data.MessageRow;
import dev.kinglet.benchmarks.Data.TweetRow;
import dev.kinglet.benchmarks.Data.UserRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all peers have in common: a pool, and what is not timed, which plain JDBC does.
 *
 * @param <U> what a user becomes
 * @param <T> what a tweet becomes
 */
abstract class PeerReads<U, T> implements Reads<U, T> {
    protected final HikariDataSource pool;
    protected final Data data;
    protected final boolean postgres;
    private @Nullable List<MessageRow> messages;

    /** Takes the pool over: it is closed with this. */
    protected PeerReads(Access access, HikariDataSource pool) {
        this.pool = pool;
        this.data = access.data();
        this.postgres = access.isPostgres();
    }

    /** What is stored; made at the first call. */
    protected final List<MessageRow> toStore() {
        List<MessageRow> rows = messages;
        if (rows == null) {
            rows = data.messages();
            messages = rows;
        }
        return rows;
    }

    /** Reads a time out of SQLite, as the hand-written code does. */
    static LocalDateTime time(String text) {
        return JdbcRows.time(text);
    }

    /** Writes a time into SQLite, as the hand-written code does. */
    static String text(LocalDateTime time) {
        return JdbcWrites.Sqlite.text(time);
    }

    @Override
    public void empty() throws SQLException {
        run(JdbcWrites.empty(postgres));
    }

    protected final void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    @Override
    public List<MessageRow> messages() throws SQLException {
        List<MessageRow> rows = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select user_id, content, timestamp from message order by id")) {
            while (result.next()) {
                rows.add(
                        new MessageRow(
                                result.getLong(1),
                                result.getString(2),
                                postgres ? JdbcRows.object(result, 3) : JdbcRows.text(result, 3)));
            }
        }
        return rows;
    }

    /** A user's values. */
    static UserRow userRow(
            long id, String username, @Nullable String email, LocalDateTime joinDate) {
        return new UserRow(id, username, email, joinDate);
    }

    /** A tweet's values. */
    static TweetRow tweetRow(
            long id,
            long userId,
            String content,
            LocalDateTime timestamp,
            @Nullable UserRow author) {
        return new TweetRow(id, userId, content, timestamp, author);
    }

    @Override
    public void close() {
        pool.close();
    }
}

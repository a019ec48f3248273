package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes by hand, in the way that costs least with each driver: many rows on PostgreSQL by COPY of
 * bytes, on SQLite in lists of a hundred rows in one transaction.
 */
abstract class JdbcWrites {
    private static final String ALL = "select user_id, content, timestamp from message order by id";
    private static final String ONE =
            "insert into message (user_id, content, timestamp) values (?, ?, ?) returning id";

    private static final String TWEET =
            "select id, user_id, content, timestamp from tweet where id = ?";
    private static final String SAVE = "update tweet set content = ? where id = ?";

    private final JdbcRows.Times times;

    private JdbcWrites(JdbcRows.Times times) {
        this.times = times;
    }

    /** Stores all rows, or none; answers how many. */
    abstract int bulk(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
            throws SQLException;

    abstract void bindTime(PreparedStatement statement, int index, LocalDateTime time)
            throws SQLException;

    final long one(EagerRows.Preparer statements, MessageRow row) throws SQLException {
        PreparedStatement statement = statements.prepare(ONE);
        statement.setLong(1, row.userId());
        statement.setString(2, row.content());
        bindTime(statement, 3, row.timestamp());
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        } finally {
            statements.done(statement);
        }
    }

    /** A transaction of two statements; on SQLite one that begins as the writer that it will be. */
    final void save(
            Connection connection,
            EagerRows.Preparer statements,
            JdbcRows rows,
            long id,
            String content)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            PlainTweet tweet;
            PreparedStatement read = statements.prepare(TWEET);
            read.setLong(1, id);
            try (ResultSet result = read.executeQuery()) {
                tweet = rows.tweets(result).get(0);
            }
            statements.done(read);
            PreparedStatement write = statements.prepare(SAVE);
            write.setString(1, content);
            write.setLong(2, tweet.id);
            write.executeUpdate();
            statements.done(write);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    final void empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(empty(this instanceof Postgres));
        }
    }

    /** Leaves nothing behind that the next call would have to walk around. */
    static String empty(boolean postgres) {
        return postgres ? "truncate message" : "delete from message";
    }

    static JdbcWrites of(Access access) {
        return access.isPostgres() ? new Postgres() : new Sqlite();
    }

    final List<MessageRow> stored(Connection connection) throws SQLException {
        List<MessageRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ALL)) {
            while (result.next()) {
                rows.add(
                        new MessageRow(
                                result.getLong(1), result.getString(2), times.read(result, 3)));
            }
        }
        return rows;
    }

    static final class Sqlite extends JdbcWrites {
        private static final int ROWS = 100;

        Sqlite() {
            super(JdbcRows::text);
        }

        @Override
        int bulk(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            connection.setAutoCommit(false);
            try {
                int count = 0;
                for (int from = 0; from < rows.size(); from += ROWS) {
                    List<MessageRow> part = rows.subList(from, Math.min(from + ROWS, rows.size()));
                    PreparedStatement statement = statements.prepare(sql(part.size()));
                    int index = 1;
                    for (MessageRow row : part) {
                        statement.setLong(index++, row.userId());
                        statement.setString(index++, row.content());
                        bindTime(statement, index++, row.timestamp());
                    }
                    count += statement.executeUpdate();
                    statements.done(statement);
                }
                connection.commit();
                return count;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }

        @Override
        void bindTime(PreparedStatement statement, int index, LocalDateTime time)
                throws SQLException {
            statement.setString(index, text(time));
        }

        private static final String FULL = text(ROWS);

        private static String sql(int rows) {
            return rows == ROWS ? FULL : text(rows);
        }

        private static String text(int rows) {
            return "insert into message (user_id, content, timestamp) values (?, ?, ?)"
                    + ", (?, ?, ?)".repeat(rows - 1);
        }

        /** {@code yyyy-MM-dd HH:mm:ss.SSSSSS}. */
        static String text(LocalDateTime time) {
            char[] text = new char[26];
            put(text, 0, 4, time.getYear());
            text[4] = '-';
            put(text, 5, 2, time.getMonthValue());
            text[7] = '-';
            put(text, 8, 2, time.getDayOfMonth());
            text[10] = ' ';
            put(text, 11, 2, time.getHour());
            text[13] = ':';
            put(text, 14, 2, time.getMinute());
            text[16] = ':';
            put(text, 17, 2, time.getSecond());
            text[19] = '.';
            put(text, 20, 6, time.getNano() / 1000);
            return new String(text);
        }

        private static void put(char[] text, int at, int digits, int number) {
            int rest = number;
            for (int i = at + digits - 1; i >= at; i--) {
                text[i] = (char) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }

    static final class Postgres extends JdbcWrites {
        Postgres() {
            super(JdbcRows::object);
        }

        @Override
        int bulk(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            return PostgresBulk.COPY_BINARY.store(connection, statements, rows);
        }

        @Override
        void bindTime(PreparedStatement statement, int index, LocalDateTime time)
                throws SQLException {
            statement.setObject(index, time);
        }
    }
}

package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.util.ByteStreamWriter;

/** The ways to store many rows on PostgreSQL by hand. {@link Techniques} compares them. */
enum PostgresBulk {
    /** A statement a row, sent together. */
    BATCH {
        @Override
        int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            connection.setAutoCommit(false);
            try {
                PreparedStatement statement =
                        statements.prepare(
                                "insert into message (user_id, content, timestamp)"
                                        + " values (?, ?, ?)");
                for (MessageRow row : rows) {
                    statement.setLong(1, row.userId());
                    statement.setString(2, row.content());
                    statement.setObject(3, row.timestamp());
                    statement.addBatch();
                }
                int count = statement.executeBatch().length;
                statements.done(statement);
                connection.commit();
                return count;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    },

    /** One statement with an array a column. */
    UNNEST {
        @Override
        int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            int size = rows.size();
            long[] users = new long[size];
            String[] contents = new String[size];
            String[] timestamps = new String[size];
            for (int i = 0; i < size; i++) {
                MessageRow row = rows.get(i);
                users[i] = row.userId();
                contents[i] = row.content();
                timestamps[i] = row.timestamp().toString();
            }
            PreparedStatement statement =
                    statements.prepare(
                            "insert into message (user_id, content, timestamp)"
                                    + " select * from unnest(?, ?, ?)");
            statement.setArray(1, numbers(connection, users));
            statement.setArray(2, connection.createArrayOf("text", contents));
            statement.setArray(3, connection.createArrayOf("timestamp", timestamps));
            int count = statement.executeUpdate();
            statements.done(statement);
            return count;
        }
    },

    /** Arrays as well; a time travels as the number of its microseconds, without a text. */
    UNNEST_NUMBERS {
        @Override
        int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            int size = rows.size();
            long[] users = new long[size];
            String[] contents = new String[size];
            long[] timestamps = new long[size];
            for (int i = 0; i < size; i++) {
                MessageRow row = rows.get(i);
                users[i] = row.userId();
                contents[i] = row.content();
                timestamps[i] = micros(row.timestamp());
            }
            PreparedStatement statement =
                    statements.prepare(
                            "insert into message (user_id, content, timestamp)"
                                    + " select u, c, timestamp '2000-01-01' + t * interval '1 us'"
                                    + " from unnest(?, ?, ?) as rows (u, c, t)");
            statement.setArray(1, numbers(connection, users));
            statement.setArray(2, connection.createArrayOf("text", contents));
            statement.setArray(3, numbers(connection, timestamps));
            int count = statement.executeUpdate();
            statements.done(statement);
            return count;
        }
    },

    /** COPY of text. */
    COPY_TEXT {
        @Override
        int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            StringBuilder text = new StringBuilder(rows.size() * 110);
            for (MessageRow row : rows) {
                text.append(row.userId()).append('\t');
                String content = row.content();
                for (int i = 0; i < content.length(); i++) {
                    char c = content.charAt(i);
                    switch (c) {
                        case '\\' -> text.append("\\\\");
                        case '\t' -> text.append("\\t");
                        case '\n' -> text.append("\\n");
                        case '\r' -> text.append("\\r");
                        default -> text.append(c);
                    }
                }
                text.append('\t').append(row.timestamp()).append('\n');
            }
            return copy(connection, "", text.toString().getBytes(StandardCharsets.UTF_8));
        }
    },

    /** COPY of bytes as the server keeps them. */
    COPY_BINARY {
        @Override
        int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
                throws SQLException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(rows.size() * 110);
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.write(SIGNATURE);
                out.writeLong(0); // flags, and the length of an extension
                for (MessageRow row : rows) {
                    out.writeShort(3);
                    out.writeInt(Long.BYTES);
                    out.writeLong(row.userId());
                    byte[] content = row.content().getBytes(StandardCharsets.UTF_8);
                    out.writeInt(content.length);
                    out.write(content);
                    out.writeInt(Long.BYTES);
                    out.writeLong(micros(row.timestamp()));
                }
                out.writeShort(-1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return copy(connection, " with (format binary)", bytes.toByteArray());
        }
    };

    private static final byte[] SIGNATURE =
            "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    /** What PostgreSQL counts times from. */
    private static final long EPOCH_SECONDS =
            LocalDateTime.of(2000, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

    /** Stores all rows, or none; answers how many. */
    abstract int store(Connection connection, EagerRows.Preparer statements, List<MessageRow> rows)
            throws SQLException;

    private static Array numbers(Connection connection, long[] numbers) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("int8", numbers);
    }

    private static int copy(Connection connection, String format, byte[] rows) throws SQLException {
        try {
            return (int)
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy message (user_id, content, timestamp) from stdin"
                                            + format,
                                    ByteStreamWriter.of(java.nio.ByteBuffer.wrap(rows)));
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private static long micros(LocalDateTime time) {
        return (time.toEpochSecond(ZoneOffset.UTC) - EPOCH_SECONDS) * 1_000_000
                + time.getNano() / 1_000;
    }
}

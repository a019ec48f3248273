package dev.kinglet.type;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A point in time as the microseconds since 2000 that the server counts. The driver would print it,
 * and the server would parse that, which takes longer than all else that is done for a value.
 */
final class PostgresMoment extends PGobject implements PGBinaryObject {
    private static final long serialVersionUID = 1L;
    private static final long SECONDS_TO_2000 = 946_684_800;
    private static final long MICROS = 1_000_000;

    /** Years 1 and 9999: far from the marks of infinity, and from eight characters of text. */
    private static final long FIRST = -63_082_281_600L * MICROS;

    private static final long LAST = 252_455_616_000L * MICROS;

    private final long micros;

    private PostgresMoment(String type, long epochSecond, int nano) {
        this.type = type;
        this.micros = (epochSecond - SECONDS_TO_2000) * MICROS + nano / 1000;
    }

    static void bind(PreparedStatement statement, int index, LocalDateTime time)
            throws SQLException {
        statement.setObject(
                index,
                takesBytes(statement.getConnection())
                        ? new PostgresMoment(
                                "timestamp", time.toEpochSecond(ZoneOffset.UTC), time.getNano())
                        : time);
    }

    static void bind(PreparedStatement statement, int index, OffsetDateTime time)
            throws SQLException {
        statement.setObject(
                index,
                takesBytes(statement.getConnection())
                        ? new PostgresMoment("timestamptz", time.toEpochSecond(), time.getNano())
                        : time);
    }

    /**
     * Reads what the server counts. The driver makes a calendar first, once for each result, and
     * needs none.
     */
    static @Nullable LocalDateTime read(ResultSet result, int index) throws SQLException {
        if (result instanceof PgResultSet driver && driver.getColumnOID(index) == Oid.TIMESTAMP) {
            byte[] bytes = driver.getBytes(index);
            if (bytes == null) {
                return null;
            }
            if (bytes.length == Long.BYTES) {
                long micros = ByteConverter.int8(bytes, 0);
                if (micros >= FIRST && micros <= LAST) {
                    long seconds = Math.floorDiv(micros, MICROS);
                    return LocalDateTime.ofEpochSecond(
                            seconds + SECONDS_TO_2000,
                            (int) (micros - seconds * MICROS) * 1000,
                            ZoneOffset.UTC);
                }
            }
        }
        return result.getObject(index, LocalDateTime.class);
    }

    /** What has no parameters on the wire has texts only, and which may have no bytes is asked. */
    private static boolean takesBytes(Connection connection) {
        return connection instanceof PgConnection driver
                && driver.getPreferQueryMode() != PreferQueryMode.SIMPLE
                && driver.binaryTransferSend(Oid.TIMESTAMP)
                && driver.binaryTransferSend(Oid.TIMESTAMPTZ);
    }

    @Override
    public int lengthInBytes() {
        return Long.BYTES;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteConverter.int8(bytes, offset, micros);
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("it is written only");
    }
}

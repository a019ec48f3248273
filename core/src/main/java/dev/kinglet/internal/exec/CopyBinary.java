package dev.kinglet.internal.exec;

import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.CopyTarget;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.query.QueryExecutor;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * COPY's binary format, which the server stores as it is. It does not look whether a value is of
 * the column's type, only how long it is, so {@link #fits} has to have said that it is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>
 */
final class CopyBinary extends CopyRows {
    private static final String COLUMNS =
            "select attname, cast(atttypid as bigint) from pg_catalog.pg_attribute"
                    + " where attrelid = cast(? as regclass) and attnum > 0";

    private static final byte[] SIGNATURE =
            "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private final BinaryType[] types;
    private final Writing[] writings;

    CopyBinary(Plan plan, BinaryType[] types, QueryExecutor.Rows rows, LongConsumer progress) {
        super(plan, rows, progress);
        this.types = types;
        this.writings = new Writing[types.length];
        for (int i = 0; i < types.length; i++) {
            BinaryType type = types[i];
            writings[i] = (out, codec, value) -> type.write(out, codec.arrayElement(value));
        }
    }

    /** The types of the values of a plan; null where there is one that goes another way. */
    static BinaryType @Nullable [] types(Plan plan) {
        BindSlot[] slots = plan.binds();
        BinaryType[] types = new BinaryType[slots.length];
        for (int i = 0; i < slots.length; i++) {
            BinaryType type = BinaryType.of(slots[i].codec().listType());
            if (type == null) {
                return null;
            }
            types[i] = type;
        }
        return types;
    }

    /**
     * Whether the columns of the table are of these types, whatever was declared. In a transaction,
     * and until it ends, they stay so.
     */
    static boolean fits(BinaryType[] types, Lease lease, CopyTarget target) throws SQLException {
        // a statement that is parsed locks its tables against changes, whoever may read them
        lease.execute("prepare kinglet_copy as " + target.select() + "; deallocate kinglet_copy");
        Map<String, Long> columns = new HashMap<>();
        try (PreparedStatement statement = lease.connection().prepareStatement(COLUMNS)) {
            statement.setString(1, target.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.put(result.getString(1), result.getLong(2));
                }
            }
        }
        for (int i = 0; i < types.length; i++) {
            Long column = columns.get(target.columns().get(i));
            if (column == null || !types[i].fits(column)) {
                return false;
            }
        }
        return true;
    }

    @Override
    void begin(GrowingBytes out) {
        out.put(SIGNATURE);
        out.putInt(0); // flags
        out.putInt(0); // length of what else the header has
    }

    @Override
    void row(GrowingBytes out, BindSlot[] slots, @Nullable Object[] values) {
        out.putShort(slots.length);
        for (int i = 0; i < slots.length; i++) {
            Object value = values[i];
            if (value == null) {
                types[i].write(out, null);
            } else {
                write(out, slots[i], value, writings[i]);
            }
        }
    }

    @Override
    void end(GrowingBytes out) {
        out.putShort(-1);
    }
}

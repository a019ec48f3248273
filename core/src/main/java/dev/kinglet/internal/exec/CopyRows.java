package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.type.Codec;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Rows on their way through COPY: one buffer of bytes, sent when it is full. */
abstract class CopyRows {
    private static final int BUFFER = 1 << 16;
    private static final int TOLD_EVERY = 10_000;

    private final Plan plan;
    private final QueryExecutor.Rows rows;
    private final LongConsumer progress;
    private long sent;

    CopyRows(Plan plan, QueryExecutor.Rows rows, LongConsumer progress) {
        this.plan = plan;
        this.rows = rows;
        this.progress = progress;
    }

    final Plan plan() {
        return plan;
    }

    final void send(OutputStream target) throws IOException, SQLException {
        BindSlot[] slots = plan.binds();
        @Nullable Object[] values = new Object[slots.length];
        GrowingBytes out = new GrowingBytes(BUFFER + BUFFER / 4);
        begin(out);
        while (rows.next(values, 0)) {
            sent++;
            row(out, slots, values);
            if (out.size >= BUFFER) {
                target.write(out.bytes, 0, out.size);
                out.size = 0;
                if (out.bytes.length > 4 * BUFFER) {
                    // one large value is no reason to keep so much
                    out = new GrowingBytes(BUFFER + BUFFER / 4);
                }
            }
            if (sent % TOLD_EVERY == 0) {
                progress.accept(sent);
            }
        }
        end(out);
        target.write(out.bytes, 0, out.size);
        if (sent % TOLD_EVERY != 0) {
            progress.accept(sent);
        }
    }

    void begin(GrowingBytes out) {}

    abstract void row(GrowingBytes out, BindSlot[] slots, @Nullable Object[] values);

    void end(GrowingBytes out) {}

    /** Writes a value that is not null. */
    interface Writing {
        void write(GrowingBytes out, Codec<Object> codec, Object value);
    }

    /** Writes a value; what its codec refuses becomes an error that says where. */
    @SuppressWarnings("unchecked") // what is of another type ends in the ClassCastException below
    final void write(GrowingBytes out, BindSlot slot, Object value, Writing writing) {
        try {
            writing.write(out, (Codec<Object>) slot.codec(), value);
        } catch (IllegalArgumentException e) {
            throw refused(slot, String.valueOf(e.getMessage()), e);
        } catch (ClassCastException e) {
            throw refused(
                    slot,
                    "a value of " + value.getClass().getName() + " is not of the column's type",
                    e);
        }
    }

    private DataException refused(BindSlot slot, String problem, RuntimeException cause) {
        return new DataException(
                "row " + sent + ": " + slot.label() + ": " + problem,
                new ErrorContext(plan.sql(), List.of(), plan.model(), null),
                cause);
    }
}

package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.type.Codec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in COPY's text format: a line each, tabs between the values, which stand there as the codec
 * gives them to an array. One buffer of bytes, sent when it is full.
 */
final class CopyRows {
    private static final int BUFFER = 1 << 16;
    private static final int TOLD_EVERY = 10_000;
    private static final byte[] NULL = {'\\', 'N'};

    private final Plan plan;
    private final QueryExecutor.Rows rows;
    private final LongConsumer progress;
    private byte[] buffer = new byte[BUFFER];
    private int size;
    private long sent;

    CopyRows(Plan plan, QueryExecutor.Rows rows, LongConsumer progress) {
        this.plan = plan;
        this.rows = rows;
        this.progress = progress;
    }

    void send(OutputStream target) throws IOException, SQLException {
        BindSlot[] slots = plan.binds();
        @Nullable Object[] values = new Object[slots.length];
        while (rows.next(values, 0)) {
            sent++;
            for (int i = 0; i < slots.length; i++) {
                if (i > 0) {
                    put('\t');
                }
                value(slots[i], values[i]);
            }
            put('\n');
            if (size >= BUFFER) {
                flush(target);
            }
            if (sent % TOLD_EVERY == 0) {
                progress.accept(sent);
            }
        }
        flush(target);
        if (sent % TOLD_EVERY != 0) {
            progress.accept(sent);
        }
    }

    private void flush(OutputStream target) throws IOException {
        target.write(buffer, 0, size);
        size = 0;
        if (buffer.length > 4 * BUFFER) {
            buffer = new byte[BUFFER]; // one large value is no reason to keep so much
        }
    }

    @SuppressWarnings("unchecked") // what is of another type ends in the ClassCastException below
    private void value(BindSlot slot, @Nullable Object value) {
        if (value == null) {
            put(NULL);
            return;
        }
        try {
            written(((Codec<Object>) slot.codec()).listElement(value));
        } catch (IllegalArgumentException e) {
            throw refused(slot, String.valueOf(e.getMessage()), e);
        } catch (ClassCastException e) {
            throw refused(
                    slot,
                    "a value of " + value.getClass().getName() + " is not of the column's type",
                    e);
        }
    }

    private void written(Object element) {
        if (element instanceof String text) {
            text(text);
        } else if (element instanceof Number number) {
            put(number.toString().getBytes(StandardCharsets.ISO_8859_1));
        } else if (element instanceof Boolean flag) {
            put(flag ? 't' : 'f');
        } else if (element instanceof byte[] bytes) {
            put('\\');
            put('\\');
            put('x');
            put(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.ISO_8859_1));
        } else {
            throw new IllegalArgumentException(
                    "COPY has no text for a value of " + element.getClass().getName());
        }
    }

    /** UTF-8, a backslash before what ends a value or a row. */
    private void text(String text) {
        int length = text.length();
        room(length * 3); // two chars of a pair are four bytes, an escaped one is two
        byte[] into = buffer;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                byte escaped = escaped(c);
                if (escaped != 0) {
                    into[at++] = '\\';
                    into[at++] = escaped;
                } else {
                    into[at++] = (byte) c;
                }
            } else if (c < 0x800) {
                into[at++] = (byte) (0xc0 | c >> 6);
                into[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                into[at++] = (byte) (0xe0 | c >> 12);
                into[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                into[at++] = (byte) (0x80 | c & 0x3f);
            } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                into[at++] = (byte) (0xf0 | point >> 18);
                into[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                into[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                into[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                into[at++] = '?'; // half a pair, as the driver writes it
            }
        }
        size = at;
    }

    /** What follows the backslash; 0 where there is none. */
    private static byte escaped(char c) {
        return switch (c) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private void put(char ascii) {
        room(1);
        buffer[size++] = (byte) ascii;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void room(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }

    private DataException refused(BindSlot slot, String problem, RuntimeException cause) {
        return new DataException(
                "row " + sent + ": " + slot.label() + ": " + problem,
                new ErrorContext(plan.sql(), List.of(), plan.model(), null),
                cause);
    }
}

package dev.kinglet.internal.exec;

import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.type.Codec;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * COPY's text format: a line each, tabs between the values, which stand there as the codec gives
 * them to an array.
 */
final class CopyText extends CopyRows {
    private static final byte[] NULL = {'\\', 'N'};

    CopyText(Plan plan, QueryExecutor.Rows rows, LongConsumer progress) {
        super(plan, rows, progress);
    }

    @Override
    void row(GrowingBytes out, BindSlot[] slots, @Nullable Object[] values) {
        for (int i = 0; i < slots.length; i++) {
            if (i > 0) {
                out.putByte('\t');
            }
            Object value = values[i];
            if (value == null) {
                out.put(NULL);
            } else {
                write(out, slots[i], value, CopyText::element);
            }
        }
        out.putByte('\n');
    }

    private static void element(GrowingBytes out, Codec<Object> codec, Object value) {
        Object element = codec.listElement(value);
        if (element instanceof String text) {
            text(out, text);
        } else if (element instanceof Number number) {
            out.put(number.toString().getBytes(StandardCharsets.ISO_8859_1));
        } else if (element instanceof Boolean flag) {
            out.putByte(flag ? 't' : 'f');
        } else if (element instanceof byte[] bytes) {
            out.putByte('\\');
            out.putByte('\\');
            out.putByte('x');
            out.put(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.ISO_8859_1));
        } else {
            throw new IllegalArgumentException(
                    "COPY has no text for a value of " + element.getClass().getName());
        }
    }

    /** UTF-8, a backslash before what ends a value or a row. */
    private static void text(GrowingBytes out, String text) {
        int length = text.length();
        out.room(length * 3); // two chars of a pair are four bytes, an escaped one is two
        byte[] into = out.bytes;
        int at = out.size;
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
        out.size = at;
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
}

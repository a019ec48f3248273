package dev.kinglet.type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as text. On SQLite all digits are written, and IPv6 is put in brackets, so that the
 * text sorts as PostgreSQL's inet does: IPv4 first, then by value.
 */
final class Addresses {
    private Addresses() {}

    static String toSortable(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder(41);
        if (bytes.length == 4) {
            for (byte part : bytes) {
                text.append(text.isEmpty() ? "" : ".");
                text.append(String.valueOf(1000 + (part & 0xff)), 1, 4);
            }
            return text.toString();
        }
        text.append('[');
        for (int i = 0; i < bytes.length; i++) {
            text.append(i > 0 && i % 2 == 0 ? ":" : "");
            text.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16));
            text.append(Character.forDigit(bytes[i] & 0xf, 16));
        }
        return text.append(']').toString();
    }

    static String toText(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /** Reads the sortable form, and what people write. Never asks the network. */
    static InetAddress parse(String stored) {
        String text = stored;
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        boolean v6 = text.indexOf(':') >= 0;
        try {
            if (v6 && isMadeOf(text, "0123456789abcdefABCDEF:.")) {
                return InetAddress.getByName(text); // a literal, which nobody looks up
            }
            String[] parts = text.split("\\.", -1);
            if (!v6 && parts.length == 4 && isMadeOf(text, "0123456789.")) {
                byte[] bytes = new byte[4];
                for (int i = 0; i < 4; i++) {
                    int part = Integer.parseInt(parts[i]);
                    if (part > 255) {
                        throw new NumberFormatException();
                    }
                    bytes[i] = (byte) part;
                }
                return InetAddress.getByAddress(bytes);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private static boolean isMadeOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException unreadable(@Nullable Exception cause) {
        return new IllegalArgumentException("a stored text is no address of a single host", cause);
    }
}

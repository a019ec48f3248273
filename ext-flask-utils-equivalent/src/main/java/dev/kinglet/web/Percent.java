package dev.kinglet.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, as forms and query strings have it. */
final class Percent {
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /** Any text can be decoded; what is no code stands for itself. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        // bytes, since one character may be spread over several codes
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? digit(in[i + 1]) : -1;
            int low = i + 2 < in.length ? digit(in[i + 2]) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(in[i] == '+' ? ' ' : in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    // Character.digit takes digits of every script
    private static int digit(byte c) {
        return c >= '0' && c <= '9'
                ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    /** All but letters, digits and {@code -._~}. Half a surrogate pair is written as U+FFFD. */
    static StringBuilder encode(StringBuilder out, String text) {
        return encode(out, text, "-._~");
    }

    /** What may stand in a path, and codes that are there already, stay. */
    static String path(String path) {
        // a percent sign that begins no code stands for itself
        String codes = path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        return encode(new StringBuilder(), codes, "-._~!$&'()*+,;=:@/%").toString();
    }

    private static StringBuilder encode(StringBuilder out, String text, String plain) {
        byte[] bytes = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out;
    }

    /** Java would write a question mark for half a pair. */
    static String wellFormed(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, '\uFFFD');
            }
        }
        return mended == null ? text : mended.toString();
    }
}

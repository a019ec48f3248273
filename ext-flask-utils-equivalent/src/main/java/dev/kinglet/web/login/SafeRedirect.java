package dev.kinglet.web.login;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where to go on after a login or a form, when a visitor's address says so ({@code
 * ?next=/drafts/}). Followed blindly it sends people who trust this site to another one.
 *
 * <p>Local is a path that begins with one slash, with or without a query and a fragment. Whatever a
 * browser, a proxy or a server on the way could read as another host is not: {@code //evil}, {@code
 * /\evil}, the same in percent escapes however deep, dot segments, control characters (a browser
 * drops tabs and line ends and then sees two slashes), escapes that are no UTF-8.
 */
public final class SafeRedirect {
    private static final int LONGEST = 2000;
    private static final String HEX = "0123456789ABCDEF";
    private static final String NOT_AS_THEY_ARE = " \"<>\\^`{|}";

    private SafeRedirect() {}

    /**
     * The target where it is local, else the other address.
     *
     * @param target as the request gave it, decoded once; may be null
     * @param otherwise the application's own, which is not checked
     */
    public static String to(@Nullable String target, String otherwise) {
        String local = local(target);
        return local == null ? otherwise : local;
    }

    /**
     * The target as it may stand in a {@code Location} header, where it is local: what is not ASCII
     * is percent-encoded. Null for every other text, for none, and for more than 2000 characters.
     */
    public static @Nullable String local(@Nullable String target) {
        return target != null && target.length() <= LONGEST && isLocal(target)
                ? encoded(target)
                : null;
    }

    private static boolean isLocal(String target) {
        if (target.chars().anyMatch(Character::isISOControl)
                || target.codePoints().anyMatch(SafeRedirect::isHalfOfOne)) {
            return false;
        }
        // as often as somebody on the way may decode it
        String path = target.split("[?#]", 2)[0];
        while (isLocalPath(path)) {
            String decoded = decoded(path);
            if (decoded == null) {
                return false;
            }
            if (decoded.equals(path)) {
                return true;
            }
            path = decoded;
        }
        return false;
    }

    private static boolean isLocalPath(String path) {
        // a server that drops parameters of a path makes two slashes of "/;/"
        if (!path.startsWith("/") || path.startsWith("//") || path.startsWith("/;")) {
            return false;
        }
        if (path.indexOf('\\') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            String name = segment.split(";", 2)[0];
            if (name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHalfOfOne(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Without its percent escapes; null where one is wrong. */
    private static @Nullable String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '%') {
                bytes.put(text[i]);
                continue;
            }
            int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            if (low < 0) {
                return null;
            }
            bytes.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String encoded(String target) {
        StringBuilder text = new StringBuilder();
        for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || NOT_AS_THEY_ARE.indexOf(b) >= 0) {
                text.append('%').append(HEX.charAt((b & 0xF0) >> 4)).append(HEX.charAt(b & 0xF));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }
}

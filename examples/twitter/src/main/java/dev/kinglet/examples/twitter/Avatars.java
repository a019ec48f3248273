package dev.kinglet.examples.twitter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Pictures of people, drawn here: no other site learns who looks at whom. */
final class Avatars {
    private static final int SIZE = 5; // squares, the left half mirrored

    private Avatars() {}

    /** Where the picture is; the same for the same text, which it does not tell. */
    static String url(String text) {
        try {
            byte[] all = text.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all);
            return "/avatars/" + HexFormat.of().formatHex(hash, 0, 4) + ".svg";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The picture of eight hexadecimal digits. */
    static String svg(String digits) {
        int bits = ByteBuffer.wrap(HexFormat.of().parseHex(digits)).getInt();
        StringBuilder squares = new StringBuilder();
        for (int x = 0; x < SIZE; x++) {
            for (int y = 0; y < SIZE; y++) {
                int bit = Math.min(x, SIZE - 1 - x) * SIZE + y;
                if ((bits >> bit & 1) == 1) {
                    squares.append("M%d %dh1v1h-1z".formatted(x + 1, y + 1));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 7 7" shape-rendering="crispEdges">\
                <path fill="hsl(%1$d 60%% 90%%)" d="M0 0h7v7H0z"/>\
                <path fill="hsl(%1$d 55%% 40%%)" d="%2$s"/></svg>
                """
                .formatted((bits >>> 16) % 360, squares);
    }
}

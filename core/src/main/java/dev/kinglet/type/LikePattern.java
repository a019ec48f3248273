package dev.kinglet.type;

/** From LIKE to GLOB, SQLite's own pattern match, which tells case apart as LIKE does elsewhere. */
public final class LikePattern {
    private LikePattern() {}

    /**
     * The pattern of GLOB that matches what this one of LIKE does: {@code %} becomes {@code *},
     * {@code _} becomes {@code ?}, what is special to GLOB alone is put in brackets, and a
     * backslash makes the character behind it an ordinary one. A backslash at the end stands for
     * itself.
     */
    public static String toGlob(String pattern) {
        StringBuilder glob = new StringBuilder(pattern.length() + 8);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                literal(glob, pattern.charAt(++i));
            } else if (c == '%') {
                glob.append('*');
            } else if (c == '_') {
                glob.append('?');
            } else {
                literal(glob, c);
            }
        }
        return glob.toString();
    }

    private static void literal(StringBuilder glob, char c) {
        if (c == '*' || c == '?' || c == '[') {
            glob.append('[').append(c).append(']');
        } else {
            glob.append(c);
        }
    }
}

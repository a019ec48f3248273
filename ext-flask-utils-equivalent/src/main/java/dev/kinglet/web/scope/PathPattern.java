package dev.kinglet.web.scope;

import dev.kinglet.errors.ProgrammingException;
import org.jspecify.annotations.Nullable;

/**
 * A path, in which {@code *} stands for one part, and {@code **} at its end for all that follow.
 */
final class PathPattern {
    private final String[] parts;
    private final boolean open;

    private PathPattern(String[] parts, boolean open) {
        this.parts = parts;
        this.open = open;
    }

    static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw refused(text);
        }
        boolean open = text.endsWith("/**");
        String closed = open ? text.substring(0, text.length() - 3) : text;
        String[] parts = parts(closed);
        for (String part : parts) {
            if (part.contains("*") && !part.equals("*")) {
                throw refused(text);
            }
        }
        return new PathPattern(parts, open);
    }

    private static ProgrammingException refused(String text) {
        return new ProgrammingException(
                "a path that is no pattern: " + text,
                (@Nullable String) null,
                "write /health, /assets/** or /*/ping: * is one part, ** at the end all the rest");
    }

    boolean matches(String path) {
        String[] asked = parts(path);
        if (open ? asked.length < parts.length : asked.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].equals("*") && !parts[i].equals(asked[i])) {
                return false;
            }
        }
        return true;
    }

    /** A slash at the end says nothing; neither does the path of a session, behind a semicolon. */
    private static String[] parts(String path) {
        int end = path.indexOf(';');
        String plain = end < 0 ? path : path.substring(0, end);
        String inner = plain.startsWith("/") ? plain.substring(1) : plain;
        return inner.isEmpty() ? new String[0] : inner.split("/");
    }
}

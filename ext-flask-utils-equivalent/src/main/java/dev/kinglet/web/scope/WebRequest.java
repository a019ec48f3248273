package dev.kinglet.web.scope;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request scope wants to know of a request; adapters of web frameworks give it. */
public interface WebRequest {

    /** {@code GET}, {@code POST}, .. in capitals. */
    String method();

    /** The path within the application: it begins with a slash, and holds no query string. */
    String path();

    /** The first header of this name, in whatever capitals; null where there is none. */
    @Nullable String header(String name);

    /** One without headers, for jobs and tests. */
    static WebRequest of(String method, String path) {
        String capitals = method.toUpperCase(Locale.ROOT);
        return new WebRequest() {
            @Override
            public String method() {
                return capitals;
            }

            @Override
            public String path() {
                return path;
            }

            @Override
            public @Nullable String header(String name) {
                return null;
            }

            @Override
            public String toString() {
                return capitals + " " + path;
            }
        };
    }

    /** Whether it only asks: GET, HEAD, OPTIONS and TRACE change nothing. */
    default boolean isSafe() {
        return switch (method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }
}

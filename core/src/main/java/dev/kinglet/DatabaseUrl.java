package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database URL into a builder. Messages repeat the scheme and never the rest, which may
 * hold a password.
 */
final class DatabaseUrl {
    private static final String FORMS =
            "sqlite:///file.db, sqlite::memory: or postgresql://user:password@host:5432/database?pool.max=20";

    private final String url;
    private final DatabaseBuilder builder = new DatabaseBuilder();

    private DatabaseUrl(String url) {
        this.url = url;
    }

    static DatabaseBuilder parse(String url) {
        return new DatabaseUrl(url).parse();
    }

    private DatabaseBuilder parse() {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        int colon = plain.indexOf(':');
        if (colon < 0) {
            throw wrong("has no scheme");
        }
        String scheme = plain.substring(0, colon);
        String rest = plain.substring(colon + 1);
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        List<String> others = settings(query < 0 ? "" : rest.substring(query + 1));
        switch (scheme) {
            case "sqlite" -> sqlite(place, others);
            case "postgres", "postgresql" -> postgres(place, others);
            default -> throw wrong("has the unknown scheme '" + scheme + "'");
        }
        return builder;
    }

    private void sqlite(String place, List<String> others) {
        if (!others.isEmpty()) {
            throw wrong(
                    "has the setting '" + name(others.get(0)) + "', which SQLite does not know");
        }
        // sqlite:///file is relative, sqlite:////file absolute, as everywhere
        String file = place.startsWith("///") ? place.substring(3) : place;
        if (file.startsWith("//")) {
            throw wrong("names a host, and SQLite has none");
        }
        builder.sqlite(file.isEmpty() ? ":memory:" : file);
    }

    private void postgres(String place, List<String> others) {
        if (!place.startsWith("//")) {
            throw wrong("has no host");
        }
        String authority = place.substring(2);
        int at = authority.lastIndexOf('@');
        String user = null;
        String password = null;
        if (at >= 0) {
            String[] login = authority.substring(0, at).split(":", 2);
            user = decoded(login[0]);
            password = login.length > 1 ? decoded(login[1]) : null;
        }
        String hostAndDatabase = authority.substring(at + 1);
        if (hostAndDatabase.indexOf('/') < 0 || hostAndDatabase.endsWith("/")) {
            throw wrong("names no database");
        }
        String driver = others.isEmpty() ? "" : "?" + String.join("&", others);
        builder.postgres("jdbc:postgresql://" + hostAndDatabase + driver, user, password);
    }

    /** Takes out what the pool is told; what is left is the driver's. */
    private List<String> settings(String query) {
        List<String> others = new ArrayList<>();
        for (String setting : query.split("&")) {
            String value = setting.substring(Math.min(setting.indexOf('=') + 1, setting.length()));
            switch (name(setting)) {
                case "" -> {}
                case "pool.max" -> builder.poolSize(number(setting, value));
                case "pool.timeout" ->
                        builder.poolTimeout(Duration.ofMillis(number(setting, value)));
                default -> others.add(setting);
            }
        }
        return others;
    }

    private int number(String setting, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong("has a " + name(setting) + " that is no number");
        }
    }

    private static String name(String setting) {
        int end = setting.indexOf('=');
        return end < 0 ? setting : setting.substring(0, end);
    }

    private @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a user or password with a lone %: write it as %25");
        }
    }

    private ProgrammingException wrong(String what) {
        return new ProgrammingException("the database URL " + what, null, "write it as " + FORMS);
    }
}

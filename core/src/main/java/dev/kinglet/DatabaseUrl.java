package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

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
        switch (scheme) {
            case "sqlite" -> sqlite(place);
            case "postgres", "postgresql" -> postgres(place);
            default -> throw wrong("has the unknown scheme '" + scheme + "'");
        }
        if (query >= 0) {
            settings(rest.substring(query + 1));
        }
        return builder;
    }

    private void sqlite(String place) {
        // sqlite:///file is relative, sqlite:////file absolute, as everywhere
        String file = place.startsWith("///") ? place.substring(3) : place;
        if (file.startsWith("//")) {
            throw wrong("names a host, and SQLite has none");
        }
        builder.sqlite(file.isEmpty() ? ":memory:" : file);
    }

    private void postgres(String place) {
        if (!place.startsWith("//")) {
            throw wrong("has no host");
        }
        String authority = place.substring(2);
        int at = authority.lastIndexOf('@');
        String user = null;
        String password = null;
        if (at >= 0) {
            String[] login = authority.substring(0, at).split(":", 2);
            user = decoded(login[0], "user");
            password = login.length > 1 ? decoded(login[1], "password") : null;
        }
        String hostAndDatabase = authority.substring(at + 1);
        if (hostAndDatabase.indexOf('/') < 0 || hostAndDatabase.endsWith("/")) {
            throw wrong("names no database");
        }
        builder.postgres("jdbc:postgresql://" + hostAndDatabase, user, password);
    }

    private void settings(String query) {
        for (String setting : query.split("&")) {
            String name = name(setting);
            if (!name.isEmpty()) {
                String value =
                        setting.substring(Math.min(setting.indexOf('=') + 1, setting.length()));
                builder.setting(name, setting.indexOf('=') < 0 ? "true" : decoded(value, name));
            }
        }
    }

    private static String name(String setting) {
        int end = setting.indexOf('=');
        return end < 0 ? setting : setting.substring(0, end);
    }

    private String decoded(String text, String what) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a " + what + " with a lone %: write it as %25");
        }
    }

    private ProgrammingException wrong(String what) {
        return new ProgrammingException("the database URL " + what, null, "write it as " + FORMS);
    }
}

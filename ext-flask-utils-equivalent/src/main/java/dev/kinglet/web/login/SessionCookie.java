package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A signed cookie that holds a {@link Session}: {@code SessionCookie.of("session", keys)}. An
 * immutable value, made once and shared.
 *
 * <p>It reads the request's {@code Cookie} header and makes lines for {@code Set-Cookie}, as every
 * framework has them. The cookie is kept from scripts ({@code HttpOnly}), from other sites' forms
 * ({@code SameSite=Lax}), and from plain http ({@code Secure}), and lives for 14 days.
 */
public final class SessionCookie {
    private static final int LONGEST_VALUE = 2000;
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private final SessionKeys keys;
    private final String name;
    private final String path;
    private final String sameSite;
    private final boolean secure;
    private final Duration lifetime;
    private final Seal seal;

    SessionCookie(
            SessionKeys keys,
            String name,
            String path,
            String sameSite,
            boolean secure,
            Duration lifetime,
            Clock clock) {
        if (name.startsWith("__Host-") && !(secure && path.equals("/"))
                || name.startsWith("__Secure-") && !secure) {
            throw new ProgrammingException(
                    "the cookie " + name + ", which browsers refuse so",
                    (String) null,
                    "__Host- is for secure cookies of the path /, __Secure- for secure ones");
        }
        this.keys = keys;
        this.name = name;
        this.path = path;
        this.sameSite = sameSite;
        this.secure = secure;
        this.lifetime = lifetime;
        this.seal = new Seal(keys, "session " + name, lifetime, clock);
    }

    /**
     * The cookie of this name. {@code __Host-session} makes browsers refuse one that another host
     * of the same domain has set.
     *
     * @throws ProgrammingException where a cookie cannot have that name
     */
    public static SessionCookie of(String name, SessionKeys keys) {
        return new SessionCookie(
                keys, checked(name), "/", "Lax", true, Duration.ofDays(14), Clock.systemUTC());
    }

    /**
     * How long a session lasts from the time when its line was made; a line made anew at each
     * request lets it last as long as the visitor is there.
     */
    public SessionCookie lifetime(Duration lifetime) {
        return with(path, sameSite, secure, lifetime, Clock.systemUTC());
    }

    /** Below which path the browser sends it; {@code /} if unsaid. */
    public SessionCookie path(String path) {
        if (!path.startsWith("/") || !path.chars().allMatch(c -> c > ' ' && c < 127 && c != ';')) {
            throw new ProgrammingException(
                    "the path of a cookie: \"" + path + "\"",
                    (String) null,
                    "begin it with a slash");
        }
        return with(path, sameSite, secure, lifetime, Clock.systemUTC());
    }

    /** Sent for requests of this site only, not even when another site's link is followed. */
    public SessionCookie strict() {
        return with(path, "Strict", secure, lifetime, Clock.systemUTC());
    }

    /** Sent over plain http as well: for development on localhost. */
    public SessionCookie insecure() {
        return with(path, sameSite, false, lifetime, Clock.systemUTC());
    }

    /** As the clock of a test has it. */
    SessionCookie at(Clock clock) {
        return with(path, sameSite, secure, lifetime, clock);
    }

    private SessionCookie with(
            String path, String sameSite, boolean secure, Duration lifetime, Clock clock) {
        return new SessionCookie(keys, name, path, sameSite, secure, lifetime, clock);
    }

    /**
     * The line for {@code Set-Cookie} that gives the visitor this session.
     *
     * @throws ProgrammingException for a value of more than 2000 bytes: it travels with each
     *     request
     */
    public String header(Session session) {
        byte[] value = session.value().getBytes(StandardCharsets.UTF_8);
        if (value.length > LONGEST_VALUE) {
            throw new ProgrammingException(
                    "a session of " + value.length + " bytes",
                    (String) null,
                    "keep a key in it, and the rest in the database");
        }
        byte[] id = session.id().getBytes(StandardCharsets.UTF_8);
        ByteBuffer content =
                ByteBuffer.allocate(1 + id.length + value.length)
                        .put((byte) id.length)
                        .put(id)
                        .put(value);
        return line(seal.close(content.array()), lifetime.toSeconds());
    }

    /** The line for {@code Set-Cookie} that takes the cookie away. */
    public String cleared() {
        return line("", 0);
    }

    /**
     * The visitor's session; null where there is none, and where it is not signed by a key that is
     * believed, or too old. Nothing tells these apart: such a visitor is not logged in.
     *
     * @param cookies the request's {@code Cookie} header; may be null
     */
    public @Nullable Session read(@Nullable String cookies) {
        if (cookies == null) {
            return null;
        }
        // another host of the domain may have set one of the same name
        for (String cookie : cookies.split(";")) {
            String[] parts = cookie.strip().split("=", 2);
            byte[] content =
                    parts.length == 2 && parts[0].equals(name)
                            ? seal.open(unquoted(parts[1]))
                            : null;
            if (content != null) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                byte[] id = new byte[rest.get()];
                rest.get(id);
                byte[] value = new byte[rest.remaining()];
                rest.get(value);
                return new Session(
                        new String(value, StandardCharsets.UTF_8),
                        new String(id, StandardCharsets.UTF_8));
            }
        }
        return null;
    }

    /** A client may send a value back in quotes (RFC 6265). */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private String line(String value, long seconds) {
        return name
                + '='
                + value
                + "; Path="
                + path
                + "; Max-Age="
                + seconds
                + "; HttpOnly"
                + (secure ? "; Secure" : "")
                + "; SameSite="
                + sameSite;
    }

    private static String checked(String name) {
        boolean token =
                !name.isEmpty()
                        && name.chars()
                                .allMatch(
                                        c ->
                                                c >= '0' && c <= '9'
                                                        || c >= 'A' && c <= 'Z'
                                                        || c >= 'a' && c <= 'z'
                                                        || TOKEN.indexOf(c) >= 0);
        if (!token) {
            throw new ProgrammingException(
                    "the cookie name \"" + name + "\"", (String) null, "use letters, digits and -");
        }
        return name;
    }

    @Override
    public String toString() {
        return "cookie " + name;
    }
}

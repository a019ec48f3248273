package dev.kinglet.web.login;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an application knows of those who visit it: who is logged in, what the next page is to say,
 * and the tokens of their forms, all of it in two signed cookies, {@code session} and {@code
 * flash}. {@code Visitors.of(keys)} is made once and shared; {@link #open} is called for each
 * request.
 */
public final class Visitors {
    private static final Duration FLASH = Duration.ofMinutes(5);

    private final SessionCookie sessions;
    private final SessionCookie flashes;
    private final CsrfTokens tokens;

    private Visitors(SessionCookie sessions, SessionCookie flashes, CsrfTokens tokens) {
        this.sessions = sessions;
        this.flashes = flashes;
        this.tokens = tokens;
    }

    /** Cookies and tokens signed with these keys. */
    public static Visitors of(SessionKeys keys) {
        return new Visitors(
                SessionCookie.of("session", keys),
                SessionCookie.of("flash", keys).lifetime(FLASH),
                CsrfTokens.of(keys));
    }

    /** How long a visitor stays logged in; 14 days unless said. */
    public Visitors lifetime(Duration lifetime) {
        return new Visitors(sessions.lifetime(lifetime), flashes, tokens);
    }

    /** With cookies that are sent over plain http as well: for development on localhost. */
    public Visitors insecure() {
        return new Visitors(sessions.insecure(), flashes.insecure(), tokens);
    }

    /**
     * The visitor of a request, who belongs to the thread that answers it.
     *
     * @param cookies the request's {@code Cookie} header; may be null
     * @param setCookie adds a line {@code Set-Cookie} to the answer; called before {@link
     *     Visitor}'s methods return, so call those before the answer is sent
     */
    public Visitor open(@Nullable String cookies, Consumer<String> setCookie) {
        return new Visitor(sessions, flashes, tokens, cookies, setCookie);
    }

    @Override
    public String toString() {
        return "visitors by " + sessions;
    }
}

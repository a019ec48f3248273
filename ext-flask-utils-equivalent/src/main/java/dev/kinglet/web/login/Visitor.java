package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for one request: see {@link Visitors}. A template may be given it as it is, for {@code
 * visitor.csrf} and {@code visitor.flash}.
 */
public final class Visitor {
    private final SessionCookie sessions;
    private final SessionCookie flashes;
    private final CsrfTokens tokens;
    private final Consumer<String> setCookie;
    private @Nullable Session session;
    private @Nullable String flash;

    Visitor(
            SessionCookie sessions,
            SessionCookie flashes,
            CsrfTokens tokens,
            @Nullable String cookies,
            Consumer<String> setCookie) {
        this.sessions = sessions;
        this.flashes = flashes;
        this.tokens = tokens;
        this.setCookie = setCookie;
        this.session = sessions.read(cookies);
        Session said = flashes.read(cookies);
        this.flash = said == null ? null : said.value();
    }

    /** What {@link #logIn} was given; null where nobody is logged in. */
    public @Nullable String getUser() {
        return session == null || session.isAnonymous() ? null : session.value();
    }

    /** Whether somebody is logged in. */
    public boolean isLoggedIn() {
        return getUser() != null;
    }

    /**
     * Logs in. The session is a new one, so that nobody who knew the one before shares it.
     *
     * @param user the key of a user, a few words: signed, and not hidden
     * @throws ProgrammingException for an empty text, and for one of more than 2000 bytes
     */
    public void logIn(String user) {
        if (user.isEmpty()) {
            throw new ProgrammingException(
                    "a login of nobody", (String) null, "say who it is, or logOut()");
        }
        begin(Session.of(user));
    }

    /** Logs out; where nobody is logged in, too. Forms that are open are not accepted any more. */
    public void logOut() {
        begin(Session.anonymous());
    }

    /**
     * The token for a form, another text each time. A visitor without a session gets one for it, so
     * ask before the answer is sent.
     */
    public String getCsrf() {
        Session known = session;
        if (known == null) {
            known = Session.anonymous();
            begin(known);
        }
        return tokens.token(known);
    }

    /**
     * Whether a form carries a token of this visitor, and is not too old; where not, answer 403.
     *
     * @param token as it was sent; may be null
     */
    public boolean sent(@Nullable String token) {
        return tokens.matches(token, session);
    }

    /** Says something on the next page that asks for it, within five minutes. */
    public void flash(String message) {
        setCookie.accept(flashes.header(Session.of(message)));
    }

    /** Whether something is to be said on this page; asking does not use it up. */
    public boolean hasFlash() {
        return flash != null;
    }

    /** What is to be said on this page; null for nothing, and when asked once more. */
    public @Nullable String getFlash() {
        String said = flash;
        if (said != null) {
            flash = null;
            setCookie.accept(flashes.cleared());
        }
        return said;
    }

    private void begin(Session next) {
        setCookie.accept(sessions.header(next)); // refuses what is too long
        session = next;
    }

    /** Without who it is. */
    @Override
    public String toString() {
        return isLoggedIn() ? "visitor who is logged in" : "visitor";
    }
}

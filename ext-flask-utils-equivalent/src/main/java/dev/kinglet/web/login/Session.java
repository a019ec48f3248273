package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A visitor's session: who it is, and a random name that nobody can guess. {@link SessionCookie}
 * carries it; nothing is kept on the server.
 *
 * @param value the application's: the key of a user, a few words. It is signed and not hidden.
 *     Empty for a visitor who has a session and is not logged in
 * @param id 22 random characters, new with each {@link #of}; {@link CsrfTokens} are bound to it
 */
public record Session(String value, String id) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;
    private static final int LONGEST_ID = 64;

    /** A session that has an id already, of 1 to 64 ASCII characters. */
    public Session {
        if (id.isEmpty()
                || id.length() > LONGEST_ID
                || !id.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new ProgrammingException(
                    "the id of a session", (String) null, "let Session.of(value) make it");
        }
    }

    /**
     * A new session with an id of its own. Make one at each login and logout rather than to change
     * the value of the one before: then nobody can prepare a session for somebody else.
     */
    public static Session of(String value) {
        byte[] id = new byte[BYTES];
        RANDOM.nextBytes(id);
        return new Session(value, Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    }

    /** One for a visitor who is not logged in, who needs it for a {@link CsrfTokens token}. */
    public static Session anonymous() {
        return of("");
    }

    /** Whether nobody is logged in. */
    public boolean isAnonymous() {
        return value.isEmpty();
    }

    /** Without the id, which must not stand in a log. */
    @Override
    public String toString() {
        return isAnonymous() ? "anonymous session" : "session";
    }
}

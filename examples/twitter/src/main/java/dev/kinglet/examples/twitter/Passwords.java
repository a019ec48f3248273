package dev.kinglet.examples.twitter;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import org.jspecify.annotations.Nullable;

/** Passwords are stored as salted bcrypt hashes of 60 characters. */
final class Passwords {
    private static final int COST = 10; // each step doubles the time; 10 takes some 50 ms
    private static final Version VERSION = Version.VERSION_2A;
    // bcrypt alone reads 72 bytes and no more
    private static final LongPasswordStrategy LONG = LongPasswordStrategies.hashSha512(VERSION);
    private static final String NOBODY = hash("nobody has this password");

    private Passwords() {}

    static String hash(String password) {
        return BCrypt.with(LONG).hashToString(COST, password.toCharArray());
    }

    /**
     * Whether the password has this hash. A null hash stands for a user that is not there: it takes
     * as long as any other, so that the time does not tell which names exist.
     */
    static boolean check(String password, @Nullable String hash) {
        boolean verified =
                BCrypt.verifyer(VERSION, LONG)
                        .verify(password.toCharArray(), hash == null ? NOBODY : hash)
                        .verified;
        return verified && hash != null;
    }
}

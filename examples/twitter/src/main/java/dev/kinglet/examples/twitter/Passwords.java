package dev.kinglet.examples.twitter;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import dev.kinglet.examples.twitter.Models.User;
import org.jspecify.annotations.Nullable;

/** Passwords are stored as salted bcrypt hashes of 60 characters. */
final class Passwords {
    private static final int COST = 10; // each step doubles the time; 10 takes some 50 ms
    private static final Version VERSION = Version.VERSION_2A;
    // bcrypt alone reads 72 bytes and no more
    private static final LongPasswordStrategy LONG = LongPasswordStrategies.hashSha512(VERSION);
    private static final String NOBODY = hash("nobody has this password");

    private Passwords() {}

    /** Empty, which is no hash, for a password that is too short: the model refuses it. */
    static String hash(String password) {
        return password.length() < 8
                ? ""
                : BCrypt.with(LONG).hashToString(COST, password.toCharArray());
    }

    /**
     * Whether it is the password of the user. One who is not there takes as long as any other, so
     * that the time does not tell which names exist.
     */
    static boolean check(String password, @Nullable User user) {
        String hash = user == null ? NOBODY : user.getPasswordHash();
        return BCrypt.verifyer(VERSION, LONG).verify(password.toCharArray(), hash).verified
                && user != null;
    }
}

package dev.kinglet.migrate.internal.run;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How files of migrations are named: {@code 0002_add_bio.sql}. */
public final class ScriptNames {
    private static final Pattern FILE =
            Pattern.compile("((\\d+)_[\\p{L}\\p{N}_-]+)(\\.down)?\\.(sql|java|kt)");
    private static final Pattern NUMBER = Pattern.compile("^(\\d+)");

    /** By number, and those of one number by name; those without a number behind. */
    public static final Comparator<String> ORDER =
            Comparator.comparing(
                            ScriptNames::number, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Comparator.naturalOrder());

    private ScriptNames() {}

    /** The parts of a file name; null where it is none of a migration. */
    static @Nullable Name parse(String file) {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches()
                ? new Name(matcher.group(1), matcher.group(3) != null, matcher.group(4))
                : null;
    }

    /** Whether somebody may have meant a migration: others of the folder are nobody's business. */
    static boolean isCandidate(String file) {
        return NUMBER.matcher(file).find() && file.matches(".*\\.(sql|java|kt)");
    }

    /** The number that an id begins with; null for none. */
    public static @Nullable BigInteger number(String id) {
        Matcher matcher = NUMBER.matcher(id);
        return matcher.find() ? new BigInteger(matcher.group(1)) : null;
    }

    /** The id behind these: {@code 0003_add_bio}. Of a name only letters and digits are kept. */
    public static String next(Iterable<String> ids, String name) {
        BigInteger last = BigInteger.ZERO;
        int width = 4;
        for (String id : ids) {
            BigInteger number = number(id);
            if (number != null) {
                last = last.max(number);
                width = Math.max(width, id.length() - id.replaceFirst("^\\d+", "").length());
            }
        }
        String digits = last.add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, width - digits.length())) + digits + "_" + slug(name);
    }

    /** {@code Add bio!} as {@code add_bio}. */
    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", "_")
                        .replaceAll("^_+|_+$", "");
        if (slug.isEmpty()) {
            throw new Problem(
                    "'" + name + "' is no name for a migration",
                    null,
                    "say what it does, such as add_bio");
        }
        return slug;
    }

    record Name(String id, boolean isDown, String kind) {}
}

package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings as they stand in URLs and properties. A value is never repeated: it may be a secret. */
public final class SettingText {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|)");

    private SettingText() {}

    public static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong(name, "is no number", "write digits only");
        }
    }

    /** Milliseconds, or a number with its unit: {@code 500}, {@code 30s}, {@code 10m}. */
    public static Duration duration(String name, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw wrong(name, "is no length of time", "write milliseconds, or 500ms, 30s, 10m, 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofMillis(amount);
        };
    }

    public static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "is neither true nor false", "write true or false");
        };
    }

    private static ProgrammingException wrong(String name, String what, String hint) {
        return new ProgrammingException("the setting '" + name + "' " + what, null, hint);
    }
}

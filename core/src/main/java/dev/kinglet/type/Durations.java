package dev.kinglet.type;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Lengths of time: microseconds on SQLite, intervals without months on PostgreSQL. */
final class Durations {
    private static final long MICROS = 1_000_000;

    private Durations() {}

    static Duration fit(Duration value) {
        return value.getNano() % 1_000 == 0 ? value : value.truncatedTo(ChronoUnit.MICROS);
    }

    static long toMicros(Duration value) {
        Duration fitting = fit(value);
        try {
            return Math.addExact(
                    Math.multiplyExact(fitting.getSeconds(), MICROS), fitting.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a duration of "
                            + value.toDays()
                            + " days does not fit: it has to be one of microseconds in 64 bits",
                    e);
        }
    }

    static Duration ofMicros(long micros) {
        return Duration.ofSeconds(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }

    /** As an interval of hours, minutes and seconds: it has no days, which may be of 23 hours. */
    static String toInterval(Duration value) {
        long micros = toMicros(value);
        // unsigned, because the smallest number has no positive twin
        String sign = micros < 0 ? "-" : "";
        long size = Math.abs(micros);
        long seconds = Long.divideUnsigned(size, MICROS);
        long rest = Long.remainderUnsigned(size, MICROS);
        return sign
                + seconds / 3600
                + two(seconds / 60 % 60)
                + two(seconds % 60)
                + '.'
                + String.valueOf(MICROS + rest).substring(1);
    }

    private static String two(long number) {
        return number < 10 ? ":0" + number : ":" + number;
    }

    /**
     * Reads what PostgreSQL prints by default, {@code 3 days -04:05:06.789}, and ISO 8601.
     *
     * @throws IllegalArgumentException for months and years, which are no length of time
     */
    static Duration parse(String text) {
        try {
            return text.startsWith("P") ? Duration.parse(text) : parsePostgres(text);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a stored interval of months, or in a style that is not PostgreSQL's default, is no duration",
                    e);
        }
    }

    private static Duration parsePostgres(String text) {
        String[] parts = text.split(" ");
        Duration sum = Duration.ZERO;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].indexOf(':') > 0) {
                sum = sum.plus(clock(parts[i]));
            } else if (parts[++i].startsWith("day")) {
                sum = sum.plusDays(Long.parseLong(parts[i - 1]));
            } else {
                throw new NumberFormatException();
            }
        }
        return sum;
    }

    private static Duration clock(String text) {
        boolean negative = text.charAt(0) == '-';
        String[] parts = text.substring(negative || text.charAt(0) == '+' ? 1 : 0).split(":");
        int point = parts[2].indexOf('.');
        long seconds =
                Long.parseLong(parts[0]) * 3600
                        + Long.parseLong(parts[1]) * 60
                        + Long.parseLong(point < 0 ? parts[2] : parts[2].substring(0, point));
        String fraction = point < 0 ? "" : parts[2].substring(point + 1);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        Duration size = Duration.ofSeconds(seconds, nanos);
        return negative ? size.negated() : size;
    }
}

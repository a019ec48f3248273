package dev.kinglet.type;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of dates and times on SQLite: {@code yyyy-MM-dd HH:mm:ss.SSSSSS}, always so
 * long, so that the text sorts as the time does and SQLite's own date functions read it. Reading
 * takes the shorter and the {@code T} forms of ISO 8601 as well, because other programs write them.
 */
final class TimeText {
    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 8;
    private static final int TIME_LENGTH = 15;

    private TimeText() {}

    static String format(LocalDateTime value) {
        byte[] text = new byte[DATE_LENGTH + 1 + TIME_LENGTH];
        put(text, value.toLocalDate());
        text[DATE_LENGTH] = ' ';
        put(text, DATE_LENGTH + 1, value.toLocalTime());
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static String format(LocalDate value) {
        byte[] text = new byte[DATE_LENGTH];
        put(text, value);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static String format(LocalTime value) {
        byte[] text = new byte[TIME_LENGTH];
        put(text, 0, value);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** With a Z behind it: all of them are of one zone, so the text sorts. */
    static String format(OffsetDateTime value) {
        return format(Moments.utc(value).toLocalDateTime()) + 'Z';
    }

    /** Reads any offset; none is UTC. */
    static OffsetDateTime parseZoned(String text) {
        int end = text.length();
        int zone = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        try {
            if (text.endsWith("Z")) {
                return parseDateTime(text.substring(0, end - 1)).atOffset(ZoneOffset.UTC);
            }
            if (zone > DATE_LENGTH) {
                return Moments.fit(
                        parseDateTime(text.substring(0, zone))
                                .atOffset(ZoneOffset.of(text.substring(zone))));
            }
            return parseDateTime(text).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw unreadable("date and time", text, e);
        }
    }

    static LocalDateTime parseDateTime(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                return date(text).atStartOfDay();
            }
            char separator = text.length() > DATE_LENGTH ? text.charAt(DATE_LENGTH) : 0;
            if (separator != ' ' && separator != 'T') {
                throw unreadable("date and time", text, null);
            }
            return LocalDateTime.of(date(text), time(text, DATE_LENGTH + 1));
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw unreadable("date and time", text, e);
        }
    }

    static LocalDate parseDate(String text) {
        try {
            if (text.length() != DATE_LENGTH) {
                return parseDateTime(text).toLocalDate();
            }
            return date(text);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw unreadable("date", text, e);
        }
    }

    static LocalTime parseTime(String text) {
        try {
            return time(text, 0);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw unreadable("time", text, e);
        }
    }

    private static IllegalArgumentException unreadable(
            String kind, String text, @Nullable Exception cause) {
        // the stored text may be a secret that landed in the wrong column: its length is told, not
        // itself
        return new IllegalArgumentException(
                "a stored text of " + text.length() + " characters is no " + kind, cause);
    }

    private static void put(byte[] text, LocalDate date) {
        int year = date.getYear();
        Moments.requireYear(year);
        digits(text, 0, 4, year);
        text[4] = '-';
        digits(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, date.getDayOfMonth());
    }

    private static void put(byte[] text, int at, LocalTime time) {
        digits(text, at, 2, time.getHour());
        text[at + 2] = ':';
        digits(text, at + 3, 2, time.getMinute());
        text[at + 5] = ':';
        digits(text, at + 6, 2, time.getSecond());
        text[at + 8] = '.';
        digits(text, at + 9, 6, time.getNano() / 1000);
    }

    private static void digits(byte[] text, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static LocalDate date(String text) {
        if (text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new NumberFormatException();
        }
        return LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    }

    private static LocalTime time(String text, int at) {
        int length = text.length() - at;
        if (text.charAt(at + 2) != ':') {
            throw new NumberFormatException();
        }
        int hour = number(text, at, 2);
        int minute = number(text, at + 3, 2);
        if (length == 5) {
            return LocalTime.of(hour, minute);
        }
        if (text.charAt(at + 5) != ':') {
            throw new NumberFormatException();
        }
        int second = number(text, at + 6, 2);
        if (length == SECONDS_LENGTH) {
            return LocalTime.of(hour, minute, second);
        }
        int digits = length - SECONDS_LENGTH - 1;
        if (text.charAt(at + SECONDS_LENGTH) != '.' || digits < 1 || digits > 9) {
            throw new NumberFormatException();
        }
        int fraction = number(text, at + SECONDS_LENGTH + 1, digits);
        for (int i = digits; i < 9; i++) {
            fraction *= 10;
        }
        return LocalTime.of(hour, minute, second, fraction);
    }

    private static int number(String text, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            value = value * 10 + digit;
        }
        return value;
    }
}

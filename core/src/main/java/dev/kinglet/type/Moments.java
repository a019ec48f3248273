package dev.kinglet.type;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The rules of points in time: years 1 to 9999, microseconds, UTC. */
final class Moments {
    private static final long FIRST =
            OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toEpochSecond();
    private static final long LAST =
            OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 0, ZoneOffset.UTC).toEpochSecond();

    private Moments() {}

    /** Both databases take them to be of our calendar, with four digits. */
    static void requireYear(int year) {
        if (year < 1 || year > 9999) {
            throw outside("year " + year);
        }
    }

    /** The ticks of a second that a point in time can be counted in. */
    static void requireTicks(int ticks) {
        if (ticks < 1 || ticks > 1_000_000 || 1_000_000 % ticks != 0) {
            throw new IllegalArgumentException(
                    "epoch("
                            + ticks
                            + "): the ticks of a second have to divide a million, as 1, 1000 and 1000000 do");
        }
    }

    static LocalDate date(LocalDate value) {
        requireYear(value.getYear());
        return value;
    }

    /** Cut, not rounded: 23:59:59.9999999 would become the next day. */
    static LocalDateTime dateTime(LocalDateTime value) {
        requireYear(value.getYear());
        return fit(value);
    }

    /** Cut; most values have nothing to cut. */
    static LocalDateTime fit(LocalDateTime value) {
        return value.getNano() % 1_000 == 0 ? value : value.truncatedTo(ChronoUnit.MICROS);
    }

    /** The same moment as it is read back; what is outside of the years stays as it is. */
    static OffsetDateTime fit(OffsetDateTime value) {
        return isOutside(value.toEpochSecond())
                ? value
                : value.withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime utc(OffsetDateTime value) {
        if (isOutside(value.toEpochSecond())) {
            throw outside("year " + value.getYear());
        }
        return fit(value);
    }

    /** Cut; what is outside of the years stays as it is. */
    static Instant fit(Instant value) {
        return isOutside(value.getEpochSecond()) ? value : value.truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime utc(Instant value) {
        if (isOutside(value.getEpochSecond())) {
            throw outside("the instant");
        }
        return fit(value).atOffset(ZoneOffset.UTC);
    }

    // ---- as numbers

    /** The whole ticks since 1970, of so many a second. */
    static long toEpoch(Instant value, int ticks) {
        if (isOutside(value.getEpochSecond())) {
            throw outside("the instant");
        }
        return value.getEpochSecond() * ticks + value.getNano() / (1_000_000_000 / ticks);
    }

    static Instant ofEpoch(long value, int ticks) {
        return Instant.ofEpochSecond(
                Math.floorDiv(value, (long) ticks),
                Math.floorMod(value, (long) ticks) * (1_000_000_000L / ticks));
    }

    static Instant fit(Instant value, int ticks) {
        return isOutside(value.getEpochSecond()) ? value : ofEpoch(toEpoch(value, ticks), ticks);
    }

    private static boolean isOutside(long epochSecond) {
        return epochSecond < FIRST || epochSecond > LAST;
    }

    private static IllegalArgumentException outside(String what) {
        return new IllegalArgumentException(
                what + " does not fit: dates and times go from year 1 to 9999");
    }
}

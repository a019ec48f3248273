package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.type.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Parts and beginnings of dates and times. On SQLite they are cut out of the text, whose places are
 * fixed; SQLite's own functions are only asked for weeks, because they round fractions of a second
 * to milliseconds, which may be those of the next minute. Points in time are taken in UTC.
 */
final class Dates {
    // made once for each: their texts are part of the key of a query
    private static final Map<Key, SqlFunction> KNOWN = new ConcurrentHashMap<>();

    private record Key(String what, @Nullable DatePart part, Class<?> type, int ticks) {
        Key(String what, @Nullable DatePart part, Expr<?> operand) {
            this(what, part, operand.type().javaType(), operand.type().ticks());
        }
    }

    private Dates() {}

    /** The part as a number, for both databases. */
    static SqlFunction part(DatePart part, Expr<?> operand) {
        Key key = new Key("part", part, operand);
        SqlFunction known = KNOWN.get(key);
        if (known == null) {
            known = makePart(part, operand);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static SqlFunction makePart(DatePart part, Expr<?> operand) {
        Class<?> type = operand.type().javaType();
        boolean has =
                isMoment(type)
                        || type == LocalDate.class && !isOfClock(part)
                        || type == LocalTime.class && isOfClock(part);
        if (!has) {
            throw unfit("part " + part, operand);
        }
        return new SqlFunction(
                part.name().toLowerCase(Locale.ROOT),
                readOnSqlite(partOnSqlite(part, type), operand.type()),
                readOnPostgres(partOnPostgres(part), operand.type()));
    }

    /** The moment at which the part began that the operand is in. */
    static SqlFunction truncation(DatePart part, Expr<?> operand) {
        Key key = new Key("truncation", part, operand);
        SqlFunction known = KNOWN.get(key);
        if (known == null) {
            known = makeTruncation(part, operand);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static SqlFunction makeTruncation(DatePart part, Expr<?> operand) {
        Class<?> type = operand.type().javaType();
        if (!isMoment(type) && type != LocalDate.class) {
            throw unfit("truncate to " + part, operand);
        }
        boolean date = type == LocalDate.class;
        String start = startOnSqlite(part, date);
        if (start == null) {
            throw unfit("truncate to " + part, operand);
        }
        String unit = part.name().toLowerCase(Locale.ROOT);
        // of a bare date PostgreSQL would make a moment in the time zone of the session
        String cut =
                "date_trunc('" + unit + "', " + (date ? "cast({0} as timestamp)" : "{0}") + ")";
        return new SqlFunction(
                "truncate_" + unit,
                madeOnSqlite(start, operand.type(), false),
                date ? "cast(" + cut + " as date)" : madeOnPostgres(cut, operand.type(), false));
    }

    /** The operand some parts later; {@code {1}} is their number. */
    static SqlFunction addition(DatePart part, Expr<?> operand) {
        Key key = new Key("addition", part, operand);
        SqlFunction known = KNOWN.get(key);
        if (known == null) {
            known = makeAddition(part, operand);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static SqlFunction makeAddition(DatePart part, Expr<?> operand) {
        Class<?> type = operand.type().javaType();
        boolean date = type == LocalDate.class;
        if (!isMoment(type) && !(date && !isOfClock(part))) {
            throw unfit("add " + part, operand);
        }
        String unit;
        int times = 1;
        switch (part) {
            case QUARTER -> {
                unit = "month";
                times = 3;
            }
            case WEEK -> {
                unit = "day";
                times = 7;
            }
            case DAY_OF_WEEK, DAY_OF_YEAR -> unit = "day";
            default -> unit = part.name().toLowerCase(Locale.ROOT);
        }
        String count = times == 1 ? "{1}" : "({1} * " + times + ")";
        // 'floor' keeps the 31st of January plus a month in February, as PostgreSQL does
        String modifiers = "(" + count + ") || ' " + unit + "s', 'floor'";
        String sqlite =
                date
                        ? "date({0}, " + modifiers + ")"
                        : "(datetime(substr({0}, 1, 19), " + modifiers + ") || substr({0}, 20))";
        String sum = "({0} + " + count + " * interval '1 " + unit + "')";
        return new SqlFunction(
                "add_" + unit,
                madeOnSqlite(sqlite, operand.type(), true),
                date ? "cast(" + sum + " as date)" : madeOnPostgres(sum, operand.type(), true));
    }

    /** The whole seconds since 1970. */
    static SqlFunction epochSecond(Expr<?> operand) {
        Key key = new Key("epoch", null, operand);
        SqlFunction known = KNOWN.get(key);
        if (known == null) {
            if (!isMoment(operand.type().javaType())) {
                throw unfit("epochSecond", operand);
            }
            known =
                    new SqlFunction(
                            "epoch_second",
                            readOnSqlite("unixepoch(substr({0}, 1, 19))", operand.type()),
                            readOnPostgres(
                                    "cast(floor(extract(epoch from {0})) as bigint)",
                                    operand.type()));
            KNOWN.put(key, known);
        }
        return known;
    }

    // ---- moments, which are all read as date and time in UTC

    private static boolean isMoment(Class<?> type) {
        return type == LocalDateTime.class || isZoned(type);
    }

    private static boolean isZoned(Class<?> type) {
        return type == OffsetDateTime.class || type == Instant.class;
    }

    private static String readOnSqlite(String template, DataType<?> type) {
        int ticks = type.ticks();
        if (ticks == 0) {
            return template; // with a zone or without: the places are the same
        }
        // divided down: -1 of a thousand is in the second before
        String seconds = ticks == 1 ? "{0}" : "({0} - " + rest(ticks) + ") / " + ticks;
        return template.replace("{0}", "datetime(" + seconds + ", 'unixepoch')");
    }

    private static String readOnPostgres(String template, DataType<?> type) {
        int ticks = type.ticks();
        if (ticks == 0) {
            return isZoned(type.javaType())
                    ? template.replace("{0}", "({0} at time zone 'UTC')")
                    : template;
        }
        String seconds = ticks == 1 ? "{0}" : "({0} - " + rest(ticks) + ") / " + ticks;
        return template.replace("{0}", "(to_timestamp(" + seconds + ") at time zone 'UTC')");
    }

    /** A moment of the operand's type again; with the fraction of its second where it was kept. */
    private static String madeOnSqlite(String template, DataType<?> type, boolean kept) {
        int ticks = type.ticks();
        if (ticks == 0) {
            return isZoned(type.javaType()) && !kept ? "(" + template + " || 'Z')" : template;
        }
        return counted("unixepoch(" + readOnSqlite(template, type) + ")", ticks, kept);
    }

    private static String madeOnPostgres(String template, DataType<?> type, boolean kept) {
        int ticks = type.ticks();
        String read = readOnPostgres(template, type);
        if (ticks == 0) {
            return isZoned(type.javaType()) ? "(" + read + " at time zone 'UTC')" : read;
        }
        return counted("cast(extract(epoch from " + read + ") as bigint)", ticks, kept);
    }

    private static String counted(String seconds, int ticks, boolean kept) {
        if (ticks == 1) {
            return seconds;
        }
        return "(" + seconds + " * " + ticks + (kept ? " + " + rest(ticks) : "") + ")";
    }

    private static String rest(int ticks) {
        return "({0} % " + ticks + " + " + ticks + ") % " + ticks;
    }

    private static boolean isOfClock(DatePart part) {
        return part == DatePart.HOUR || part == DatePart.MINUTE || part == DatePart.SECOND;
    }

    private static String partOnSqlite(DatePart part, Class<?> type) {
        boolean time = type == LocalTime.class;
        int clock = time ? 1 : 12;
        return switch (part) {
            case YEAR -> number(1, 4);
            case QUARTER -> "((" + number(6, 2) + " + 2) / 3)";
            case MONTH -> number(6, 2);
            case DAY -> number(9, 2);
            case WEEK -> "cast(strftime('%V', substr({0}, 1, 10)) as integer)";
            case DAY_OF_WEEK -> "cast(strftime('%u', substr({0}, 1, 10)) as integer)";
            case DAY_OF_YEAR -> "cast(strftime('%j', substr({0}, 1, 10)) as integer)";
            case HOUR -> number(clock, 2);
            case MINUTE -> number(clock + 3, 2);
            case SECOND -> number(clock + 6, 2);
        };
    }

    private static String number(int from, int length) {
        return "cast(substr({0}, " + from + ", " + length + ") as integer)";
    }

    private static String partOnPostgres(DatePart part) {
        return switch (part) {
            case DAY_OF_WEEK -> "cast(extract(isodow from {0}) as integer)";
            case DAY_OF_YEAR -> "cast(extract(doy from {0}) as integer)";
            case SECOND -> "cast(floor(extract(second from {0})) as integer)";
            default ->
                    "cast(extract("
                            + part.name().toLowerCase(Locale.ROOT)
                            + " from {0}) as integer)";
        };
    }

    private static @Nullable String startOnSqlite(DatePart part, boolean date) {
        String day =
                switch (part) {
                    case YEAR -> "substr({0}, 1, 4) || '-01-01";
                    case QUARTER ->
                            "substr({0}, 1, 4) || printf('-%02d', ("
                                    + number(6, 2)
                                    + " + 2) / 3 * 3 - 2) || '-01";
                    case MONTH -> "substr({0}, 1, 7) || '-01";
                    case WEEK -> "date(substr({0}, 1, 10), '-6 days', 'weekday 1') || '";
                    case DAY -> "substr({0}, 1, 10) || '";
                    default -> null;
                };
        if (day != null) {
            return date ? "(" + day + "')" : "(" + day + " 00:00:00.000000')";
        }
        if (date) {
            return null;
        }
        return switch (part) {
            case HOUR -> "(substr({0}, 1, 13) || ':00:00.000000')";
            case MINUTE -> "(substr({0}, 1, 16) || ':00.000000')";
            case SECOND -> "(substr({0}, 1, 19) || '.000000')";
            default -> null;
        };
    }

    private static ModelException unfit(String what, Expr<?> operand) {
        DataType<?> type = operand.type();
        return new ModelException(
                what + " does not suit " + operand + ", which is of type " + type,
                null,
                "use a date, or a date and time, and a part that it has");
    }
}

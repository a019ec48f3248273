package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.type.DataType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Parts and beginnings of dates and times. On SQLite they are cut out of the text, whose places are
 * fixed; SQLite's own functions are only asked for weeks, because they round fractions of a second
 * to milliseconds, which may be those of the next minute.
 */
final class Dates {
    // made once for each: their texts are part of the key of a query
    private static final Map<Key, SqlFunction> KNOWN = new ConcurrentHashMap<>();

    private record Key(String what, DatePart part, Class<?> type) {}

    private Dates() {}

    /** The part as a number, for both databases. */
    static SqlFunction part(DatePart part, Expr<?> operand) {
        Key key = new Key("part", part, operand.type().javaType());
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
                type == LocalDateTime.class
                        || type == LocalDate.class && !isOfClock(part)
                        || type == LocalTime.class && isOfClock(part);
        if (!has) {
            throw unfit("part " + part, operand);
        }
        return new SqlFunction(
                part.name().toLowerCase(Locale.ROOT),
                partOnSqlite(part, type),
                partOnPostgres(part));
    }

    /** The moment at which the part began that the operand is in. */
    static SqlFunction truncation(DatePart part, Expr<?> operand) {
        Key key = new Key("truncation", part, operand.type().javaType());
        SqlFunction known = KNOWN.get(key);
        if (known == null) {
            known = makeTruncation(part, operand);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static SqlFunction makeTruncation(DatePart part, Expr<?> operand) {
        Class<?> type = operand.type().javaType();
        if (type != LocalDateTime.class && type != LocalDate.class) {
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
        return new SqlFunction("truncate_" + unit, start, date ? "cast(" + cut + " as date)" : cut);
    }

    /** The operand some parts later; {@code {1}} is their number. */
    static SqlFunction addition(DatePart part, Expr<?> operand) {
        Key key = new Key("addition", part, operand.type().javaType());
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
        if (type != LocalDateTime.class && !(date && !isOfClock(part))) {
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
        return new SqlFunction("add_" + unit, sqlite, date ? "cast(" + sum + " as date)" : sum);
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

package dev.kinglet.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ranges as the text that PostgreSQL reads and prints.
 *
 * @param name of PostgreSQL's type
 * @param toText what is written for a bound; an IllegalArgumentException refuses it
 * @param ofText the bound that is printed so
 */
record RangeText<E extends Comparable<? super E>>(
        String name, Function<E, String> toText, Function<String, E> ofText) {
    private static final String INSTEAD = "keep the two bounds in columns of their own";

    /** The type of such ranges. */
    @SuppressWarnings("unchecked") // the class of ranges, whatever they are of
    static <E extends Comparable<? super E>> DataType<Range<E>> type(DataType<E> element) {
        RangeText<E> text = (RangeText<E>) of(element);
        return new DataType<>(
                new DataType.Of("range", element),
                (Class<Range<E>>) (Class<?>) Range.class,
                Form.missing(INSTEAD),
                new Form<>(
                                text.name,
                                new ConvertedCodec<>(
                                        PostgresCodecs.text(text.name), text::write, text::parse))
                        .indexed("gist"),
                range -> range.map(element::fit),
                null,
                null,
                List.of());
    }

    private static RangeText<?> of(DataType<?> element) {
        if (element.equals(DataType.INTEGER)) {
            return new RangeText<>("int4range", String::valueOf, Integer::valueOf);
        }
        if (element.equals(DataType.BIGINT)) {
            return new RangeText<>("int8range", String::valueOf, Long::valueOf);
        }
        if (element.equals(DataType.DECIMAL)) {
            return new RangeText<>("numrange", BigDecimal::toPlainString, BigDecimal::new);
        }
        if (element.equals(DataType.DATE)) {
            Function<LocalDate, String> toText = TimeText::format;
            return new RangeText<>("daterange", toText, TimeText::parseDate);
        }
        if (element.equals(DataType.DATETIME)) {
            Function<LocalDateTime, String> toText = TimeText::format;
            return new RangeText<>("tsrange", toText, TimeText::parseDateTime);
        }
        if (element.equals(DataType.TIMESTAMPTZ)) {
            Function<OffsetDateTime, String> toText = TimeText::format;
            return new RangeText<>("tstzrange", toText, TimeText::parseZoned);
        }
        if (element.equals(DataType.INSTANT)) {
            Function<Instant, String> toText = at -> TimeText.format(Moments.utc(at));
            Function<String, Instant> ofText = text -> TimeText.parseZoned(text).toInstant();
            return new RangeText<>("tstzrange", toText, ofText);
        }
        throw new IllegalArgumentException(
                "PostgreSQL has no ranges of "
                        + element
                        + ": use INTEGER, BIGINT, DECIMAL, DATE, DATETIME, TIMESTAMPTZ or INSTANT of DataType");
    }

    private String write(Range<E> range) {
        if (range.isEmpty()) {
            return "empty";
        }
        return (range.isLowerInclusive() ? "[" : "(")
                + quoted(range.lower())
                + ","
                + quoted(range.upper())
                + (range.isUpperInclusive() ? "]" : ")");
    }

    private String quoted(@Nullable E bound) {
        return bound == null ? "" : '"' + toText.apply(bound) + '"'; // none has a quote in it
    }

    private Range<E> parse(String text) {
        if (text.equals("empty")) {
            return Range.empty();
        }
        int comma = text.indexOf(','); // none of the bounds has one in it
        int end = text.length() - 1;
        return Range.of(
                bound(text.substring(1, comma)),
                bound(text.substring(comma + 1, end)),
                text.charAt(0) == '[',
                text.charAt(end) == ']');
    }

    private @Nullable E bound(String printed) {
        String text =
                printed.startsWith("\"") ? printed.substring(1, printed.length() - 1) : printed;
        if (text.isEmpty()) {
            return null;
        }
        if (text.endsWith("infinity")) {
            throw new IllegalArgumentException(
                    "a stored " + name + " goes to infinity, which is no value of Java's");
        }
        return ofText.apply(text);
    }
}

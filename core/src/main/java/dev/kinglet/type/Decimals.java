package dev.kinglet.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The rules of decimals with a declared precision and scale. */
record Decimals(int precision, int scale, RoundingMode rounding) {
    Decimals {
        if (precision < 1 || scale < 0 || scale > precision) {
            throw new IllegalArgumentException(
                    "decimal("
                            + precision
                            + ", "
                            + scale
                            + "): the precision has to be 1 or more and the scale between 0 and the precision");
        }
    }

    /** The column type with these rules. */
    DataType<BigDecimal> type() {
        String digits = "(" + precision + "," + scale + ")";
        boolean isText = precision > SqliteCodecs.EXACT_DIGITS;
        DataType<BigDecimal> unlimited =
                isText ? sortable(Math.max(1, precision - scale)) : DataType.DECIMAL;
        return unlimited
                .converted(
                        this,
                        BigDecimal.class,
                        this::stored,
                        value -> value.setScale(scale, RoundingMode.HALF_UP))
                .named(isText ? "text" : "decimal" + digits, "numeric" + digits)
                .fitting(this::fit)
                .limitOf(unlimited);
    }

    private static DataType<BigDecimal> sortable(int whole) {
        SortableDecimals text = new SortableDecimals(whole);
        return DataType.of(
                text,
                BigDecimal.class,
                new Form<>(
                        "text", new ConvertedCodec<>(SqliteCodecs.TEXT, text::toText, text::parse)),
                new Form<>("numeric", PostgresCodecs.DECIMAL));
    }

    /** As it is stored: with the declared scale, where the rounding gives one. */
    BigDecimal fit(BigDecimal value) {
        if (value.scale() == scale) {
            return value;
        }
        return rounding == RoundingMode.UNNECESSARY && isFiner(value)
                ? value // storing it refuses it
                : value.setScale(scale, rounding);
    }

    /** As it is stored, or refused. */
    BigDecimal stored(BigDecimal value) {
        BigDecimal fitting = fit(value);
        if (fitting.scale() != scale) {
            throw new IllegalArgumentException(
                    "a decimal with "
                            + value.stripTrailingZeros().scale()
                            + " digits behind the point does not fit "
                            + this
                            + ", which rounds nothing");
        }
        if (fitting.precision() > precision) {
            throw new IllegalArgumentException(
                    "a decimal of "
                            + (fitting.precision() - scale)
                            + " digits before the point does not fit "
                            + this);
        }
        return fitting;
    }

    private boolean isFiner(BigDecimal value) {
        return value.stripTrailingZeros().scale() > scale;
    }

    @Override
    public String toString() {
        return "decimal(" + precision + "," + scale + ")";
    }
}

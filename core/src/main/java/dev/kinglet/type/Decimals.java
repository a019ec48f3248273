package dev.kinglet.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The rules of decimals with a declared precision and scale. */
record Decimals(int precision, int scale, RoundingMode rounding) {

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

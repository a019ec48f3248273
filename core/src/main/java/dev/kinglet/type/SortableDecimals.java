package dev.kinglet.type;

import java.math.BigDecimal;

/**
 * Decimals as text that sorts as they do: {@code 0012.5} for 12.5. A negative one has each digit
 * taken from 9 and a sign behind that is larger than digits, {@code -9987.4~} for -12.5, so that
 * what is further from 0 comes first. Equal numbers have equal texts.
 *
 * @param whole digits before the point, at least 1
 */
record SortableDecimals(int whole) {
    private static final char END = '~';

    /** What has more digits before the point sorts behind, or before, all that are stored. */
    String toText(BigDecimal value) {
        boolean negative = value.signum() < 0;
        String digits = value.abs().stripTrailingZeros().toPlainString();
        int point = digits.indexOf('.');
        int missing = whole - (point < 0 ? digits.length() : point);
        if (missing < 0) {
            return negative ? "-" : ":";
        }
        String text = "0".repeat(missing) + digits;
        return negative ? "-" + complement(text) + END : text;
    }

    BigDecimal parse(String text) {
        try {
            return text.startsWith("-") && text.charAt(text.length() - 1) == END
                    ? new BigDecimal(complement(text.substring(1, text.length() - 1))).negate()
                    : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a stored text is no decimal of this form", e);
        }
    }

    private static String complement(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits.append(c >= '0' && c <= '9' ? (char) ('0' + '9' - c) : c);
        }
        return digits.toString();
    }
}

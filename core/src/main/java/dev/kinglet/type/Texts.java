package dev.kinglet.type;

/** The rules of text with a limit. */
final class Texts {
    private Texts() {}

    /** Refuses what is longer than so many characters (code points). */
    static String limited(String value, int length, String type) {
        // length() counts UTF-16 units, never fewer than code points: the count is taken only where
        // it matters
        if (value.length() > length && value.codePointCount(0, value.length()) > length) {
            throw new IllegalArgumentException(
                    "a text of "
                            + value.codePointCount(0, value.length())
                            + " characters does not fit "
                            + type);
        }
        return value;
    }

    /** Without the blanks at its end, which char(n) does not tell from its padding. */
    static String withoutPadding(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == ' ') {
            end--;
        }
        return end == value.length() ? value : value.substring(0, end);
    }
}

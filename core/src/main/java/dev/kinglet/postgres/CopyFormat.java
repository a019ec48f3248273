package dev.kinglet.postgres;

import dev.kinglet.errors.ProgrammingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How rows stand in a file that COPY reads or writes: an immutable value, in UTF-8 always. What the
 * values look like is PostgreSQL's to say; see COPY in its manual.
 */
public final class CopyFormat {
    private static final CopyFormat TEXT = new CopyFormat(Map.of());
    private static final CopyFormat CSV = TEXT.with("format", "csv");

    private final Map<String, String> options;

    private CopyFormat(Map<String, String> options) {
        this.options = Collections.unmodifiableMap(options);
    }

    /** Commas between values, quotes where they are needed; NULL is nothing, an empty text "". */
    public static CopyFormat csv() {
        return CSV;
    }

    /** PostgreSQL's own: tabs between values, backslashes before what is special, NULL as \N. */
    public static CopyFormat text() {
        return TEXT;
    }

    /** With the names of the columns in the first line; what is read passes over that line. */
    public CopyFormat header() {
        return with("header", "true");
    }

    /** With another character between values, such as a semicolon. */
    public CopyFormat delimiter(char character) {
        return with("delimiter", one("delimiter", character));
    }

    /** With another quote; CSV only, the server refuses it otherwise. */
    public CopyFormat quote(char character) {
        return with("quote", one("quote", character));
    }

    /** With another text for NULL; in CSV it is NULL only where it stands without quotes. */
    public CopyFormat nullAs(String text) {
        return with("null", text);
    }

    /** The options of COPY, in the order in which they were said. Not to be changed. */
    public Map<String, String> options() {
        return options;
    }

    @Override
    public String toString() {
        return "CopyFormat" + options;
    }

    private CopyFormat with(String option, String value) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put(option, value);
        return new CopyFormat(all);
    }

    private static String one(String what, char character) {
        if (character > 126 || character < 32 && character != '\t') {
            throw new ProgrammingException(
                    "the " + what + " of COPY is a character that takes one byte",
                    null,
                    "take a comma, a semicolon, a tab, a quote, ..");
        }
        return String.valueOf(character);
    }
}

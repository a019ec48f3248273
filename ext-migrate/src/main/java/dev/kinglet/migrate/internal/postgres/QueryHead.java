package dev.kinglet.migrate.internal.postgres;

import java.util.regex.Pattern;

/** The beginning of somebody's statement, for a log: texts and numbers in it may be secrets. */
final class QueryHead {
    private static final int LENGTH = 120;

    /** Also texts that are cut off by the server's own limit, to their end. */
    private static final Pattern VALUES =
            Pattern.compile(
                    "--[^\\n]*"
                            + "|/\\*.*?(?:\\*/|\\z)"
                            + "|(\"(?:[^\"]|\"\")*(?:\"|\\z))"
                            + "|[eE]'(?:[^'\\\\]|''|\\\\.)*(?:'|\\z)"
                            + "|'(?:[^']|'')*(?:'|\\z)"
                            + "|\\$([a-zA-Z_]\\w*)?\\$.*?(?:\\$\\2\\$|\\z)"
                            + "|(?<![\\w$])\\d[\\w.]*",
                    Pattern.DOTALL);

    private QueryHead() {}

    static String of(String query) {
        String masked =
                VALUES.matcher(query)
                        .replaceAll(
                                match -> {
                                    String name = match.group(1);
                                    if (name != null) {
                                        return java.util.regex.Matcher.quoteReplacement(name);
                                    }
                                    String text = match.group();
                                    return text.startsWith("--") || text.startsWith("/*")
                                            ? " "
                                            : "?";
                                })
                        .replaceAll("\\s+", " ")
                        .strip();
        return masked.length() <= LENGTH
                ? masked
                : masked.substring(
                                0, masked.offsetByCodePoints(0, masked.codePointCount(0, LENGTH)))
                        + "..";
    }
}

package dev.kinglet.migrate.internal.run;

import dev.kinglet.migrate.change.FileFormat;

/** Texts as they stand in source code. */
public final class Texts {
    private Texts() {}

    /** A text in quotes. */
    public static String literal(String value, FileFormat format) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '$' -> text.append(format == FileFormat.KOTLIN ? "\\$" : "$");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    /** A text for a comment of a line or a block: one line, which ends no block. */
    public static String comment(String value) {
        // javac reads a backslash and a u even there
        return value.replaceAll("\\s+", " ").replace("*/", "* /").replace("\\", "/").strip();
    }
}

package dev.kinglet.web.scope;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a line of CSV (RFC 4180). */
final class CsvText {
    private CsvText() {}

    static void line(
            StringBuilder line, List<? extends @Nullable Object> values, boolean harmless) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append(',');
            }
            Object value = values.get(i);
            if (value != null) {
                boolean guarded =
                        harmless && !(value instanceof Number) && !(value instanceof Boolean);
                field(line, text(value), guarded);
            }
        }
        line.append("\r\n");
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            StringBuilder json = new StringBuilder();
            JsonText.append(json, value);
            return json.toString();
        }
        return value.toString();
    }

    private static void field(StringBuilder line, String text, boolean guarded) {
        boolean formula = guarded && !text.isEmpty() && isFormula(text.charAt(0));
        if (!formula && !needsQuotes(text)) {
            line.append(text);
            return;
        }
        line.append('"');
        if (formula) {
            line.append('\'');
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                line.append('"');
            }
            line.append(c);
        }
        line.append('"');
    }

    /** An empty text does, so that it is not the same as null; blanks at the ends may get lost. */
    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ') {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    /** What spreadsheets begin a formula with, or skip before one; the last four are full-width. */
    private static boolean isFormula(char first) {
        return switch (first) {
            case '=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20' ->
                    true;
            default -> false;
        };
    }
}

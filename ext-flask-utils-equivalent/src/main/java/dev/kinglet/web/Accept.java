package dev.kinglet.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a header Accept (RFC 9110, section 12.5.1), which may be anything. */
final class Accept {
    private Accept() {}

    /** Whether HTML is wanted more than JSON; of two that are wanted alike, JSON. */
    static boolean prefersHtml(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        double html = quality(accept, "text/html", "text/html");
        double json = quality(accept, "application/problem+json", "application/json");
        return html > json;
    }

    /** From 0 to 1: what the range that says most about one of the two types gives it. */
    private static double quality(String accept, String type, String likewise) {
        String family = type.substring(0, type.indexOf('/')) + "/*";
        double best = 0;
        int said = -1;
        for (String part : accept.toLowerCase(Locale.ROOT).split(",", 64)) {
            String[] pieces = part.split(";", -1);
            String range = pieces[0].strip();
            int says =
                    range.equals(type) || range.equals(likewise)
                            ? 2
                            : range.equals(family) ? 1 : range.equals("*/*") ? 0 : -1;
            double q = says < 0 ? 0 : weight(pieces);
            if (says > said || says >= 0 && says == said && q > best) {
                said = says;
                best = q;
            }
        }
        return best;
    }

    private static double weight(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            String piece = pieces[i].strip();
            if (piece.startsWith("q=")) {
                return piece.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(piece.substring(2))
                        : 0;
            }
        }
        return 1;
    }
}

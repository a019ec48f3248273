package dev.kinglet.examples.twitter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** How templates put things: {@code say.linked(message.content) | raw}. */
public final class Texts {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    // of escaped text, where & begins an entity; ends with a letter, a digit or a slash: a full
    // stop behind an address is not of it
    private static final Pattern ADDRESS =
            Pattern.compile("(?U)\\bhttps?://[^\\s&`]*(?:&amp;[^\\s&`]*)*[\\w/=-]");
    private static final String LINK = "<a rel=\"nofollow noopener noreferrer\" href=\"$0\">$0</a>";

    /** As HTML, with links where the text has addresses. */
    public String linked(String text) {
        return ADDRESS.matcher(escaped(text)).replaceAll(LINK);
    }

    public String day(Instant time) {
        return DAY.format(time);
    }

    public String ago(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        if (age.toDays() >= 1) {
            return DAY.format(time);
        }
        if (age.toHours() >= 1) {
            return age.toHours() + " h ago";
        }
        return age.toMinutes() < 1 ? "now" : age.toMinutes() + " min ago";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

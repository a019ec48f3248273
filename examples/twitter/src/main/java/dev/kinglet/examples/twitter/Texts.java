package dev.kinglet.examples.twitter;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What templates can do with a value: {@code content | linked}, {@code published | ago}. */
final class Texts extends AbstractExtension {
    // ends with a letter, a digit or a slash: a full stop behind an address is not of it
    private static final Pattern ADDRESS =
            Pattern.compile("\\bhttps?://[^\\s<>\"'`]*[\\w/=-]", Pattern.UNICODE_CHARACTER_CLASS);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "linked", filter(text -> new SafeString(linked(text.toString()))),
                "ago", filter(time -> ago((Instant) time, Instant.now())),
                "day", filter(time -> DAY.format((Instant) time)));
    }

    /** As HTML, with links where the text has addresses. */
    static String linked(String text) {
        StringBuilder html = new StringBuilder();
        Matcher address = ADDRESS.matcher(text);
        int end = 0;
        while (address.find()) {
            String found = escaped(address.group());
            html.append(escaped(text.substring(end, address.start())))
                    .append("<a rel=\"nofollow noopener noreferrer\" href=\"")
                    .append(found)
                    .append("\">")
                    .append(found)
                    .append("</a>");
            end = address.end();
        }
        return html.append(escaped(text.substring(end))).toString();
    }

    static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.toMinutes() < 1) {
            return "now";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min ago";
        }
        return age.toDays() < 1 ? age.toHours() + " h ago" : DAY.format(time);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Filter filter(Function<Object, Object> function) {
        return new Filter() {
            @Override
            public @Nullable List<String> getArgumentNames() {
                return null;
            }

            @Override
            public Object apply(
                    Object input,
                    Map<String, Object> args,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int lineNumber) {
                return function.apply(input);
            }
        };
    }
}

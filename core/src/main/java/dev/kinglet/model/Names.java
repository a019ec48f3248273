package dev.kinglet.model;

import java.util.Locale;

/** From Java's names to SQL's. */
final class Names {
    private Names() {}

    /**
     * {@code joinDate} and {@code HTTPRequest} become {@code join_date} and {@code http_request}.
     */
    static String snake(String camel) {
        StringBuilder snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && camel.charAt(i - 1) != '_') {
                boolean wordStarts = !Character.isUpperCase(camel.charAt(i - 1));
                boolean wordFollows =
                        i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1));
                if (wordStarts || wordFollows) {
                    snake.append('_');
                }
            }
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }
}

package dev.kinglet.migrate.internal.adopt;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of classes and fields made of names of tables and columns. */
final class JavaNames {
    /** Words of Java and Kotlin that are no names, and what every model or table has. */
    private static final Set<String> RESERVED =
            Set.of(
                    "abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super switch synchronized this throw throws transient true try void volatile while _ as fun in is object typealias typeof val var when by constructor delegate dynamic field file get init set value where yield record sealed permits table declaration rows base"
                            .split(" "));

    private static final Set<String> CLASSES =
            Set.of(
                    "Model Table Column ForeignKey CompositeForeignKey CompositeKey JsonColumn ArrayColumn DataType Fn OnDelete List Object String Long Integer Short Float Double Boolean Void Nullable BigDecimal LocalDate LocalDateTime LocalTime OffsetDateTime Duration UUID InetAddress Override Class Enum Record Any Unit Nothing Int Byte Char Array Number"
                            .split(" "));

    private JavaNames() {}

    /** {@code UserTweet} of {@code user_tweets}: the words as they are, each with a capital. */
    static String type(String table) {
        StringBuilder name = new StringBuilder();
        for (String word : words(table)) {
            String rest = word.substring(word.offsetByCodePoints(0, 1));
            name.append(word.substring(0, word.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT));
            name.append(shouting(word) ? rest.toLowerCase(Locale.ROOT) : rest);
        }
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            name.insert(0, "T");
        }
        return CLASSES.contains(name.toString()) ? name + "Row" : name.toString();
    }

    /** {@code userName} of {@code user_name}; {@code class_} of {@code class}. */
    static String field(String column) {
        String type = type(column);
        if (CLASSES.contains(type.replaceFirst("Row$", ""))) {
            type = type.replaceFirst("Row$", "");
        }
        int first = type.offsetByCodePoints(0, 1);
        String name = type.substring(0, first).toLowerCase(Locale.ROOT) + type.substring(first);
        return usable(name);
    }

    /** The name as it is, as far as it is one. */
    static String literal(String column) {
        StringBuilder name = new StringBuilder();
        column.codePoints()
                .forEach(
                        c ->
                                name.appendCodePoint(
                                        Character.isJavaIdentifierPart(c) && c != '$' ? c : '_'));
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            name.insert(0, '_');
        }
        return usable(name.toString());
    }

    /** {@code USER_TWEET} of {@code UserTweet}. */
    static String constant(String type) {
        return snake(type).toUpperCase(Locale.ROOT);
    }

    /** As core makes names of fields and models. */
    static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && camel.charAt(i - 1) != '_') {
                boolean starts = !Character.isUpperCase(camel.charAt(i - 1));
                boolean follows =
                        i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1));
                if (starts || follows) {
                    snake.append('_');
                }
            }
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    /** The name, or with a number where it is taken. */
    static String free(String name, Set<String> taken) {
        Set<String> lower = new HashSet<>();
        taken.forEach(other -> lower.add(other.toLowerCase(Locale.ROOT)));
        String free = name;
        for (int n = 2; lower.contains(free.toLowerCase(Locale.ROOT)); n++) {
            free = name + n;
        }
        taken.add(free);
        return free;
    }

    private static String usable(String name) {
        return RESERVED.contains(name) ? name + "_" : name;
    }

    private static boolean shouting(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT));
    }

    private static String[] words(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        return plain.isEmpty() ? new String[0] : plain.split(" ");
    }
}

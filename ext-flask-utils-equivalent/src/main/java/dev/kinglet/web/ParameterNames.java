package dev.kinglet.web;

/**
 * How the parameters of a list are called. Two lists in one page need different names.
 *
 * @param page the number of the page
 * @param size how many rows a page has
 * @param sort the order
 * @param cursor where a keyset page begins
 * @param counted a total that links carry
 */
public record ParameterNames(String page, String size, String sort, String cursor, String counted) {

    /** {@code page}, {@code size}, {@code sort}, {@code cursor}, {@code counted}. */
    public static final ParameterNames USUAL = prefixed("");

    /** {@code page[number]}, {@code page[size]}, {@code sort}, {@code page[cursor]}, .. */
    public static final ParameterNames JSON_API =
            new ParameterNames(
                    "page[number]", "page[size]", "sort", "page[cursor]", "page[counted]");

    /** The usual names behind this: {@code drafts.page}, {@code drafts.sort}, .. */
    public static ParameterNames prefixed(String prefix) {
        return new ParameterNames(
                prefix + "page",
                prefix + "size",
                prefix + "sort",
                prefix + "cursor",
                prefix + "counted");
    }

    /** What a page calls {@code page}, {@code cursor} or {@code counted}, as this list calls it. */
    String of(String usual) {
        return switch (usual) {
            case "page" -> page;
            case "cursor" -> cursor;
            case "counted" -> counted;
            default -> usual;
        };
    }

    /** Those that say which page of a list is meant, and mean nothing in another list. */
    String[] place() {
        return new String[] {page, cursor, counted};
    }
}

package dev.kinglet.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page as JSON in one of four forms: maps, lists, texts and numbers, in a stable order, that any
 * mapper writes. The rows are written as they are, so {@link Paged#map} comes first where they are
 * models: {@code PageJson.plain(page.map(TweetView::of), links)}.
 */
public final class PageJson {
    private PageJson() {}

    /**
     * The rows, the page and its neighbours:
     *
     * <pre>{@code
     * {"items": [..],
     *  "page": {"number": 2, "size": 20, "total": 45, "totalIs": "exact", "pages": 3},
     *  "links": {"self": "..", "first": "..", "prev": "..", "next": "..", "last": ".."}}
     * }</pre>
     *
     * <p>{@code totalIs} is {@code exact}, {@code counted} (a while ago), {@code atLeast} or {@code
     * estimated}. A page that was not counted has no total and no pages, one by cursor no number
     * either. A neighbour that is not there has no member.
     */
    public static <M extends @Nullable Object> Map<String, Object> plain(
            Paged<M> page, Links links) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.items());
        json.put("page", about(page));
        json.put("links", links.relations(page));
        return Collections.unmodifiableMap(json);
    }

    /**
     * As JSON:API 1.1 has it, {@code application/vnd.api+json}: {@code data} with a resource object
     * a row, {@code links} in which a neighbour that is not there is null, and the page in {@code
     * meta}.
     *
     * @param type of the resource objects: {@code tweets}
     * @param id of a row, as text
     * @param attributes of a row, anything that becomes an object of JSON; neither {@code id} nor
     *     {@code type} is among them
     */
    public static <M> Map<String, Object> jsonApi(
            Paged<M> page,
            Links links,
            String type,
            Function<? super M, String> id,
            Function<? super M, ?> attributes) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (M item : page) {
            Map<String, Object> resource = new LinkedHashMap<>();
            resource.put("type", type);
            resource.put("id", id.apply(item));
            resource.put("attributes", attributes.apply(item));
            data.add(Collections.unmodifiableMap(resource));
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String relation : List.of("self", "first", "prev", "next", "last")) {
            all.put(relation, links.relations(page).get(relation));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", Collections.unmodifiableList(data));
        json.put("links", Collections.unmodifiableMap(all));
        json.put("meta", Map.of("page", about(page)));
        return Collections.unmodifiableMap(json);
    }

    /**
     * As HAL has it, {@code application/hal+json}: the rows under {@code _embedded}, the neighbours
     * under {@code _links}, and the page.
     *
     * @param relation the name of the rows: {@code tweets}
     */
    public static <M extends @Nullable Object> Map<String, Object> hal(
            Paged<M> page, Links links, String relation) {
        Map<String, Object> hrefs = new LinkedHashMap<>();
        links.relations(page).forEach((name, address) -> hrefs.put(name, Map.of("href", address)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_links", Collections.unmodifiableMap(hrefs));
        json.put("_embedded", Map.of(relation, page.items()));
        json.put("page", about(page));
        return Collections.unmodifiableMap(json);
    }

    /**
     * As a connection of Relay: {@code edges} with a {@code node} and a {@code cursor} a row, and
     * {@code pageInfo}.
     *
     * @param cursor of a row, a text that the client sends back as it is: {@link Keyset#cursors}
     */
    @SuppressWarnings("NullAway") // on JDK 25 it takes an M for one that may not be NULL
    public static <M extends @Nullable Object> Map<String, Object> relay(
            Paged<M> page, Function<? super M, String> cursor) {
        List<Map<String, @Nullable Object>> edges = new ArrayList<>();
        List<String> cursors = new ArrayList<>();
        for (M item : page) {
            Map<String, @Nullable Object> edge = new LinkedHashMap<>();
            cursors.add(cursor.apply(item));
            edge.put("cursor", cursors.get(cursors.size() - 1));
            edge.put("node", item);
            edges.add(Collections.unmodifiableMap(edge));
        }
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("hasPreviousPage", page.hasPrevious());
        info.put("hasNextPage", page.hasNext());
        info.put("startCursor", cursors.isEmpty() ? null : cursors.get(0));
        info.put("endCursor", cursors.isEmpty() ? null : cursors.get(cursors.size() - 1));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("edges", Collections.unmodifiableList(edges));
        json.put("pageInfo", Collections.unmodifiableMap(info));
        return Collections.unmodifiableMap(json);
    }

    private static Map<String, Object> about(Paged<?> page) {
        Map<String, Object> about = new LinkedHashMap<>();
        if (page instanceof Page<?> numbered) {
            about.put("number", numbered.number());
            about.put("size", numbered.size());
            about.put("total", numbered.total().rows());
            about.put("totalIs", known(numbered.total()));
            about.put("pages", numbered.totalPages());
        } else {
            if (page instanceof UncountedPage<?> uncounted) {
                about.put("number", uncounted.number());
            }
            about.put("size", page.size());
        }
        return Collections.unmodifiableMap(about);
    }

    private static String known(Total total) {
        if (total instanceof Total.Exact) {
            return "exact";
        }
        if (total instanceof Total.Counted) {
            return "counted";
        }
        return total instanceof Total.AtLeast ? "atLeast" : "estimated";
    }
}

package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses around a page: they keep the other parameters of the request, and are encoded. In
 * HTML they still are to be escaped, which template engines and {@link Nav} do. An immutable value.
 *
 * <p>They are paths, as in {@code /tweets?page=2}, unless {@link #absolute} names the site: what a
 * client sends as its {@code Host} is never used.
 */
public final class Links {
    private final String base;
    private final Parameters current;
    private final ParameterNames names;

    private Links(String base, Parameters current, ParameterNames names) {
        this.base = base;
        this.current = current;
        this.names = names;
    }

    /**
     * Of a list at this address. {@link ListRequest#links} is the same for parameters that were
     * read, and drops what goes without saying.
     *
     * @param base the path as the request line has it, without the parameters: {@code /tweets}; or
     *     all of the address from {@code https://}; or empty, for addresses of parameters alone. A
     *     path of two slashes, which would be another host, becomes one of one
     * @param current all parameters of the request
     * @throws ProgrammingException for another base
     */
    public static Links of(String base, Parameters current) {
        return of(base, current, ParameterNames.USUAL);
    }

    static Links of(String base, Parameters current, ParameterNames names) {
        if (base.startsWith("/")) {
            return new Links(Percent.path(base.replaceFirst("^[/\\\\]+", "/")), current, names);
        }
        if (!base.isEmpty() && !isSite(base)) {
            throw new ProgrammingException(
                    "a link that begins neither with a slash nor with https://",
                    (String) null,
                    "give the path of the request, or the whole address");
        }
        return new Links(Percent.path(base), current, names);
    }

    private static boolean isSite(String text) {
        return text.startsWith("https://") || text.startsWith("http://");
    }

    /**
     * The same as whole addresses, such as mails and feeds need.
     *
     * @param site where the application is found by its visitors, from its configuration: {@code
     *     https://example.org}, or with the path before all of its paths
     * @throws ProgrammingException for what does not begin with {@code https://} or {@code http://}
     */
    public Links absolute(String site) {
        if (!isSite(site)) {
            throw new ProgrammingException(
                    "a site that does not begin with https://",
                    (String) null,
                    "name it as in https://example.org, without parameters");
        }
        String path = isSite(base) ? base.replaceFirst("^https?://[^/]*", "") : base;
        return new Links(Percent.path(site.replaceFirst("/+$", "")) + path, current, names);
    }

    /** The address of a page. */
    public String to(PageRequest request) {
        Parameters parameters = current;
        Map<String, String> own = new LinkedHashMap<>();
        request.parameters().forEach((usual, value) -> own.put(names.of(usual), value));
        for (String place : names.place()) {
            own.putIfAbsent(place, "");
        }
        for (Map.Entry<String, String> entry : own.entrySet()) {
            String value = entry.getValue();
            boolean unsaid =
                    value.isEmpty() || value.equals("1") && entry.getKey().equals(names.page());
            parameters =
                    unsaid
                            ? parameters.without(entry.getKey())
                            : parameters.with(entry.getKey(), value);
        }
        return address(parameters);
    }

    /** The address of this request. */
    public String self() {
        return address(current);
    }

    /**
     * The address of the first page with another value of a parameter: another order, another
     * filter. An empty value is dropped, and so are all values that the parameter had.
     */
    public String with(String name, String value) {
        return value.isEmpty() ? without(name) : with(name, List.of(value));
    }

    /** As {@link #with(String, String)}, with several values. */
    public String with(String name, List<String> values) {
        return address(current.without(names.place()).with(name, values.toArray(String[]::new)));
    }

    /** The address of the first page without a parameter. */
    public String without(String name) {
        return address(current.without(names.place()).without(name));
    }

    private String address(Parameters parameters) {
        // without a base even no parameters have to be said: an empty address keeps those it has
        return parameters.isEmpty() && !base.isEmpty() ? base : base + "?" + parameters.encoded();
    }

    /**
     * The addresses of a page and its neighbours by their relations, in this order: {@code self},
     * {@code first}, {@code prev}, {@code next}, {@code last}; without those that are not there, or
     * not known.
     */
    public Map<String, String> relations(Paged<?> page) {
        Map<String, String> relations = new LinkedHashMap<>();
        relations.put("self", own(page));
        relations.put("first", to(page.first()));
        put(relations, "prev", page.previous());
        put(relations, "next", page.next());
        put(relations, "last", page.last());
        return Collections.unmodifiableMap(relations);
    }

    private String own(Paged<?> page) {
        return page instanceof Page<?> numbered
                ? to(numbered.request(numbered.number()))
                : page instanceof UncountedPage<?> uncounted
                        ? to(uncounted.request(uncounted.number()))
                        : self();
    }

    private void put(Map<String, String> relations, String name, @Nullable PageRequest request) {
        if (request != null) {
            relations.put(name, to(request));
        }
    }

    /**
     * The value of a header {@code Link} (RFC 8288): {@code </tweets>; rel="first",
     * </tweets?page=2>; rel="next"}.
     */
    public String header(Paged<?> page) {
        List<String> links = new ArrayList<>();
        relations(page)
                .forEach(
                        (relation, address) -> {
                            if (!relation.equals("self")) {
                                links.add("<" + address + ">; rel=\"" + relation + "\"");
                            }
                        });
        return String.join(", ", links);
    }

    /**
     * The header {@code Link}, and what the page knows of {@code X-Page}, {@code X-Page-Size},
     * {@code X-Total-Count} and {@code X-Total-Pages}: the last two only where the total is exact.
     */
    public Map<String, String> headers(Paged<?> page) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Link", header(page));
        if (page instanceof Page<?> numbered) {
            headers.put("X-Page", Integer.toString(numbered.number()));
        } else if (page instanceof UncountedPage<?> uncounted) {
            headers.put("X-Page", Integer.toString(uncounted.number()));
        }
        headers.put("X-Page-Size", Integer.toString(page.size()));
        if (page instanceof Page<?> numbered && numbered.total() instanceof Total.Exact exact) {
            headers.put("X-Total-Count", Long.toString(exact.rows()));
            headers.put("X-Total-Pages", Integer.toString(numbered.totalPages()));
        }
        return Collections.unmodifiableMap(headers);
    }

    /**
     * The numbers to show below a list: first and last, a run around this page, and gaps for two
     * pages or more between them.
     *
     * @param slots how many numbers and gaps there are at most, 1 or more; of fewer than 5, the run
     *     alone
     * @throws ProgrammingException for less than 1
     */
    public List<PageLink> pages(Page<?> page, int slots) {
        if (slots < 1) {
            throw new ProgrammingException(
                    slots + " page numbers", (String) null, "ask for 1 or more; 7 is usual");
        }
        List<PageLink> pages = new ArrayList<>(slots);
        for (int number : Series.of(page.number(), page.totalPages(), slots)) {
            pages.add(
                    number == Series.GAP
                            ? new PageLink(null, null, false)
                            : new PageLink(
                                    number, to(page.request(number)), number == page.number()));
        }
        return Collections.unmodifiableList(pages);
    }
}

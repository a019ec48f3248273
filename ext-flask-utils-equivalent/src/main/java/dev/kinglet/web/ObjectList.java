package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.Select;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list as a whole page of HTML, in one call: {@code lists.render("tweets.html", query, "/tweets",
 * parameters)}. An immutable value, usually one for all lists of an application that look alike.
 *
 * <p>The template is given
 *
 * <ul>
 *   <li>{@code object_list}, the rows of the page, also under another name: see {@link #as}
 *   <li>{@code page}, the {@link Page} or {@link KeysetPage}
 *   <li>{@code nav}, the navigation as HTML, to be shown as it is
 *   <li>{@code links}, the {@link Links}, for other orders and filters
 *   <li>{@code ignored}, the names of parameters that could not be read
 * </ul>
 *
 * <p>Unless told otherwise a page has 20 rows; a page number that is none means page 1, and a page
 * behind the last is not found (404), but an empty list is page 1. The statements are those of the
 * page: two, or one by cursor.
 */
public final class ObjectList {
    private static final Listing USUAL = Listing.of(20).onBeyondLast(BadInput.NOT_FOUND);

    private final Template template;
    private final Listing listing;
    private final Nav nav;
    private final @Nullable String variable;
    private final @Nullable CursorKeys keys;

    private ObjectList(
            Template template,
            Listing listing,
            Nav nav,
            @Nullable String variable,
            @Nullable CursorKeys keys) {
        this.template = template;
        this.listing = listing;
        this.nav = nav;
        this.variable = variable;
        this.keys = keys;
    }

    /** Shown by this engine. */
    public static ObjectList of(Template template) {
        return new ObjectList(template, USUAL, Nav.plain(), null, null);
    }

    /** With these orders, filters and sizes. */
    public ObjectList listing(Listing listing) {
        return new ObjectList(template, listing, nav, variable, keys);
    }

    /** With the navigation in this form. */
    public ObjectList nav(Nav nav) {
        return new ObjectList(template, listing, nav, variable, keys);
    }

    /** The rows have this name in the template, beside {@code object_list}. */
    public ObjectList as(String variable) {
        return new ObjectList(template, listing, nav, variable, keys);
    }

    /**
     * Cut by keyset, with cursors that are signed with these keys: previous and next, no numbers.
     */
    public ObjectList keyset(CursorKeys keys) {
        return new ObjectList(template, listing, nav, variable, keys);
    }

    /**
     * The page of the query that the parameters ask for.
     *
     * @param name of the template
     * @param base the path of the request: see {@link Links#of}
     * @param parameters of the request
     * @throws BadRequest for what the list refuses
     * @throws BadCursor likewise
     * @throws Redirect where the list redirects
     */
    public <M extends @Nullable Object> String render(
            String name, Select<M> query, String base, Parameters parameters) {
        return render(name, query, base, parameters, Map.of());
    }

    /**
     * As {@link #render(String, Select, String, Parameters)}.
     *
     * @param more what else the template shows
     * @throws ProgrammingException where it has a name that is the list's own
     */
    public <M extends @Nullable Object> String render(
            String name,
            Select<M> query,
            String base,
            Parameters parameters,
            Map<String, ? extends @Nullable Object> more) {
        ListRequest request = listing.read(parameters);
        Paged<M> page =
                keys == null
                        ? request.page(query)
                        : request.page(request.pages(query).keyset(keys));
        Links links = request.links(base);
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("object_list", page.items());
        if (variable != null) {
            model.put(variable, page.items());
        }
        model.put("page", page);
        model.put("nav", nav.html(page, links));
        model.put("links", links);
        model.put("ignored", request.ignored());
        more.forEach(
                (key, value) -> {
                    if (model.containsKey(key)) {
                        throw new ProgrammingException(
                                "the template of a list is given '" + key + "' twice",
                                (String) null,
                                "the list itself has that name: use another");
                    }
                    model.put(key, value);
                });
        try {
            return template.render(name, Collections.unmodifiableMap(model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.kinglet.web;

import dev.kinglet.errors.DataException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Sort;
import dev.kinglet.query.Select;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a list says, read by a {@link Listing}: all of it can be used as it is. An
 * immutable value that asked no database yet.
 */
public final class ListRequest {
    private final Listing listing;
    private final int number;
    private final int size;
    private final @Nullable String sort;
    private final List<Sort> order;
    private final List<Condition> conditions;
    private final List<String> ignored;
    private final Parameters parameters;

    private ListRequest(Reader reader) {
        this.listing = reader.listing;
        this.number = reader.number;
        this.size = reader.size;
        this.sort = reader.sort;
        this.order = reader.order;
        this.conditions = List.copyOf(reader.conditions);
        this.ignored = Collections.unmodifiableList(reader.ignored);
        this.parameters = reader.parameters;
    }

    static ListRequest read(Listing listing, Parameters parameters) {
        Reader reader = new Reader(listing, parameters);
        reader.read();
        ListRequest request = new ListRequest(reader);
        if (!reader.ignored.isEmpty() && listing.badInput == BadInput.REDIRECT) {
            throw new Redirect(request.parameters);
        }
        return request;
    }

    /** The number of the page that is asked for, 1 or more; there may be no such page. */
    public int number() {
        return number;
    }

    /** How many rows a page has, from 1 to what the list allows. */
    public int size() {
        return size;
    }

    /** The order that was asked for, {@code name} or {@code -name}; null for the usual one. */
    public @Nullable String sort() {
        return sort;
    }

    /** Where a keyset page begins, as it was sent; null for the first. */
    public @Nullable String cursor() {
        return given(listing.names.cursor());
    }

    /** A total that the link carried, as it was sent; null for none. */
    public @Nullable String counted() {
        return given(listing.names.counted());
    }

    private @Nullable String given(String name) {
        String text = parameters.first(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * The names of the parameters that were none of their values, in order; for a hint on the page.
     */
    public List<String> ignored() {
        return ignored;
    }

    /**
     * The parameters as they should have been: without those that could not be read, and without
     * what goes without saying. Those of other names are as they were.
     */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * The addresses around the pages of this list, with the {@link #parameters}.
     *
     * @param base see {@link Links#of}
     */
    public Links links(String base) {
        return Links.of(base, parameters, listing.names);
    }

    /** The query with the conditions and in the order that were asked for. */
    public <M extends @Nullable Object> Select<M> select(Select<M> query) {
        Select<M> filtered =
                conditions.isEmpty() ? query : query.where(conditions.toArray(Condition[]::new));
        return order.isEmpty() ? filtered : filtered.orderBy(order.toArray(Ordering[]::new));
    }

    /** The {@link #select query}, cut into pages of the {@link #size}. */
    public <M extends @Nullable Object> Pages<M> pages(Select<M> query) {
        return Pages.of(select(query)).size(size);
    }

    /**
     * The numbered page that was asked for, with the total.
     *
     * @throws BadRequest where there is no such page, and the list refuses that
     * @throws Redirect where there is no such page, and the list redirects then
     */
    public <M extends @Nullable Object> Page<M> page(Select<M> query) {
        return page(pages(query));
    }

    /**
     * As {@link #page(Select)}, of {@link #pages} that are counted in another way: {@code
     * request.page(request.pages(query).capped(10_000))}.
     */
    public <M extends @Nullable Object> Page<M> page(Pages<M> pages) {
        return counted(pages.number(number));
    }

    /** As {@link #page(Select)}, of {@link #pages} whose total travels in the links. */
    public <M extends @Nullable Object> Page<M> page(Pages.Cached<M> pages) {
        return counted(pages.number(Integer.toString(number), counted()));
    }

    /**
     * As {@link #page(Select)}, of {@link #pages} that nobody counts. Behind the last page there is
     * an empty one where the list clamps, since the last is not known; it redirects to the first.
     */
    public <M extends @Nullable Object> UncountedPage<M> page(Pages.Uncounted<M> pages) {
        UncountedPage<M> page = pages.number(number);
        if (number > 1 && page.items().isEmpty()) {
            beyondLast(1);
        }
        return page;
    }

    /**
     * The page that the cursor leads to, of {@link #pages} by keyset: {@code
     * request.page(request.pages(query).keyset(keys))}. A list that clamps or redirects shows the
     * first page for a cursor that it did not give out.
     *
     * @throws BadCursor for such a cursor, where the list refuses bad input
     * @throws BadRequest likewise, where it says that there is no such page
     * @throws Redirect likewise, where it redirects
     */
    public <M extends @Nullable Object> KeysetPage<M> page(Keyset<M> pages) {
        try {
            return pages.at(cursor());
        } catch (BadCursor e) {
            String name = listing.names.cursor();
            switch (listing.badInput) {
                case CLAMP -> {
                    return pages.at(null);
                }
                case REDIRECT -> throw new Redirect(parameters.without(name));
                case NOT_FOUND -> throw new BadRequest(404, name, "leads to no page", e);
                default -> throw e;
            }
        }
    }

    private <M extends @Nullable Object> Page<M> counted(Page<M> page) {
        if (page.number() != number) {
            beyondLast(page.number());
        }
        return page;
    }

    private void beyondLast(int nearest) {
        String name = listing.names.page();
        refuse(listing.beyondLast, name, "is behind the last page", null);
        if (listing.beyondLast == BadInput.REDIRECT) {
            throw new Redirect(
                    nearest == 1
                            ? parameters.without(name)
                            : parameters.with(name, Integer.toString(nearest)));
        }
    }

    private static void refuse(
            BadInput policy, String name, String what, @Nullable RuntimeException cause) {
        if (policy == BadInput.REFUSE || policy == BadInput.NOT_FOUND) {
            throw new BadRequest(policy == BadInput.REFUSE ? 400 : 404, name, what, cause);
        }
    }

    /** One reading; what it has found is what the request is made of. */
    private static final class Reader {
        final Listing listing;
        final List<Condition> conditions = new ArrayList<>();
        final List<String> ignored = new ArrayList<>();
        Parameters parameters;
        int number = 1;
        int size;
        @Nullable String sort;
        List<Sort> order = List.of();

        Reader(Listing listing, Parameters parameters) {
            this.listing = listing;
            this.parameters = parameters;
            this.size = listing.size;
        }

        void read() {
            ParameterNames names = listing.names;
            number = number(names.page(), 1, Integer.MAX_VALUE);
            size = number(names.size(), listing.size, listing.maxSize);
            sort(names.sort());
            listing.filters.forEach(this::filter);
            one(names.cursor());
            one(names.counted());
        }

        /** The only text of that name, or the first; null where there is none, or an empty one. */
        private @Nullable String one(String name) {
            List<String> texts = parameters.all(name);
            if (texts.isEmpty()) {
                return null;
            }
            if (texts.size() > 1) {
                bad(name, "is there " + texts.size() + " times", null);
                parameters = parameters.with(name, texts.get(0));
            }
            String text = texts.get(0);
            if (text.isEmpty()) {
                parameters = parameters.without(name); // a form sends empty fields, too
                return null;
            }
            return text;
        }

        private int number(String name, int usual, int most) {
            String text = one(name);
            if (text == null) {
                return usual;
            }
            int read = PageNumbers.read(text);
            int taken = read < 1 ? usual : Math.min(read, most);
            if (!text.equals(Integer.toString(taken))) {
                bad(name, "is not a whole number from 1 to " + most, null);
            }
            parameters =
                    taken == usual
                            ? parameters.without(name)
                            : parameters.with(name, Integer.toString(taken));
            return taken;
        }

        private void sort(String name) {
            String text = one(name);
            String usual =
                    listing.sorts.isEmpty() ? null : listing.sorts.keySet().iterator().next();
            if (text != null) {
                boolean reversed = text.startsWith("-");
                List<Sort> known = listing.sorts.get(reversed ? text.substring(1) : text);
                if (known == null) {
                    bad(name, "is no order of this list", null);
                    parameters = parameters.without(name);
                } else if (text.equals(usual)) {
                    parameters = parameters.without(name);
                } else {
                    sort = text;
                    order = reversed ? known.stream().map(Reader::reverse).toList() : known;
                    return;
                }
            }
            order = usual == null ? List.of() : Objects.requireNonNull(listing.sorts.get(usual));
        }

        private static Sort reverse(Sort sort) {
            Sort.Nulls nulls =
                    switch (sort.nulls()) {
                        case DEFAULT -> Sort.Nulls.DEFAULT; // the largest, so they turn round, too
                        case FIRST -> Sort.Nulls.LAST;
                        case LAST -> Sort.Nulls.FIRST;
                    };
            return new Sort(sort.expr(), !sort.descending(), nulls);
        }

        private void filter(String name, Listing.Filter filter) {
            List<String> texts = parameters.all(name).stream().filter(t -> !t.isEmpty()).toList();
            if (!filter.takesMany()) {
                String text = one(name);
                texts = text == null ? List.of() : List.of(text);
            }
            parameters = parameters.with(name, texts.toArray(String[]::new));
            if (texts.isEmpty()) {
                return;
            }
            try {
                conditions.add(filter.condition(texts));
            } catch (IllegalArgumentException
                    | ArithmeticException
                    | DateTimeException
                    | DataException e) {
                bad(name, "is none of the values that it can have", e);
                parameters = parameters.without(name);
            }
        }

        private void bad(String name, String what, @Nullable RuntimeException cause) {
            refuse(listing.badInput, name, what, cause);
            if (!ignored.contains(name)) {
                ignored.add(name);
            }
        }
    }
}

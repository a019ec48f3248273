package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.type.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a list may say: which orders and filters there are, how many rows a page has
 * at most, and what happens when it says something else. Nothing but what is listed here reaches a
 * query. An immutable value, usually a constant:
 *
 * <pre>{@code
 * static final Listing TWEETS = Listing.of(20)
 *         .sort("newest", TWEET.timestamp.desc()) // the first one is the usual order
 *         .sort("name", USER.username)
 *         .filter("author", USER.username)
 *         .filter("since", LocalDate.class, day -> TWEET.timestamp.ge(day.atStartOfDay()));
 * }</pre>
 *
 * <p>{@link #read} takes a request's parameters; a text that is none of its values is treated as
 * {@link #onBadInput} says, and a page behind the last as {@link #onBeyondLast} says. Both clamp
 * unless told otherwise. Parameters of other names are left alone.
 */
public final class Listing {
    private static final int USUAL_MOST = 100;

    final int size;
    final int maxSize;
    final ParameterNames names;
    final BadInput badInput;
    final BadInput beyondLast;
    final Map<String, List<Sort>> sorts;
    final Map<String, Filter> filters;

    private Listing(
            int size,
            int maxSize,
            ParameterNames names,
            BadInput badInput,
            BadInput beyondLast,
            Map<String, List<Sort>> sorts,
            Map<String, Filter> filters) {
        this.size = size;
        this.maxSize = maxSize;
        this.names = names;
        this.badInput = badInput;
        this.beyondLast = beyondLast;
        this.sorts = Collections.unmodifiableMap(sorts);
        this.filters = Collections.unmodifiableMap(filters);
    }

    /** What makes a condition of the texts of a parameter; throws where they are no value. */
    interface Filter {
        Condition condition(List<String> texts);

        /** Whether more than one text is a condition, too. */
        default boolean takesMany() {
            return false;
        }
    }

    /**
     * A list of pages of so many rows, where the address does not ask for another number; it may
     * ask for up to 100, or as many as this where that is more.
     *
     * @throws ProgrammingException for less than 1
     */
    public static Listing of(int size) {
        require(size >= 1, "a page of " + size + " rows", "ask for 1 row or more");
        return new Listing(
                size,
                Math.max(size, USUAL_MOST),
                ParameterNames.USUAL,
                BadInput.CLAMP,
                BadInput.CLAMP,
                Map.of(),
                Map.of());
    }

    /**
     * The most rows that the address may ask for.
     *
     * @throws ProgrammingException for less than a page has usually
     */
    public Listing maxSize(int rows) {
        require(
                rows >= size,
                "at most " + rows + " rows, where a page has " + size,
                "say the size of a page in Listing.of(..)");
        return new Listing(size, rows, names, badInput, beyondLast, sorts, filters);
    }

    /**
     * How the parameters are called.
     *
     * @throws ProgrammingException where a filter has one of these names
     */
    public Listing names(ParameterNames names) {
        filters.keySet().forEach(filter -> requireFree(names, filter));
        return new Listing(size, maxSize, names, badInput, beyondLast, sorts, filters);
    }

    /** What is done with a parameter that is none of its values. */
    public Listing onBadInput(BadInput policy) {
        return new Listing(size, maxSize, names, policy, beyondLast, sorts, filters);
    }

    /**
     * What is done with a page behind the last. Page 1 is never behind the last: no rows are one
     * empty page.
     */
    public Listing onBeyondLast(BadInput policy) {
        return new Listing(size, maxSize, names, badInput, policy, sorts, filters);
    }

    /**
     * An order, as {@code sort=name}; and the other way round, nulls too, as {@code sort=-name}.
     * The first that is declared is the order where the address says none; without any, the order
     * is that of the query.
     *
     * @throws ProgrammingException for a name that was declared before, that begins with a minus
     *     sign, or is empty
     */
    public Listing sort(String name, Ordering... order) {
        require(
                !name.isEmpty() && name.charAt(0) != '-',
                "the order '" + name + "'",
                "name it without a minus sign: that asks for the other way round");
        require(!sorts.containsKey(name), "the order '" + name + "' twice", "name it otherwise");
        List<Sort> sort = List.copyOf(Ordering.of(order).sorts());
        require(!sort.isEmpty(), "the order '" + name + "' of nothing", "name what it sorts by");
        Map<String, List<Sort>> more = new LinkedHashMap<>(sorts);
        more.put(name, sort);
        return new Listing(size, maxSize, names, badInput, beyondLast, more, filters);
    }

    /**
     * A filter that is met by rows whose column equals the value.
     *
     * @throws ProgrammingException for a name that is taken, and a column of which no text can be a
     *     value
     */
    public <T extends @Nullable Object> Listing filter(String name, Column<T> column) {
        Class<?> javaType = column.type().stored().javaType();
        require(
                TextValues.reads(javaType),
                "no text stands for a value of " + column,
                "give a function: filter(\"" + name + "\", text -> ..)");
        return withFilter(name, one(text -> column.eq(value(column, text))));
    }

    @SuppressWarnings("unchecked") // what its type read
    private static <T extends @Nullable Object> T value(Column<T> column, String text) {
        DataType<?> type = column.type();
        return (T) TextValues.read(type, text);
    }

    /**
     * A filter of a value of that class, in the form of its {@code toString}: a number, a boolean,
     * a UUID, a constant, a text, a date or time.
     *
     * @throws ProgrammingException for a name that is taken, and a class that no text is read as
     */
    public <T> Listing filter(
            String name, Class<T> type, Function<? super T, ? extends Condition> condition) {
        requireReadable(name, type);
        return withFilter(name, one(text -> condition.apply(type.cast(read(type, text)))));
    }

    /**
     * A filter of several values, {@code tag=a&tag=b}; of one as well, but never of none.
     *
     * @throws ProgrammingException as for one value
     */
    public <T> Listing filterAll(
            String name, Class<T> type, Function<? super List<T>, ? extends Condition> condition) {
        requireReadable(name, type);
        return withFilter(
                name,
                new Filter() {
                    @Override
                    public Condition condition(List<String> texts) {
                        return condition.apply(
                                texts.stream().map(text -> type.cast(read(type, text))).toList());
                    }

                    @Override
                    public boolean takesMany() {
                        return true;
                    }
                });
    }

    /**
     * A filter of a text. Where the function throws {@link IllegalArgumentException} or a {@link
     * java.time.DateTimeException}, the text is none of its values.
     *
     * @throws ProgrammingException for a name that is taken
     */
    public Listing filter(String name, Function<? super String, ? extends Condition> condition) {
        return filter(name, String.class, condition);
    }

    /**
     * Reads what the address says.
     *
     * @throws BadRequest where it says what it cannot, and the list refuses that
     * @throws Redirect where it says what it cannot, and the list redirects then
     */
    public ListRequest read(Parameters parameters) {
        return ListRequest.read(this, parameters);
    }

    // ---- declaring

    private static Object read(Class<?> type, String text) {
        return TextValues.read(type, text);
    }

    private static Filter one(Function<String, ? extends Condition> condition) {
        return texts -> condition.apply(texts.get(0));
    }

    private Listing withFilter(String name, Filter filter) {
        require(!name.isEmpty(), "a filter without a name", "name the parameter");
        require(!filters.containsKey(name), "the filter '" + name + "' twice", "name it otherwise");
        requireFree(names, name);
        Map<String, Filter> more = new LinkedHashMap<>(filters);
        more.put(name, filter);
        return new Listing(size, maxSize, names, badInput, beyondLast, sorts, more);
    }

    private static void requireReadable(String name, Class<?> type) {
        require(
                TextValues.reads(type),
                "no text is read as " + type.getSimpleName(),
                "give a function: filter(\"" + name + "\", text -> ..)");
    }

    private static void requireFree(ParameterNames names, String filter) {
        require(
                !List.of(names.page(), names.size(), names.sort(), names.cursor(), names.counted())
                        .contains(filter),
                "the filter '" + filter + "' has the name of a parameter of every list",
                "name it otherwise, or the others by names(..)");
    }

    private static void require(boolean holds, String summary, String hint) {
        if (!holds) {
            throw new ProgrammingException(summary, (String) null, hint);
        }
    }
}

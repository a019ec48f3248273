package dev.kinglet.sqlite;

import dev.kinglet.errors.ProgrammingException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A function of the application for SQL on SQLite: an immutable value. NULL among the arguments of
 * a function gives NULL without a call; aggregates pass over it. What the application's code throws
 * fails the statement with the name of the function, without its message, which may repeat values.
 * It is called by any thread, with a connection that is in use: it asks no database.
 */
public final class SqliteFunction {
    private static final List<Class<?>> TYPES =
            List.of(
                    String.class,
                    Long.class,
                    Integer.class,
                    Double.class,
                    Boolean.class,
                    byte[].class);

    private final String name;
    private final List<Class<?>> arguments;
    private final Body body;
    private final boolean deterministic;

    private SqliteFunction(
            String name, List<Class<?>> arguments, Body body, boolean deterministic) {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.body = body;
        this.deterministic = deterministic;
        for (Class<?> type : arguments) {
            if (!TYPES.contains(type)) {
                throw new ProgrammingException(
                        "the function '" + name + "' takes a " + type.getSimpleName(),
                        null,
                        "SQLite has String, Long, Integer, Double, Boolean and byte[]");
            }
        }
    }

    // ---- functions of a row

    /**
     * A function of one argument.
     *
     * @param argument String, Long, Integer, Double, Boolean or byte[]
     * @param body answers one of these, or null
     */
    public static <A> SqliteFunction of(
            String name, Class<A> argument, Function<? super A, ? extends @Nullable Object> body) {
        return of(name, List.of(argument), values -> body.apply(argument.cast(values.get(0))));
    }

    /** A function of two arguments. */
    public static <A, B> SqliteFunction of(
            String name,
            Class<A> first,
            Class<B> second,
            BiFunction<? super A, ? super B, ? extends @Nullable Object> body) {
        return of(
                name,
                List.of(first, second),
                values -> body.apply(first.cast(values.get(0)), second.cast(values.get(1))));
    }

    /** A function of any number of arguments, which come in a list in their types. */
    public static SqliteFunction of(
            String name,
            List<Class<?>> arguments,
            Function<? super List<Object>, ? extends @Nullable Object> body) {
        return new SqliteFunction(name, arguments, new Scalar(body), true);
    }

    // ---- functions of many rows

    /** An aggregate: of no rows it is what the collector makes of none. */
    public static <A> SqliteFunction aggregate(
            String name, Class<A> argument, Collector<? super A, ?, ?> collector) {
        return new SqliteFunction(name, List.of(argument), new Folded(collector), true);
    }

    /**
     * An aggregate that is also a window function: rows leave the frame as they came into it.
     *
     * @param state of a group or a window, made when its first row comes
     * @param add puts a row into the state
     * @param remove takes one out again, the oldest first
     * @param answer what the state amounts to now; asked once a row of a window
     */
    @SuppressWarnings("unchecked") // each is only given what the others made
    public static <A, S> SqliteFunction window(
            String name,
            Class<A> argument,
            Supplier<S> state,
            BiConsumer<? super S, ? super A> add,
            BiConsumer<? super S, ? super A> remove,
            Function<? super S, ? extends @Nullable Object> answer) {
        return new SqliteFunction(
                name,
                List.of(argument),
                new Sliding(
                        (Supplier<Object>) state,
                        (BiConsumer<Object, Object>) (BiConsumer<?, ?>) add,
                        (BiConsumer<Object, Object>) (BiConsumer<?, ?>) remove,
                        (Function<Object, ? extends @Nullable Object>) answer),
                true);
    }

    /**
     * The same, which may answer something else for the same arguments: SQLite then asks it for
     * each row, and refuses it in an index, a check or a computed column.
     */
    public SqliteFunction changing() {
        return new SqliteFunction(name, arguments, body, false);
    }

    // ---- what it consists of

    /** Its name in SQL. */
    public String name() {
        return name;
    }

    /** The types of its arguments, in order. */
    public List<Class<?>> arguments() {
        return arguments;
    }

    /** Whether it answers the same for the same arguments. */
    public boolean isDeterministic() {
        return deterministic;
    }

    /** What it does. */
    public Body body() {
        return body;
    }

    @Override
    public String toString() {
        return name + "/" + arguments.size();
    }

    /** What a function does. */
    public sealed interface Body permits Scalar, Folded, Sliding {}

    /** Of one row. */
    public record Scalar(Function<? super List<Object>, ? extends @Nullable Object> call)
            implements Body {}

    /** Of a group. */
    public record Folded(Collector<?, ?, ?> collector) implements Body {}

    /** Of a group or a window. */
    public record Sliding(
            Supplier<Object> state,
            BiConsumer<Object, Object> add,
            BiConsumer<Object, Object> remove,
            Function<Object, ? extends @Nullable Object> answer)
            implements Body {}
}

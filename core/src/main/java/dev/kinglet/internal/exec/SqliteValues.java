package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Functions of the application as SQLite calls them: what goes in, what comes out. */
final class SqliteValues {
    private static final List<Class<?>> TYPES =
            List.of(
                    String.class,
                    Long.class,
                    Integer.class,
                    Double.class,
                    Boolean.class,
                    byte[].class);

    private static final int NULL = 5; // SQLITE_NULL

    private SqliteValues() {}

    static void require(String name, Class<?> argument) {
        if (!TYPES.contains(argument)) {
            throw new ProgrammingException(
                    "the function '" + name + "' takes a " + argument.getSimpleName(),
                    null,
                    "SQLite has String, Long, Integer, Double, Boolean and byte[]");
        }
    }

    /** A getter of the driver, which are protected there. */
    private interface Get {
        Object at(int argument) throws SQLException;
    }

    private static Object read(
            Class<?> type, int argument, Get text, Get whole, Get real, Get bytes)
            throws SQLException {
        if (type == String.class) {
            return text.at(argument);
        }
        if (type == Double.class) {
            return real.at(argument);
        }
        if (type == byte[].class) {
            return bytes.at(argument);
        }
        long number = (Long) whole.at(argument);
        if (type == Integer.class) {
            return Math.toIntExact(number);
        }
        return type == Boolean.class ? (Object) (number != 0) : (Object) number;
    }

    /** A setter of the driver, which are protected there. */
    private interface Put<T> {
        void set(T value) throws SQLException;
    }

    private interface PutNull {
        void set() throws SQLException;
    }

    private static void write(
            @Nullable Object answer,
            PutNull none,
            Put<Long> whole,
            Put<Double> real,
            Put<byte[]> bytes,
            Put<String> text)
            throws SQLException {
        if (answer == null) {
            none.set();
        } else if (answer instanceof Long number) {
            whole.set(number);
        } else if (answer instanceof Double number) {
            real.set(number);
        } else if (answer instanceof byte[] blob) {
            bytes.set(blob);
        } else {
            text.set((String) answer);
        }
    }

    /** As one of the types that SQLite keeps. */
    private static @Nullable Object plain(@Nullable Object answer) {
        if (answer instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (answer instanceof Integer || answer instanceof Short || answer instanceof Byte) {
            return ((Number) answer).longValue();
        }
        if (answer instanceof Float number) {
            return number.doubleValue();
        }
        return answer == null
                        || answer instanceof Long
                        || answer instanceof Double
                        || answer instanceof byte[]
                ? answer
                : answer.toString();
    }

    /** Without the message, which may repeat values. */
    private static String failure(String name, RuntimeException e) {
        return "the function '" + name + "' failed: " + e.getClass().getName();
    }

    /** A function of one row. */
    static final class Scalar extends org.sqlite.Function {
        private final String name;
        private final List<Class<?>> types;
        private final Function<List<Object>, ? extends @Nullable Object> body;

        Scalar(
                String name,
                List<Class<?>> types,
                Function<List<Object>, ? extends @Nullable Object> body) {
            this.name = name;
            this.types = types;
            this.body = body;
        }

        @Override
        protected void xFunc() throws SQLException {
            for (int i = 0; i < types.size(); i++) {
                if (value_type(i) == NULL) {
                    result();
                    return;
                }
            }
            Object answer;
            try {
                List<Object> values = new ArrayList<>(types.size());
                for (int i = 0; i < types.size(); i++) {
                    values.add(
                            read(
                                    types.get(i),
                                    i,
                                    this::value_text,
                                    this::value_long,
                                    this::value_double,
                                    this::value_blob));
                }
                answer = plain(body.apply(values));
            } catch (RuntimeException e) {
                error(failure(name, e));
                return;
            }
            write(answer, this::result, this::result, this::result, this::result, this::result);
        }
    }

    /** A function of many rows; the driver makes a copy for each group. */
    static final class Folded<A> extends org.sqlite.Function.Aggregate {
        private final String name;
        private final Class<A> type;
        private final Collector<? super A, Object, ?> collector;
        private @Nullable Object container;
        private @Nullable RuntimeException failed;

        @SuppressWarnings("unchecked") // the container is only handed around
        Folded(String name, Class<A> type, Collector<? super A, ?, ?> collector) {
            this.name = name;
            this.type = type;
            this.collector = (Collector<? super A, Object, ?>) collector;
        }

        @Override
        protected void xStep() throws SQLException {
            if (value_type(0) == NULL || failed != null) {
                return;
            }
            try {
                Object value =
                        read(
                                type,
                                0,
                                this::value_text,
                                this::value_long,
                                this::value_double,
                                this::value_blob);
                collector.accumulator().accept(container(), type.cast(value));
            } catch (RuntimeException e) {
                failed = e;
            }
        }

        @Override
        protected void xFinal() throws SQLException {
            Object answer = null;
            if (failed == null) {
                try {
                    answer = plain(collector.finisher().apply(container()));
                } catch (RuntimeException e) {
                    failed = e;
                }
            }
            if (failed != null) {
                error(failure(name, failed));
            } else {
                write(answer, this::result, this::result, this::result, this::result, this::result);
            }
        }

        private Object container() {
            Object known = container;
            if (known == null) {
                known = collector.supplier().get();
                container = known;
            }
            return known;
        }
    }
}

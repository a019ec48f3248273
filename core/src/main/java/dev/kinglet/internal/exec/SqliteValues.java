package dev.kinglet.internal.exec;

import dev.kinglet.sqlite.SqliteFunction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Functions of the application as SQLite calls them: what goes in, what comes out. */
final class SqliteValues {
    private static final int NULL = 5; // SQLITE_NULL

    private SqliteValues() {}

    /** What the driver calls for a function. */
    static org.sqlite.Function of(SqliteFunction function) {
        String name = function.name();
        List<Class<?>> types = function.arguments();
        SqliteFunction.Body body = function.body();
        if (body instanceof SqliteFunction.Scalar scalar) {
            return new Scalar(name, types, scalar.call());
        }
        if (body instanceof SqliteFunction.Folded folded) {
            return new Folded(name, types.get(0), folded.collector());
        }
        return new Sliding(name, types.get(0), (SqliteFunction.Sliding) body);
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
    private static String failure(String name, Exception e) {
        return "the function '" + name + "' failed: " + e.getClass().getName();
    }

    /** As SQLite says it of its own functions. */
    private static String wrongNumber(String name) {
        return "wrong number of arguments to function " + name + "()";
    }

    /** A function of one row. */
    static final class Scalar extends org.sqlite.Function {
        private final String name;
        private final List<Class<?>> types;
        private final Function<? super List<Object>, ? extends @Nullable Object> body;

        Scalar(
                String name,
                List<Class<?>> types,
                Function<? super List<Object>, ? extends @Nullable Object> body) {
            this.name = name;
            this.types = types;
            this.body = body;
        }

        @Override
        protected void xFunc() throws SQLException {
            if (args() != types.size()) {
                error(wrongNumber(name));
                return;
            }
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
            } catch (Exception e) { // Kotlin throws checked exceptions from anywhere
                error(failure(name, e));
                return;
            }
            write(answer, this::result, this::result, this::result, this::result, this::result);
        }
    }

    /** A function of many rows; the driver makes a copy for each group. */
    static final class Folded extends org.sqlite.Function.Aggregate {
        private final String name;
        private final Class<?> type;
        private final Collector<Object, Object, ?> collector;
        private @Nullable Object container;
        private @Nullable String failed;

        @SuppressWarnings("unchecked") // it is given values of the type that it was made for
        Folded(String name, Class<?> type, Collector<?, ?, ?> collector) {
            this.name = name;
            this.type = type;
            this.collector = (Collector<Object, Object, ?>) collector;
        }

        @Override
        protected void xStep() throws SQLException {
            if (args() != 1) {
                failed = wrongNumber(name);
            }
            if (failed != null || value_type(0) == NULL) {
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
                collector.accumulator().accept(container(), value);
            } catch (Exception e) { // Kotlin throws checked exceptions from anywhere
                failed = failure(name, e);
            }
        }

        @Override
        protected void xFinal() throws SQLException {
            Object answer = null;
            if (failed == null) {
                try {
                    answer = plain(collector.finisher().apply(container()));
                } catch (Exception e) { // Kotlin throws checked exceptions from anywhere
                    failed = failure(name, e);
                }
            }
            if (failed != null) {
                error(failed);
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

    /** A function of a group or a window; the driver makes a copy for each. */
    static final class Sliding extends org.sqlite.Function.Window {
        private final String name;
        private final Class<?> type;
        private final SqliteFunction.Sliding body;
        private @Nullable Object state;
        private @Nullable String failed;

        Sliding(String name, Class<?> type, SqliteFunction.Sliding body) {
            this.name = name;
            this.type = type;
            this.body = body;
        }

        @Override
        protected void xStep() throws SQLException {
            move(body.add());
        }

        @Override
        protected void xInverse() throws SQLException {
            move(body.remove());
        }

        @Override
        protected void xValue() throws SQLException {
            Object answer = null;
            if (failed == null) {
                try {
                    answer = plain(body.answer().apply(state()));
                } catch (Exception e) { // Kotlin throws checked exceptions from anywhere
                    failed = failure(name, e);
                }
            }
            if (failed != null) {
                error(failed);
            } else {
                write(answer, this::result, this::result, this::result, this::result, this::result);
            }
        }

        @Override
        protected void xFinal() throws SQLException {
            xValue();
        }

        private void move(BiConsumer<Object, Object> step) throws SQLException {
            if (args() != 1) {
                failed = wrongNumber(name);
            }
            if (failed != null || value_type(0) == NULL) {
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
                step.accept(state(), value);
            } catch (Exception e) { // Kotlin throws checked exceptions from anywhere
                failed = failure(name, e);
            }
        }

        private Object state() {
            Object known = state;
            if (known == null) {
                known = body.state().get();
                state = known;
            }
            return known;
        }
    }
}

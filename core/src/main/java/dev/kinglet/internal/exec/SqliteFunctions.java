package dev.kinglet.internal.exec;

import dev.kinglet.type.LikePattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.sqlite.Collation;
import org.sqlite.Function;

/** What queries need and SQLite does not have by itself. */
public final class SqliteFunctions {
    private SqliteFunctions() {}

    static void register(Connection connection) throws SQLException {
        JsonFunctions.register(connection);
        Function.create(connection, "regexp", new Regexp(), 2, Function.FLAG_DETERMINISTIC);
        Function.create(
                connection, "like_to_glob", new LikeToGlob(), 1, Function.FLAG_DETERMINISTIC);
    }

    /**
     * A function of the application. NULL among its arguments gives NULL; it is not called then.
     */
    public static SqliteExtension function(
            String name,
            List<Class<?>> arguments,
            java.util.function.Function<List<Object>, ? extends @Nullable Object> body) {
        arguments.forEach(type -> SqliteValues.require(name, type));
        return extension(
                name,
                connection ->
                        Function.create(
                                connection,
                                name,
                                new SqliteValues.Scalar(name, arguments, body),
                                arguments.size(),
                                Function.FLAG_DETERMINISTIC));
    }

    /** An aggregate of the application; NULL is passed over. */
    public static <A> SqliteExtension aggregate(
            String name, Class<A> argument, Collector<? super A, ?, ?> collector) {
        SqliteValues.require(name, argument);
        return extension(
                name,
                connection ->
                        Function.create(
                                connection,
                                name,
                                new SqliteValues.Folded<>(name, argument, collector),
                                1,
                                Function.FLAG_DETERMINISTIC));
    }

    /** An order of texts. */
    public static SqliteExtension collation(String name, Comparator<? super String> order) {
        return extension(
                name,
                connection ->
                        Collation.create(
                                connection,
                                name,
                                new Collation() {
                                    @Override
                                    protected int xCompare(String left, String right) {
                                        return order.compare(left, right);
                                    }
                                }));
    }

    private interface Registration {
        void on(Connection connection) throws SQLException;
    }

    private static SqliteExtension extension(String name, Registration registration) {
        return new SqliteExtension() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void register(Connection connection) throws SQLException {
                registration.on(connection);
            }
        };
    }

    /** {@code x regexp pattern} calls it with the pattern first. */
    private static final class Regexp extends Function {
        private static final int PATTERNS = 64;

        /** By connection, so by one thread at a time. */
        private final Map<String, Pattern> patterns =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.@Nullable Entry<String, Pattern> eldest) {
                        return size() > PATTERNS;
                    }
                };

        private static Pattern compile(String pattern) {
            // as on PostgreSQL, where the dot stands for the end of a line, too
            return Pattern.compile(pattern, Pattern.DOTALL);
        }

        @Override
        protected void xFunc() throws SQLException {
            String pattern = value_text(0);
            String text = value_text(1);
            if (pattern == null || text == null) {
                result();
                return;
            }
            try {
                result(
                        patterns.computeIfAbsent(pattern, Regexp::compile).matcher(text).find()
                                ? 1
                                : 0);
            } catch (PatternSyntaxException e) {
                error("invalid regular expression: " + e.getDescription());
            }
        }
    }

    private static final class LikeToGlob extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String pattern = value_text(0);
            if (pattern == null) {
                result();
            } else {
                result(LikePattern.toGlob(pattern));
            }
        }
    }
}

package dev.kinglet.internal.exec;

import dev.kinglet.sqlite.SqliteFunction;
import dev.kinglet.type.LikePattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
     * A function of the application, in the form that the driver takes. Of any number of arguments
     * for SQLite: the driver takes away no others.
     */
    public static SqliteExtension of(SqliteFunction function) {
        String name = function.name();
        return new Extension(
                name,
                name.toLowerCase(Locale.ROOT) + "()",
                connection ->
                        Function.create(
                                connection,
                                name,
                                SqliteValues.of(function),
                                -1,
                                function.isDeterministic() ? Function.FLAG_DETERMINISTIC : 0),
                connection -> Function.destroy(connection, name));
    }

    /** An order of texts. */
    public static SqliteExtension collation(String name, Comparator<? super String> order) {
        return new Extension(
                name,
                name.toLowerCase(Locale.ROOT),
                connection ->
                        Collation.create(
                                connection,
                                name,
                                new Collation() {
                                    @Override
                                    protected int xCompare(String left, String right) {
                                        return order.compare(left, right);
                                    }
                                }),
                connection -> Collation.destroy(connection, name));
    }

    /** These and another one, in place of the one that has its key. */
    static List<SqliteExtension> plus(List<SqliteExtension> some, SqliteExtension other) {
        List<SqliteExtension> all = new ArrayList<>(some);
        all.removeIf(known -> known.key().equals(other.key()));
        all.add(other);
        return all;
    }

    private interface Step {
        void on(Connection connection) throws SQLException;
    }

    private record Extension(String name, String key, Step registering, Step forgetting)
            implements SqliteExtension {
        @Override
        public void register(Connection connection) throws SQLException {
            registering.on(connection);
        }

        @Override
        public void unregister(Connection connection) throws SQLException {
            forgetting.on(connection);
        }
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

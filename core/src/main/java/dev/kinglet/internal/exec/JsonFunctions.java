package dev.kinglet.internal.exec;

import dev.kinglet.type.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** What PostgreSQL's jsonb has and SQLite's JSON has not. */
final class JsonFunctions {
    private JsonFunctions() {}

    static void register(Connection connection) throws SQLException {
        register(connection, "json_canonical", 1, new Canonical());
        register(connection, "json_contains", 2, new Contains());
        register(connection, "json_has_key", 2, new HasKey());
        register(connection, "json_has_all_keys", 2, new HasKeys(true));
        register(connection, "json_has_any_key", 2, new HasKeys(false));
        register(connection, "json_change", 4, new Change());
    }

    private static void register(
            Connection connection, String name, int arguments, Function function)
            throws SQLException {
        Function.create(connection, name, function, arguments, Function.FLAG_DETERMINISTIC);
    }

    /** NULL among the first arguments gives NULL; what is no JSON is an error of the statement. */
    private abstract static class OfJson extends Function {
        private final int needed;

        OfJson(int needed) {
            this.needed = needed;
        }

        abstract void answer() throws SQLException;

        @Override
        protected final void xFunc() throws SQLException {
            for (int i = 0; i < needed; i++) {
                if (value_text(i) == null) {
                    result();
                    return;
                }
            }
            try {
                answer();
            } catch (IllegalArgumentException e) {
                error(e.getMessage());
            }
        }

        final String text(int argument) throws SQLException {
            return value_text(argument);
        }

        final void answer(boolean condition) throws SQLException {
            result(condition ? 1 : 0);
        }
    }

    /** A value that is mostly the same from row to row; of one connection, so of one thread. */
    private static final class Known {
        private @Nullable String text;
        private @Nullable Object value;

        @Nullable Object of(String text) {
            if (!text.equals(this.text)) {
                this.value = Json.parse(text);
                this.text = text;
            }
            return value;
        }
    }

    private static final class Canonical extends OfJson {
        Canonical() {
            super(1);
        }

        @Override
        void answer() throws SQLException {
            result(Json.text(Json.parse(text(0))));
        }
    }

    private static final class Contains extends OfJson {
        private final Known whole = new Known();
        private final Known part = new Known();

        Contains() {
            super(2);
        }

        @Override
        void answer() throws SQLException {
            answer(Json.contains(whole.of(text(0)), part.of(text(1))));
        }
    }

    private static boolean hasKey(@Nullable Object json, Object key) {
        return json instanceof Map<?, ?> map
                ? map.containsKey(key)
                : json instanceof List<?> list ? list.contains(key) : key.equals(json);
    }

    private static final class HasKey extends OfJson {
        HasKey() {
            super(2);
        }

        @Override
        void answer() throws SQLException {
            answer(hasKey(Json.parse(text(0)), text(1)));
        }
    }

    private static final class HasKeys extends OfJson {
        private final boolean all;
        private final Known keys = new Known();

        HasKeys(boolean all) {
            super(2);
            this.all = all;
        }

        @Override
        void answer() throws SQLException {
            Object json = Json.parse(text(0));
            List<?> wanted = (List<?>) Objects.requireNonNull(keys.of(text(1)));
            answer(
                    all
                            ? wanted.stream().allMatch(key -> hasKey(json, key))
                            : wanted.stream().anyMatch(key -> hasKey(json, key)));
        }
    }

    /** {@code json_change(what, document, path, value)}; a value that is NULL is JSON's null. */
    private static final class Change extends OfJson {
        private final Known path = new Known();
        private final Known value = new Known();

        Change() {
            super(3);
        }

        @Override
        void answer() throws SQLException {
            String given = text(3);
            Object changed =
                    JsonChange.of(
                            text(0),
                            Json.parse(text(1)),
                            (List<?>) Objects.requireNonNull(path.of(text(2))),
                            given == null ? null : value.of(given));
            result(Json.text(changed));
        }
    }
}

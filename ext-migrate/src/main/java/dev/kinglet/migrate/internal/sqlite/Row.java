package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue, by the names of its columns. */
record Row(Map<String, @Nullable Object> values) {

    static List<Row> all(Database database, String sql, Object... arguments) {
        List<Row> rows = new ArrayList<>();
        for (Map<String, ? extends @Nullable Object> row : database.query(sql, arguments).maps()) {
            rows.add(new Row(new LinkedHashMap<String, @Nullable Object>(row)));
        }
        return rows;
    }

    @Nullable String find(String column) {
        Object value = values.get(column);
        return value == null ? null : value.toString();
    }

    String text(String column) {
        return Objects.requireNonNull(find(column), column);
    }

    long number(String column) {
        return ((Number) Objects.requireNonNull(values.get(column), column)).longValue();
    }

    @Nullable Long findNumber(String column) {
        return values.get(column) instanceof Number number ? (Long) number.longValue() : null;
    }
}

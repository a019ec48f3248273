package dev.kinglet.internal.catalog;

import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue, by the names of its columns. */
record Row(Map<String, @Nullable Object> values) {

    static List<Row> all(QueryExecutor database, String sql, @Nullable Object... arguments) {
        return RawQuery.<@Nullable Object>of(Relation.table("catalog"), sql, arguments)
                .using(database)
                .maps()
                .stream()
                .map(Row::new)
                .toList();
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

    /** True, or a number other than 0. */
    boolean is(String column) {
        Object value = values.get(column);
        return value instanceof Boolean flag
                ? flag
                : value instanceof Number number && number.intValue() != 0;
    }
}

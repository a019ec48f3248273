package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import java.util.List;
import java.util.Map;

/** A row of the catalogue, by the names of its columns. */
record Row(Map<String, ?> values) {

    static List<Row> all(Database database, String sql, Object... arguments) {
        return database.query(sql, arguments).maps().stream().map(Row::new).toList();
    }

    /** The only row. */
    static Row one(Database database, String sql, Object... arguments) {
        return all(database, sql, arguments).get(0);
    }

    /** Empty for NULL. */
    String text(String column) {
        Object value = values.get(column);
        return value == null ? "" : value.toString();
    }

    /** 0 for NULL. */
    double number(String column) {
        return values.get(column) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean is(String column) {
        return Boolean.TRUE.equals(values.get(column));
    }
}

package dev.kinglet.internal.catalog;

import dev.kinglet.model.OnDelete;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a schema of a database has. Each call asks the database. */
public abstract class Catalog {
    final QueryExecutor database;

    Catalog(QueryExecutor database) {
        this.database = database;
    }

    /**
     * That of a schema.
     *
     * @param schema null for the usual one: that where a table without a schema would be made
     */
    public static Catalog of(QueryExecutor database, Dialect dialect, @Nullable String schema) {
        return dialect == Dialect.SQLITE
                ? new SqliteCatalog(database, schema)
                : new PostgresCatalog(database, schema);
    }

    /**
     * Tables, sorted by name.
     *
     * @param name that of one, which is found as a statement would find it; null for all
     */
    public abstract List<TableInfo> tables(@Nullable String name);

    /** Views, sorted by name. */
    public abstract List<SchemaInfo.View> views();

    /** Sequences, sorted by name. */
    public abstract List<SchemaInfo.Sequence> sequences();

    /** Enumerated types, sorted by name. */
    public abstract List<SchemaInfo.Enum> enums();

    /** Whether there is a table or view of that name. */
    public abstract boolean exists(String name);

    /** Whether SQLite remembers the highest number of a table. */
    public abstract boolean counts(String table);

    /** Rows by what one of their columns says, in the order they came. */
    static Map<String, List<Row>> by(List<Row> rows, String column) {
        return by(rows, row -> row.text(column));
    }

    static <K> Map<K, List<Row>> by(List<Row> rows, Function<Row, K> key) {
        Map<K, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.computeIfAbsent(key.apply(row), none -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    static OnDelete action(String sql) {
        for (OnDelete action : OnDelete.values()) {
            if (action.toString().equalsIgnoreCase(sql)) {
                return action;
            }
        }
        return OnDelete.NO_ACTION;
    }
}

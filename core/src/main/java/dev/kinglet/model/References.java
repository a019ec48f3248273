package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The foreign keys that the database has, beside those that tables declare. */
final class References {
    private static final String POSTGRES =
            "select p.relname as parent, c.relname as child, n.nspname as \"schema\","
                    + " a.attname as \"column\", pg_table_is_visible(c.oid) as visible"
                    + " from pg_constraint k join pg_class p on p.oid = k.confrelid"
                    + " join pg_class c on c.oid = k.conrelid"
                    + " join pg_namespace n on n.oid = c.relnamespace"
                    + " join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]"
                    + " where k.contype = 'f' and k.conparentid = 0 and k.confrelid in (";

    private static final String SQLITE =
            "select f.\"table\" as parent, m.name as child, f.\"from\" as \"column\""
                    + " from %1$ssqlite_master m join pragma_foreign_key_list(m.name%2$s) f"
                    + " where m.type = 'table' and f.seq = 0 and lower(f.\"table\") in (";

    private References() {}

    /**
     * @throws ModelException where rows that the plan does not know of refer to those that it
     *     deletes
     */
    static void refuseUndeclared(Cascade cascade, QueryExecutor executor) {
        Map<@Nullable String, List<Table<?, ?>>> schemas = new LinkedHashMap<>();
        for (Table<?, ?> table : cascade.tables()) {
            schemas.computeIfAbsent(schema(table, executor), none -> new ArrayList<>()).add(table);
        }
        schemas.forEach(
                (schema, tables) -> {
                    for (Map<String, @Nullable Object> found : read(schema, tables, executor)) {
                        refuseUndeclared(cascade, tables, found, executor);
                    }
                });
    }

    private static List<Map<String, @Nullable Object>> read(
            @Nullable String schema, List<Table<?, ?>> tables, QueryExecutor executor) {
        boolean sqlite = executor.dialect() == Dialect.SQLITE;
        StringBuilder sql = new StringBuilder();
        if (sqlite) {
            sql.append(
                    SQLITE.formatted(
                            schema == null ? "" : quoted(schema) + ".",
                            schema == null ? "" : ", '" + schema.replace("'", "''") + "'"));
        } else {
            sql.append(POSTGRES);
        }
        List<Object> names = new ArrayList<>();
        for (Table<?, ?> table : tables) {
            sql.append(names.isEmpty() ? "" : ", ")
                    .append(sqlite ? "" : "to_regclass(")
                    .append('{')
                    .append(names.size())
                    .append('}')
                    .append(sqlite ? "" : ")");
            String name = table.tableName();
            names.add(
                    sqlite
                            ? name.toLowerCase(Locale.ROOT)
                            : (schema == null ? "" : quoted(schema) + ".") + quoted(name));
        }
        return RawQuery.of(
                        Relation.table("foreign keys"), sql.append(')').toString(), names.toArray())
                .using(executor)
                .maps();
    }

    private static void refuseUndeclared(
            Cascade cascade,
            List<Table<?, ?>> tables,
            Map<String, @Nullable Object> found,
            QueryExecutor executor) {
        for (Table<?, ?> table : tables) {
            if (!table.tableName().equalsIgnoreCase(String.valueOf(found.get("parent")))) {
                continue;
            }
            for (Reference<?, ?> reference : cascade.referring(table)) {
                if (isThat(reference, found, executor)) {
                    return;
                }
            }
            String name = found.get("child") + "." + found.get("column");
            throw new ModelException(
                    "rows of "
                            + table
                            + " cannot be deleted with what refers to them: the database has a"
                            + " foreign key "
                            + name
                            + " that no bound table declares",
                    table.toString(),
                    "declare it in the table of '"
                            + found.get("child")
                            + "' and bind that table to this database");
        }
    }

    private static boolean isThat(
            Reference<?, ?> reference,
            Map<String, @Nullable Object> found,
            QueryExecutor executor) {
        Table<?, ?> child = reference.table();
        String column = String.valueOf(found.get("column"));
        String there = schema(child, executor);
        boolean schema =
                !found.containsKey("schema") // SQLite: that of the table it refers to
                        || (there == null
                                ? String.valueOf(found.get("visible")).startsWith("t")
                                : Objects.equals(there, found.get("schema")));
        return schema
                && child.tableName().equalsIgnoreCase(String.valueOf(found.get("child")))
                && reference.columns().stream()
                        .anyMatch(own -> own.name().equalsIgnoreCase(column));
    }

    private static @Nullable String schema(Table<?, ?> table, QueryExecutor executor) {
        String own = table.schema();
        return own == null ? executor.defaultSchema() : own;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other values for an enumerated type, which PostgreSQL has no statement for: a new type of the
 * same name takes the place of the old one in all columns. Defaults, and indexes and checks that
 * name values, are made anew.
 */
public final class EnumSwap {
    private static final String COLUMNS =
            "select cast(cast(c.oid as regclass) as text) as of, a.attname as name, a.atttypid <>"
                    + " t.oid as array, pg_get_expr(d.adbin, d.adrelid) as sql from pg_type t join"
                    + " pg_attribute a on a.atttypid in (t.oid, t.typarray) and not a.attisdropped"
                    + " join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not"
                    + " c.relispartition left join pg_attrdef d on d.adrelid = a.attrelid and"
                    + " d.adnum = a.attnum where t.oid = to_regtype({0}) order by 1, a.attnum";

    private static final String INDEXES =
            "select distinct cast(cast(i.indexrelid as regclass) as text) as name,"
                    + " pg_get_indexdef(i.indexrelid) as sql from pg_type t join pg_depend d on"
                    + " d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typarray) and"
                    + " d.classid = 'pg_class'::regclass join pg_index i on i.indexrelid = d.objid"
                    + " where t.oid = to_regtype({0}) order by 1";

    private static final String CHECKS =
            "select distinct cast(cast(k.conrelid as regclass) as text) as of, k.conname as name,"
                    + " pg_get_constraintdef(k.oid) as sql from pg_type t join pg_depend d on"
                    + " d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typarray) and"
                    + " d.classid = 'pg_constraint'::regclass join pg_constraint k on k.oid ="
                    + " d.objid and k.contype = 'c' and k.conrelid <> 0 and k.conislocal where t.oid"
                    + " = to_regtype({0}) order by 1, 2";

    private EnumSwap() {}

    /** The statements, in order; they belong into one transaction. */
    public static List<String> sql(Database database, SchemaName type, List<String> values) {
        String name = SqlNames.quote(type);
        String old = SchemaNames.fit(type.name() + "_replaced");
        List<String> sql = new ArrayList<>();
        List<Row> indexes = Row.all(database, INDEXES, name);
        List<Row> checks = Row.all(database, CHECKS, name);
        indexes.forEach(index -> sql.add("drop index " + index.text("name")));
        for (Row check : checks) {
            sql.add(alter(check) + "drop constraint " + SqlNames.quote(check.text("name")));
        }
        sql.add("alter type " + name + " rename to " + SqlNames.quote(old));
        sql.add(create(name, values));
        Map<String, List<String>> changes = new LinkedHashMap<>();
        for (Row column : Row.all(database, COLUMNS, name)) {
            change(name, column, changes.computeIfAbsent(alter(column), of -> new ArrayList<>()));
        }
        // one rewrite a table
        changes.forEach((alter, parts) -> sql.add(alter + String.join(", ", parts)));
        for (Row check : checks) {
            sql.add(
                    alter(check)
                            + "add constraint "
                            + SqlNames.quote(check.text("name"))
                            + " "
                            + check.text("sql"));
        }
        indexes.forEach(index -> sql.add(index.text("sql")));
        sql.add("drop type " + Sql.beside(type, old));
        return sql;
    }

    /** CREATE TYPE. */
    private static String create(String name, List<String> values) {
        return "create type "
                + name
                + " as enum ("
                + String.join(", ", values.stream().map(Sql::text).toList())
                + ")";
    }

    private static void change(String type, Row column, List<String> parts) {
        String alter = "alter column " + SqlNames.quote(column.text("name")) + " ";
        String array = column.is("array") ? "[]" : "";
        String defaultSql = column.text("sql");
        if (!defaultSql.isEmpty()) {
            parts.add(alter + "drop default");
        }
        parts.add(
                alter
                        + "type "
                        + type
                        + array
                        + " using "
                        + SqlNames.quote(column.text("name"))
                        + "::text"
                        + array
                        + "::"
                        + type
                        + array);
        if (!defaultSql.isEmpty()) {
            parts.add(alter + "set default " + defaultSql);
        }
    }

    private static String alter(Row part) {
        return "alter table " + part.text("of") + " ";
    }
}

package dev.kinglet.migrate.internal.diff;

import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A schema as JSON, for the file beside the migrations: sorted by name, a line for each part, and
 * nothing where nothing is said, so that a change of the schema is a small change of the file.
 */
public final class Snapshot {
    private static final long VERSION = 1;

    private Snapshot() {}

    // ---- writing

    /** The text of the file. */
    public static String write(SchemaState state) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("dialect", state.dialect().name());
        all.put(
                "enums",
                new TreeMap<>(byName(state.enums()))
                        .entrySet().stream()
                                .map(
                                        e -> {
                                            Map<String, @Nullable Object> type =
                                                    named(e.getValue());
                                            type.put("values", state.enums().get(e.getValue()));
                                            return type;
                                        })
                                .toList());
        all.put(
                "tables",
                state.tables().stream()
                        .sorted(Comparator.comparing(t -> t.name().toString()))
                        .map(Snapshot::table)
                        .toList());
        all.put(
                "views",
                state.views().stream()
                        .sorted(Comparator.comparing(v -> v.name().toString()))
                        .map(
                                v -> {
                                    Map<String, @Nullable Object> view = named(v.name());
                                    view.put("query", v.query());
                                    put(view, "materialized", v.materialized());
                                    return view;
                                })
                        .toList());
        all.put(
                "sequences",
                state.sequences().stream()
                        .sorted(Comparator.comparing(s -> s.name().toString()))
                        .map(
                                s -> {
                                    Map<String, @Nullable Object> sequence = named(s.name());
                                    sequence.put("start", s.start());
                                    sequence.put("increment", s.increment());
                                    return sequence;
                                })
                        .toList());
        return JsonText.of(all);
    }

    private static Map<String, SchemaName> byName(Map<SchemaName, List<String>> enums) {
        Map<String, SchemaName> names = new LinkedHashMap<>();
        enums.keySet().forEach(name -> names.put(name.toString(), name));
        return names;
    }

    private static Map<String, @Nullable Object> table(TableInfo t) {
        Map<String, @Nullable Object> table = named(t.name());
        put(table, "using", t.using());
        put(table, "comment", t.comment());
        put(table, "withoutRowid", t.options().withoutRowid());
        put(table, "strict", t.options().strict());
        put(table, "autoIncrement", t.options().autoIncrement());
        put(table, "tablespace", t.options().tablespace());
        put(table, "columns", t.columns().stream().map(Snapshot::column).toList());
        if (t.primaryKey() != null) {
            put(table, "primaryKeyName", t.primaryKey().name());
            put(table, "primaryKey", t.primaryKey().columns());
        }
        put(table, "foreignKeys", t.foreignKeys().stream().map(Snapshot::foreignKey).toList());
        put(
                table,
                "checks",
                t.checks().stream()
                        .map(
                                c -> {
                                    Map<String, @Nullable Object> check = new LinkedHashMap<>();
                                    put(check, "name", c.name());
                                    put(check, "sql", c.sql());
                                    return check;
                                })
                        .toList());
        put(table, "indexes", t.indexes().stream().map(Snapshot::index).toList());
        put(
                table,
                "triggers",
                t.triggers().stream()
                        .map(
                                trigger -> {
                                    Map<String, @Nullable Object> one = new LinkedHashMap<>();
                                    one.put("name", trigger.name());
                                    one.put("table", trigger.table().name());
                                    one.put("sql", trigger.sql());
                                    return one;
                                })
                        .toList());
        return table;
    }

    private static Map<String, @Nullable Object> column(TableInfo.Column c) {
        Map<String, @Nullable Object> column = new LinkedHashMap<>();
        column.put("name", c.name());
        column.put("type", c.sqlType());
        put(column, "nullable", c.nullable());
        put(column, "default", c.defaultSql());
        if (c.identity() != TableInfo.Identity.NONE) {
            column.put("identity", c.identity().name());
        }
        if (c.generated() != null) {
            column.put("generated", c.generated().sql());
            put(column, "stored", c.generated().stored());
        }
        put(column, "collation", c.collation());
        put(column, "comment", c.comment());
        return column;
    }

    private static Map<String, @Nullable Object> foreignKey(TableInfo.ForeignKey k) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        put(key, "name", k.name());
        key.put("columns", k.columns());
        key.put("target", k.target().name());
        put(key, "targetSchema", k.target().schema());
        key.put("targetColumns", k.targetColumns());
        if (k.onDelete() != OnDelete.NO_ACTION) {
            key.put("onDelete", k.onDelete().name());
        }
        if (k.onUpdate() != OnDelete.NO_ACTION) {
            key.put("onUpdate", k.onUpdate().name());
        }
        if (k.deferral() != Deferral.NONE) {
            key.put("deferral", k.deferral().name());
        }
        return key;
    }

    private static Map<String, @Nullable Object> index(TableInfo.Index i) {
        Map<String, @Nullable Object> index = new LinkedHashMap<>();
        index.put("name", i.name());
        index.put(
                "parts",
                i.parts().stream()
                        .map(
                                p -> {
                                    Map<String, @Nullable Object> part = new LinkedHashMap<>();
                                    put(part, "column", p.column());
                                    put(part, "expression", p.expression());
                                    put(part, "collation", p.collation());
                                    put(part, "operators", p.operators());
                                    put(part, "descending", p.descending());
                                    if (p.nullsFirst() != null) {
                                        part.put("nullsFirst", p.nullsFirst());
                                    }
                                    return part;
                                })
                        .toList());
        put(index, "unique", i.unique());
        put(index, "nullsNotDistinct", i.nullsNotDistinct());
        if (!i.method().equals("btree")) {
            index.put("method", i.method());
        }
        put(index, "include", i.include());
        put(index, "where", i.where());
        put(index, "constraint", i.constraint());
        return index;
    }

    private static Map<String, @Nullable Object> named(SchemaName name) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name.name());
        put(map, "schema", name.schema());
        return map;
    }

    /** Leaves out what is not said. */
    private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
        if (value != null
                && !Boolean.FALSE.equals(value)
                && !(value instanceof List<?> list && list.isEmpty())) {
            map.put(key, value);
        }
    }

    // ---- reading

    /**
     * The schema of such a file.
     *
     * @throws IllegalArgumentException for what is none, or of a later version
     */
    public static SchemaState read(String text) {
        JsonText.Reader all = JsonText.read(text);
        long version = all.number("version");
        if (version > VERSION) {
            throw new IllegalArgumentException(
                    "the snapshot is of version "
                            + version
                            + ", and this program knows "
                            + VERSION);
        }
        Map<SchemaName, List<String>> enums = new LinkedHashMap<>();
        all.objects("enums").forEach(e -> enums.put(name(e), e.texts("values")));
        return SchemaState.of(
                Dialect.valueOf(all.text("dialect")),
                each(all, "tables", Snapshot::table),
                each(
                        all,
                        "views",
                        v -> new SchemaState.View(name(v), v.text("query"), v.is("materialized"))),
                enums,
                each(
                        all,
                        "sequences",
                        s ->
                                new SchemaState.Sequence(
                                        name(s), s.number("start"), s.number("increment"))));
    }

    private static <T> List<T> each(
            JsonText.Reader of, String key, Function<JsonText.Reader, T> read) {
        List<T> all = new ArrayList<>();
        of.objects(key).forEach(one -> all.add(read.apply(one)));
        return all;
    }

    private static SchemaName name(JsonText.Reader of) {
        return new SchemaName(of.find("schema"), of.text("name"));
    }

    private static TableInfo table(JsonText.Reader t) {
        SchemaName name = name(t);
        List<String> key = t.texts("primaryKey");
        return new TableInfo(
                name,
                each(t, "columns", Snapshot::column),
                key.isEmpty() ? null : new TableInfo.PrimaryKey(t.find("primaryKeyName"), key),
                each(t, "foreignKeys", Snapshot::foreignKey),
                each(t, "indexes", Snapshot::index),
                each(t, "checks", c -> new TableInfo.Check(c.find("name"), c.text("sql"))),
                new Table.Options(
                        t.is("withoutRowid"),
                        t.is("strict"),
                        t.is("autoIncrement"),
                        t.find("tablespace")),
                t.find("comment"),
                t.find("using"),
                each(
                        t,
                        "triggers",
                        trigger ->
                                new TableInfo.Trigger(
                                        trigger.text("name"),
                                        new SchemaName(name.schema(), trigger.text("table")),
                                        trigger.text("sql"))));
    }

    private static TableInfo.Column column(JsonText.Reader c) {
        String identity = c.find("identity");
        String generated = c.find("generated");
        return new TableInfo.Column(
                c.text("name"),
                c.text("type"),
                null,
                c.is("nullable"),
                c.find("default"),
                identity == null ? TableInfo.Identity.NONE : TableInfo.Identity.valueOf(identity),
                generated == null ? null : new TableInfo.Generated(generated, c.is("stored")),
                c.find("collation"),
                c.find("comment"));
    }

    private static TableInfo.ForeignKey foreignKey(JsonText.Reader k) {
        String onDelete = k.find("onDelete");
        String onUpdate = k.find("onUpdate");
        String deferral = k.find("deferral");
        return new TableInfo.ForeignKey(
                k.find("name"),
                k.texts("columns"),
                new SchemaName(k.find("targetSchema"), k.text("target")),
                k.texts("targetColumns"),
                onDelete == null ? OnDelete.NO_ACTION : OnDelete.valueOf(onDelete),
                onUpdate == null ? OnDelete.NO_ACTION : OnDelete.valueOf(onUpdate),
                deferral == null ? Deferral.NONE : Deferral.valueOf(deferral));
    }

    private static TableInfo.Index index(JsonText.Reader i) {
        String method = i.find("method");
        return new TableInfo.Index(
                i.text("name"),
                each(
                        i,
                        "parts",
                        p ->
                                new TableInfo.Part(
                                        p.find("column"),
                                        p.find("expression"),
                                        p.find("collation"),
                                        p.find("operators"),
                                        p.is("descending"),
                                        p.find("nullsFirst") == null ? null : p.is("nullsFirst"))),
                i.is("unique"),
                i.is("nullsNotDistinct"),
                method == null ? "btree" : method,
                i.texts("include"),
                i.find("where"),
                i.is("constraint"));
    }
}

package dev.kinglet.schema;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.query.Compound;
import dev.kinglet.query.Join;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which changes create or drop tables, and in which order. */
public final class SchemaPlan {
    private final Map<SchemaName, TableInfo> tables = new LinkedHashMap<>();
    private final Set<SchemaName> done = new LinkedHashSet<>();
    private final Set<SchemaName> underway = new LinkedHashSet<>();
    private final Map<SchemaName, List<TableInfo.ForeignKey>> circular = new LinkedHashMap<>();

    private SchemaPlan(List<TableInfo> tables) {
        for (TableInfo table : tables) {
            TableInfo other = this.tables.put(table.name(), table);
            if (other != null && !other.equals(table)) {
                // IF NOT EXISTS would leave out the second of them, and say nothing
                throw new ModelException(
                        "two different tables are named '" + table.name() + "'",
                        table.name().toString(),
                        "give one of them another name: named(\"..\"), or create them one by one");
            }
        }
        this.tables.keySet().forEach(this::visit);
    }

    /**
     * These tables and those that they refer to or, as views, read from; each once, sorted by name,
     * so that any order of arguments gives the same plan. Views come behind tables, and behind the
     * views that they read from. Aliases stand for their table.
     */
    public static List<Table<?, ?>> closure(Collection<? extends Table<?, ?>> tables) {
        Set<Table<?, ?>> found = new LinkedHashSet<>();
        tables.forEach(table -> collect(table.base(), found));
        return arranged(found);
    }

    /** These tables alone, in the same order. */
    public static List<Table<?, ?>> arranged(Collection<? extends Table<?, ?>> tables) {
        List<Table<?, ?>> all = new ArrayList<>();
        for (Table<?, ?> table : tables) {
            if (!all.contains(table.base())) {
                all.add(table.base());
            }
        }
        all.sort(Comparator.comparing(Table<?, ?>::tableName));
        Set<Table<?, ?>> views = new LinkedHashSet<>();
        all.stream().filter(SchemaPlan::isView).forEach(view -> readFirst(view, all, views));
        all.removeIf(SchemaPlan::isView);
        all.addAll(views);
        return all;
    }

    /**
     * The order in which tables may be made: each behind those that it refers to. Tables that refer
     * to each other in a circle get the foreign key that closes it at the end, where the database
     * wants its target to be there; SQLite does not.
     */
    public static List<SchemaChange> create(
            List<TableInfo> tables, Dialect dialect, Existing existing) {
        refuseEqualIndexes(tables);
        SchemaPlan plan = new SchemaPlan(tables);
        List<SchemaChange> changes = new ArrayList<>();
        if (dialect == Dialect.POSTGRES) {
            changes.addAll(enums(tables));
        }
        for (SchemaName name : plan.done) {
            TableInfo table = plan.table(name);
            List<TableInfo.ForeignKey> inline = new ArrayList<>(table.foreignKeys());
            if (dialect != Dialect.SQLITE) {
                inline.removeAll(plan.circular.getOrDefault(name, List.of()));
            }
            changes.add(
                    new SchemaChange.CreateTable(table.withForeignKeys(inline), false, existing));
            changes.addAll(besides(table, existing));
        }
        if (dialect != Dialect.SQLITE) {
            plan.circular.forEach(
                    (name, keys) ->
                            keys.forEach(
                                    key ->
                                            changes.add(
                                                    new SchemaChange.AddForeignKey(
                                                            name, key, existing))));
        }
        return changes;
    }

    /** The types that columns need, which other tables may have as well: so each is kept. */
    private static Set<SchemaChange> enums(List<TableInfo> tables) {
        Set<SchemaChange> changes = new LinkedHashSet<>();
        for (TableInfo table : tables) {
            for (TableInfo.Column column : table.columns()) {
                if (column.type() != null && !column.type().labels().isEmpty()) {
                    String name =
                            column.sqlType()
                                    .replaceAll("^\"|\"?(\\[])?$", "")
                                    .replace("\"\"", "\"");
                    changes.add(
                            new SchemaChange.CreateEnum(
                                    new SchemaName(null, name),
                                    column.type().labels(),
                                    Existing.KEEP));
                }
            }
        }
        return changes;
    }

    /** What belongs to a table and is a statement of its own: indexes, triggers and comments. */
    public static List<SchemaChange> besides(TableInfo table, Existing existing) {
        List<SchemaChange> changes = new ArrayList<>();
        for (TableInfo.Index index : table.indexes()) {
            changes.add(new SchemaChange.CreateIndex(table.name(), index, existing, false));
        }
        if (table.comment() != null) {
            changes.add(new SchemaChange.Comment(table.name(), null, table.comment()));
        }
        for (TableInfo.Trigger trigger : table.triggers()) {
            changes.add(new SchemaChange.CreateTrigger(trigger, existing));
        }
        for (TableInfo.Column column : table.columns()) {
            if (column.comment() != null) {
                changes.add(
                        new SchemaChange.Comment(table.name(), column.name(), column.comment()));
            }
        }
        return changes;
    }

    /**
     * What drops tables, those that refer to others first.
     *
     * @param tables those to drop, and those between them
     * @param drop makes the change for a table
     */
    public static List<SchemaChange> drop(
            List<TableInfo> tables,
            Set<SchemaName> wanted,
            Dialect dialect,
            Function<SchemaName, SchemaChange> drop) {
        SchemaPlan plan = new SchemaPlan(tables);
        List<SchemaChange> changes = new ArrayList<>();
        if (dialect != Dialect.SQLITE) {
            plan.circular.forEach(
                    (name, keys) -> {
                        for (TableInfo.ForeignKey key : keys) {
                            if (wanted.contains(name) && key.name() != null) {
                                changes.add(new SchemaChange.DropConstraint(name, key.name()));
                            }
                        }
                    });
        }
        for (SchemaName name : plan.dropOrder(wanted)) {
            for (TableInfo.Trigger trigger : plan.table(name).triggers()) {
                changes.add(
                        new SchemaChange.DropTrigger(
                                new SchemaName(name.schema(), trigger.name()), true));
            }
            changes.add(drop.apply(name));
        }
        return changes;
    }

    /** The wanted ones of these tables, those that refer to others first. */
    public static List<SchemaName> dropOrder(List<TableInfo> tables, Set<SchemaName> wanted) {
        return new SchemaPlan(tables).dropOrder(wanted);
    }

    private List<SchemaName> dropOrder(Set<SchemaName> wanted) {
        List<SchemaName> order = new ArrayList<>(done);
        order.retainAll(wanted);
        Collections.reverse(order);
        return order;
    }

    private void visit(SchemaName name) {
        if (done.contains(name)) {
            return;
        }
        underway.add(name);
        for (TableInfo.ForeignKey foreignKey : table(name).foreignKeys()) {
            SchemaName target = foreignKey.target();
            if (target.equals(name) || !tables.containsKey(target)) {
                continue; // a reference to itself needs no order
            }
            if (underway.contains(target)) {
                circular.computeIfAbsent(name, none -> new ArrayList<>()).add(foreignKey);
            } else {
                visit(target);
            }
        }
        for (TableInfo.Trigger trigger : table(name).triggers()) {
            if (tables.containsKey(trigger.table())) {
                visit(trigger.table());
            }
        }
        underway.remove(name);
        done.add(name);
    }

    private TableInfo table(SchemaName name) {
        TableInfo table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("no table " + name);
        }
        return table;
    }

    /** CREATE INDEX IF NOT EXISTS would leave out the second of two, and say nothing. */
    private static void refuseEqualIndexes(List<TableInfo> tables) {
        Map<SchemaName, String> seen = new HashMap<>();
        for (TableInfo table : tables) {
            for (TableInfo.Index index : table.indexes()) {
                SchemaName name = new SchemaName(table.name().schema(), index.name());
                String other = seen.put(name, table.name() + ": " + index);
                if (other != null) {
                    throw new ModelException(
                            "two indexes are named '"
                                    + index.name()
                                    + "': that of "
                                    + other
                                    + " and that of "
                                    + table.name()
                                    + ": "
                                    + index,
                            table.name().toString(),
                            "give one of them another name: index(..).named(\"..\")");
                }
            }
        }
    }

    private static void collect(Table<?, ?> table, Set<Table<?, ?>> found) {
        if (!found.add(table)) {
            return;
        }
        for (ForeignKey<?, ?, ?> foreignKey : table.foreignKeys()) {
            collect(foreignKey.target().base(), found);
        }
        for (CompositeForeignKey<?, ?> foreignKey : table.compositeForeignKeys()) {
            collect(foreignKey.target().base(), found);
        }
        Table.Virtual virtual = table.asVirtual();
        Table<?, ?> content = virtual == null ? null : virtual.content().get();
        if (content != null) {
            collect(content.base(), found);
        }
        read(table).forEach(source -> collect(source, found));
    }

    private static void readFirst(
            Table<?, ?> view, List<Table<?, ?>> among, Set<Table<?, ?>> done) {
        for (Table<?, ?> source : read(view)) {
            if (isView(source) && among.contains(source) && !source.equals(view)) {
                readFirst(source, among, done);
            }
        }
        done.add(view);
    }

    private static boolean isView(Table<?, ?> table) {
        return table.asView() != null;
    }

    /** The tables that the query of a view reads from and joins; none for a table. */
    private static Set<Table<?, ?>> read(Table<?, ?> table) {
        Set<Table<?, ?>> read = new LinkedHashSet<>();
        Table.View view = table.asView();
        if (view != null && view.query() != null) {
            Select<?> query = view.query().get();
            sources(query.definition(), read);
        }
        return read;
    }

    private static void sources(SelectDefinition query, Set<Table<?, ?>> read) {
        source(query.root(), read);
        for (Join join : query.joins()) {
            source(join.right(), read);
        }
        Compound compound = query.options().compound();
        if (compound != null) {
            sources(compound.left(), read);
            sources(compound.right(), read);
        }
    }

    private static void source(Source<?> source, Set<Table<?, ?>> read) {
        if (source instanceof Table<?, ?> table) {
            read.add(table.base());
        } else if (source instanceof NamedQuery<?> named
                && named.body() instanceof SelectDefinition inner) {
            sources(inner, read);
        }
    }
}

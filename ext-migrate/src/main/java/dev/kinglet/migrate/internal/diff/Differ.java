package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.NeedsDecision;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what models declare with what a schema has. */
public final class Differ {
    private final Database database;
    private final Wanted wanted;
    private final DiffOptions options;
    private final boolean asks;
    private final Changes changes;

    private Differ(Database database, Wanted wanted, DiffOptions options, boolean asks) {
        this.database = database;
        this.wanted = wanted;
        this.options = options;
        this.asks = asks;
        this.changes = new Changes(wanted.state());
    }

    /**
     * Models against the database. PostgreSQL is asked whether two conditions are the same.
     *
     * @param own the tables of migrations themselves
     * @throws NeedsDecision where something may have been renamed
     */
    public static SchemaDiff live(
            Database database, List<Table<?, ?>> tables, DiffOptions options, Set<String> own) {
        Wanted wanted = Wanted.of(database, tables);
        return new Differ(database, wanted, options, true)
                .diff(read(database, wanted.state(), own));
    }

    /**
     * Models against a schema in mind; nothing is sent, so conditions are compared as they are
     * written.
     *
     * @throws NeedsDecision where something may have been renamed
     */
    public static SchemaDiff offline(
            Database database, List<Table<?, ?>> tables, DiffOptions options, SchemaState found) {
        return new Differ(database, Wanted.of(database, tables), options, false).diff(found);
    }

    /** A schema in mind against the database. */
    public static SchemaDiff live(Database database, SchemaState wanted, Set<String> own) {
        return new Differ(database, plain(wanted), DiffOptions.USUAL.withoutRenames(), true)
                .diff(read(database, wanted, own));
    }

    /** What models declare, as a schema in mind. */
    public static SchemaState wanted(Database database, List<Table<?, ?>> tables) {
        return Wanted.of(database, tables).state();
    }

    /**
     * What makes an empty database like this one.
     *
     * @param tables only these; empty for all
     */
    public static SchemaDiff creation(SchemaState schema, Set<String> tables) {
        Changes changes = new Changes(schema);
        SchemaState empty = SchemaState.empty(schema.dialect());
        Set<SchemaName> wanted = new LinkedHashSet<>();
        for (TableInfo table : schema.tables()) {
            if (tables.isEmpty() || tables.contains(table.name().name())) {
                wanted.add(table.name());
            }
        }
        schema.enums()
                .forEach(
                        (name, values) ->
                                changes.first(new Operation.CreateEnum(name, values, false)));
        List<TableInfo> missing = new ArrayList<>();
        for (SchemaName name : SchemaPlan.dropOrder(List.copyOf(schema.tables()), wanted)) {
            missing.add(0, counted(Objects.requireNonNull(schema.table(name))));
        }
        changes.create(missing);
        if (tables.isEmpty()) {
            for (SchemaState.Sequence sequence : schema.sequences()) {
                changes.first(
                        new Operation.CreateSequence(
                                sequence.name(), sequence.start(), sequence.increment()));
            }
            for (SchemaState.View view : schema.views()) {
                changes.last(
                        new Operation.CreateView(view.name(), view.query(), view.materialized()));
            }
        }
        return new SchemaDiff(empty, changes.operations(), List.of());
    }

    /** A number that a sequence of its own counts is an identity where it is made anew. */
    private static TableInfo counted(TableInfo table) {
        List<TableInfo.Column> columns = new ArrayList<>();
        for (TableInfo.Column c : table.columns()) {
            boolean serial = c.defaultSql() != null && c.defaultSql().startsWith("nextval(");
            columns.add(
                    !serial
                            ? c
                            : new TableInfo.Column(
                                    c.name(),
                                    c.sqlType(),
                                    c.type(),
                                    c.nullable(),
                                    null,
                                    TableInfo.Identity.BY_DEFAULT,
                                    c.generated(),
                                    c.collation(),
                                    c.comment()));
        }
        return new TableInfo(
                table.name(),
                columns,
                table.primaryKey(),
                table.foreignKeys(),
                table.indexes(),
                table.checks(),
                table.options(),
                table.comment(),
                table.using(),
                table.triggers());
    }

    /**
     * What the database has, in the usual schema and in those that are wanted.
     *
     * @param own the tables of migrations themselves, which are left out
     */
    public static SchemaState read(Database database, SchemaState wanted, Set<String> own) {
        SchemaState found =
                SchemaState.of(without(database.schema().read(), own), database.dialect());
        Set<String> schemas = new TreeSet<>();
        wanted.tables().forEach(table -> schemas.add(or(table.name().schema())));
        wanted.views().forEach(view -> schemas.add(or(view.name().schema())));
        schemas.remove("");
        for (String schema : schemas) {
            found = found.and(database.inSchema(schema).schema().read(), schema);
        }
        return found;
    }

    private static Wanted plain(SchemaState state) {
        return new Wanted(state, java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
    }

    private SchemaDiff diff(SchemaState before) {
        List<Operation> renames = Renaming.of(wanted, before, options);
        SchemaState found = before.after(renames);
        if (asks && database.dialect() == Dialect.POSTGRES) {
            database.<RuntimeException>atomic(
                    transaction -> {
                        compare(found);
                        transaction.rollback();
                    });
        } else {
            compare(found);
        }
        List<String> unmanaged = unmanaged(found);
        List<Operation> operations = new ArrayList<>(renames);
        operations.addAll(changes.operations());
        return new SchemaDiff(before, operations, unmanaged);
    }

    private void compare(SchemaState found) {
        enums(found);
        views(found);
        List<TableInfo> missing = new ArrayList<>();
        List<TableInfo> declared = new ArrayList<>();
        List<TableInfo> there = new ArrayList<>();
        for (TableInfo table : wanted.state().tables()) {
            TableInfo other = found.table(table.name());
            if (other == null) {
                missing.add(table);
            } else {
                declared.add(table);
                there.add(other.withName(table.name()));
            }
        }
        changes.create(missing);
        List<SchemaDifference> differences =
                asks
                        ? database.schema().check(declared, there)
                        : database.schema().compare(declared, there);
        for (int i = 0; i < declared.size(); i++) {
            SchemaName name = declared.get(i).name();
            changes.change(
                    declared.get(i),
                    there.get(i),
                    differences.stream().filter(d -> d.table().equals(name)).toList());
        }
    }

    private void enums(SchemaState found) {
        wanted.state()
                .enums()
                .forEach(
                        (name, values) -> {
                            List<String> there = found.values(name);
                            if (there == null) {
                                changes.first(new Operation.CreateEnum(name, values, false));
                                if (asks) {
                                    // so that PostgreSQL can spell tables that have it
                                    database.schema()
                                            .createEnum(name.name(), values.toArray(String[]::new))
                                            .execute();
                                }
                            } else if (!there.equals(values)) {
                                enumValues(name, values, there);
                            }
                        });
    }

    private void enumValues(SchemaName name, List<String> values, List<String> there) {
        List<String> kept = new ArrayList<>(values);
        kept.retainAll(there);
        if (!kept.equals(there)) {
            changes.first(new Operation.ReplaceEnum(name, values));
            return;
        }
        for (int i = values.size() - 1; i >= 0; i--) {
            if (!there.contains(values.get(i))) {
                String before = i + 1 < values.size() ? values.get(i + 1) : null;
                changes.first(new Operation.AddEnumValue(name, values.get(i), before));
            }
        }
    }

    private void views(SchemaState found) {
        for (SchemaState.View view : wanted.state().views()) {
            SchemaState.View there = found.view(view.name());
            boolean same =
                    there != null
                            && (asks ? Views.same(view, there, database) : view.equals(there));
            if (!same) {
                if (there != null) {
                    changes.first(new Operation.DropView(view.name(), there.materialized()));
                }
                changes.last(
                        new Operation.CreateView(view.name(), view.query(), view.materialized()));
                wanted.besideViews().getOrDefault(view.name(), List.of()).forEach(changes::last);
            }
        }
    }

    /** What nobody declares: dropped where that was asked for, else told. */
    private List<String> unmanaged(SchemaState found) {
        List<String> unmanaged = new ArrayList<>();
        SchemaState models = wanted.state();
        Set<SchemaName> tables = new LinkedHashSet<>();
        for (TableInfo table : found.tables()) {
            if (models.table(table.name()) == null) {
                tables.add(table.name());
            }
        }
        for (SchemaState.View view : found.views()) {
            if (models.view(view.name()) == null) {
                drop(
                        new Operation.DropView(view.name(), view.materialized()),
                        "view " + view.name(),
                        unmanaged);
            }
        }
        if (!tables.isEmpty()) {
            for (SchemaName name : SchemaPlan.dropOrder(List.copyOf(found.tables()), tables)) {
                TableInfo table = Objects.requireNonNull(found.table(name));
                if (options.dropsUnmanaged()) {
                    changes.drop(table);
                } else {
                    unmanaged.add("table " + name);
                }
            }
        }
        found.enums()
                .keySet()
                .forEach(
                        name -> {
                            if (models.values(name) == null) {
                                drop(new Operation.DropEnum(name), "enum " + name, unmanaged);
                            }
                        });
        for (SchemaState.Sequence sequence : found.sequences()) {
            if (models.sequence(sequence.name()) == null) {
                drop(
                        new Operation.DropSequence(sequence.name()),
                        "sequence " + sequence.name(),
                        unmanaged);
            }
        }
        unmanaged.sort(null);
        return unmanaged;
    }

    private void drop(Operation drop, String what, List<String> unmanaged) {
        if (!options.dropsUnmanaged()) {
            unmanaged.add(what);
        } else if (drop instanceof Operation.DropView) {
            changes.first(drop);
        } else {
            changes.last(drop);
        }
    }

    private static SchemaInfo without(SchemaInfo schema, Set<String> own) {
        Set<String> names = new HashSet<>(own);
        List<TableInfo> tables = new ArrayList<>(schema.tables());
        tables.removeIf(
                table ->
                        names.contains(table.name().name())
                                || table.name().name().startsWith("kinglet_"));
        return new SchemaInfo(tables, schema.views(), schema.sequences(), schema.enums());
    }

    private static String or(@Nullable String schema) {
        return schema == null ? "" : schema;
    }
}

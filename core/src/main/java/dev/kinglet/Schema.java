package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.catalog.Canonical;
import dev.kinglet.internal.catalog.Catalog;
import dev.kinglet.internal.catalog.Comparison;
import dev.kinglet.internal.plan.Declared;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.SearchIndex;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema of a database: what it has, and how it is changed. What creates, drops or empties is a
 * {@link SchemaStatement}: nothing is sent before its {@code execute()}.
 *
 * <p>Names are those of this schema; a table that declares a schema of its own is in that.
 */
public final class Schema {
    private final Database database;
    private final @Nullable String name;
    private final Declared declared;

    Schema(Database database, @Nullable String name) {
        this.database = database;
        this.name = name;
        this.declared = new Declared(database.dialect(), name);
    }

    // ---- tables

    /**
     * Creates these tables, and before them the tables they refer to, with keys, indexes, checks
     * and comments; views behind the tables that they read from.
     */
    public SchemaStatement.CreateTables create(Table<?, ?>... tables) {
        List<Table<?, ?>> wanted = List.of(tables);
        return new SchemaStatement.CreateTables(this, create -> creation(wanted, create));
    }

    /** Drops these tables and views and no others, those that refer to others first. */
    public SchemaStatement.Drop drop(Table<?, ?>... tables) {
        List<Table<?, ?>> wanted = List.of(tables);
        return new SchemaStatement.Drop(this, drop -> dropping(wanted, drop));
    }

    /** Drops the table of that name. */
    public SchemaStatement.Drop dropTable(String table) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropTable(
                                        own(table), drop.ifExists, drop.dependents)));
    }

    /**
     * Takes all rows out of these tables. On SQLite it is a DELETE a table, those that refer to
     * others first.
     */
    public SchemaStatement.Truncate truncate(Table<?, ?> first, Table<?, ?>... more) {
        List<Table<?, ?>> tables = new ArrayList<>(List.of(first));
        tables.addAll(List.of(more));
        return new SchemaStatement.Truncate(this, truncate -> emptying(tables, truncate));
    }

    /** Creates a table of the rows of a query. It has no keys, indexes and checks. */
    public SchemaStatement.CreateTables createTableAs(String table, Select<?> query) {
        return new SchemaStatement.CreateTables(
                this,
                create ->
                        List.of(
                                new SchemaChange.CreateTableAs(
                                        own(table),
                                        Planner.inlined(query.definition(), dialect(), name),
                                        create.temporary,
                                        create.existing)));
    }

    // ---- indexes and foreign keys

    /** Creates an index of a table that is there: {@code createIndex(Index.on(..))}. */
    public SchemaStatement.CreateIndex createIndex(Index index) {
        return new SchemaStatement.CreateIndex(
                this,
                new SchemaChange.CreateIndex(
                        declared.name(index.table()), declared.index(index), Existing.KEEP, false));
    }

    /** Drops the index of that name. */
    public SchemaStatement.Drop dropIndex(String index) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropIndex(
                                        own(index), drop.ifExists, drop.dependents)));
    }

    /** Adds the constraint of a foreign key whose table was created without it. PostgreSQL only. */
    public SchemaStatement.Create addForeignKey(ForeignKey<?, ?, ?> foreignKey) {
        return new SchemaStatement.Create(
                this,
                create ->
                        List.of(
                                new SchemaChange.AddForeignKey(
                                        declared.name(foreignKey.table()),
                                        declared.foreignKey(foreignKey),
                                        create.existing)));
    }

    // ---- searches

    /**
     * Creates a search of a table that is there without it, and indexes its rows. On PostgreSQL the
     * table is locked meanwhile.
     */
    public SchemaStatement.Create createSearch(SearchIndex search) {
        return new SchemaStatement.Create(this, create -> searching(search, create.existing));
    }

    /** Drops a search, and keeps the table. */
    public SchemaStatement.Drop dropSearch(SearchIndex search) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        dialect() == Dialect.SQLITE
                                ? dropping(List.of(search.fts5()), drop)
                                : List.of(
                                        new SchemaChange.DropColumn(
                                                declared.name(search.table().base()),
                                                search.name(),
                                                drop.ifExists)));
    }

    private List<SchemaChange> searching(SearchIndex search, Existing existing) {
        SchemaName of = declared.name(search.table().base());
        List<SchemaChange> changes = new ArrayList<>();
        if (dialect() == Dialect.POSTGRES) {
            changes.add(new SchemaChange.AddColumn(of, declared.vector(search.vector()), existing));
            changes.add(
                    new SchemaChange.CreateIndex(
                            of, declared.vectorIndex(search.vector()), existing, false));
            return changes;
        }
        TableInfo index = declared.table(search.fts5());
        changes.add(new SchemaChange.CreateTable(index, false, existing));
        changes.addAll(SchemaPlan.besides(index, existing));
        changes.add(new SchemaChange.RebuildSearch(index.name()));
        return changes;
    }

    // ---- views

    /** Creates a view of a query; the values that it compares with stand in the view. */
    public SchemaStatement.CreateView createView(String view, Select<?> query) {
        return new SchemaStatement.CreateView(
                this,
                new SchemaChange.CreateView(
                        own(view),
                        Planner.inlined(query.definition(), dialect(), name),
                        false,
                        false,
                        Existing.KEEP));
    }

    /** Drops the view of that name. */
    public SchemaStatement.Drop dropView(String view) {
        return dropView(view, false);
    }

    /** Drops the materialized view of that name. PostgreSQL only. */
    public SchemaStatement.Drop dropMaterializedView(String view) {
        return dropView(view, true);
    }

    /** Computes a materialized view anew. PostgreSQL only. */
    public SchemaStatement.Refresh refresh(String view) {
        return new SchemaStatement.Refresh(this, new SchemaChange.RefreshView(own(view), false));
    }

    /** Computes a materialized view anew. PostgreSQL only. */
    public SchemaStatement.Refresh refresh(Table<?, ?> view) {
        return new SchemaStatement.Refresh(
                this, new SchemaChange.RefreshView(declared.name(view), false));
    }

    // ---- sequences, enumerated types, schemas

    /** Creates a sequence. PostgreSQL only. */
    public SchemaStatement.CreateSequence createSequence(String sequence) {
        return new SchemaStatement.CreateSequence(
                this, new SchemaChange.CreateSequence(own(sequence), 1, 1, Existing.KEEP));
    }

    /** Drops a sequence. PostgreSQL only. */
    public SchemaStatement.Drop dropSequence(String sequence) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropSequence(
                                        own(sequence), drop.ifExists, drop.dependents)));
    }

    /** Creates an enumerated type of these values, in their order. PostgreSQL only. */
    public SchemaStatement.Create createEnum(String type, String... values) {
        return new SchemaStatement.Create(
                this,
                create ->
                        List.of(
                                new SchemaChange.CreateEnum(
                                        own(type), List.of(values), create.existing)));
    }

    /** Drops an enumerated type. PostgreSQL only. */
    public SchemaStatement.Drop dropEnum(String type) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropEnum(
                                        own(type), drop.ifExists, drop.dependents)));
    }

    /**
     * Creates this schema: {@code database.inSchema("tenant").schema().createSchema()}. PostgreSQL
     * only; SQLite attaches databases.
     */
    public SchemaStatement.Create createSchema() {
        return new SchemaStatement.Create(
                this,
                create ->
                        List.of(
                                new SchemaChange.CreateSchema(
                                        SchemaName.of(named()), create.existing)));
    }

    /** Drops this schema. PostgreSQL only. */
    public SchemaStatement.Drop dropSchema() {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropSchema(
                                        SchemaName.of(named()), drop.ifExists, drop.dependents)));
    }

    /** Does these changes, in this order; those that other tools make. */
    public SchemaStatement change(List<SchemaChange> changes) {
        return new SchemaStatement.Given(this, List.copyOf(changes));
    }

    // ---- what is there

    /** The tables, sorted by name; views are none. Four statements, however many there are. */
    public List<TableInfo> tables() {
        return catalog().tables(null);
    }

    /** The table of that name; null where there is none. */
    public @Nullable TableInfo table(String table) {
        List<TableInfo> found = catalog().tables(table);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The views, materialized ones too, sorted by name. */
    public List<SchemaInfo.View> views() {
        return catalog().views();
    }

    /** The sequences, sorted by name, without those of identity columns; none on SQLite. */
    public List<SchemaInfo.Sequence> sequences() {
        return catalog().sequences();
    }

    /** The enumerated types, sorted by name; none on SQLite. */
    public List<SchemaInfo.Enum> enums() {
        return catalog().enums();
    }

    /** All of it. */
    public SchemaInfo read() {
        return new SchemaInfo(tables(), views(), sequences(), enums());
    }

    /** Whether there is a table or a view of that name. */
    public boolean exists(String table) {
        return catalog().exists(table);
    }

    /** Whether the table or view is there. */
    public boolean exists(Table<?, ?> table) {
        SchemaName of = declared.name(table);
        return catalog(of.schema()).exists(of.name());
    }

    /** What a table declares, in the words of this database. */
    public TableInfo declared(Table<?, ?> table) {
        return declared.table(table.base());
    }

    /**
     * A value as it stands in SQL text where nothing can be bound, as in the default of a column.
     */
    public <T> String literal(DataType<T> type, @Nullable T value) {
        return declared.literal(type, value);
    }

    /** A type as this database writes it, in its usual spelling: {@code varchar(20)}. */
    public String sqlType(DataType<?> type) {
        return declared.sqlType(type);
    }

    /**
     * How these tables and what the database has differ; empty when they agree. Reads the
     * catalogue; where PostgreSQL has to say whether two conditions are the same, it makes a
     * temporary table and undoes that.
     */
    public List<SchemaDifference> check(Table<?, ?>... tables) {
        Map<@Nullable String, List<SchemaInfo.View>> views = new HashMap<>();
        List<TableInfo> wanted = new ArrayList<>();
        List<SchemaDifference> ofViews = new ArrayList<>();
        for (Table<?, ?> table : withSearches(SchemaPlan.arranged(List.of(tables)))) {
            TableInfo info = declared.table(table);
            if (table.asView() == null) {
                wanted.add(info);
            } else {
                ofViews.addAll(
                        checkView(
                                info,
                                views.computeIfAbsent(
                                        info.name().schema(), schema -> catalog(schema).views())));
            }
        }
        List<SchemaDifference> differences = new ArrayList<>();
        if (!wanted.isEmpty()) {
            differences.addAll(check(wanted));
        }
        differences.addAll(ofViews);
        return differences;
    }

    /** As {@link #check(Table...)}, of a table that no model declares. */
    public List<SchemaDifference> check(TableInfo declared) {
        return check(List.of(declared));
    }

    /** See {@link #check(TableInfo)}; of many the catalogue is read once. */
    public List<SchemaDifference> check(List<TableInfo> declared) {
        List<TableInfo> here = declared.size() == 1 ? List.of() : tables();
        List<TableInfo> found = new ArrayList<>();
        for (TableInfo table : declared) {
            TableInfo there = found(table.name(), here);
            if (there != null) {
                found.add(there.withName(table.name()));
            }
        }
        return check(declared, found);
    }

    /**
     * As {@link #check(List)}, against tables that were read before, or will be there: those of the
     * same name. Sends nothing but what PostgreSQL has to be asked.
     */
    public List<SchemaDifference> check(List<TableInfo> declared, List<TableInfo> found) {
        List<SchemaDifference> differences = compare(declared, found);
        if (differences.isEmpty() || dialect() != Dialect.POSTGRES) {
            return differences;
        }
        // where the texts are the same, the server's own spelling of them makes no difference
        Set<SchemaName> differing = new HashSet<>();
        differences.forEach(difference -> differing.add(difference.table()));
        List<TableInfo> asked = new ArrayList<>(declared);
        asked.removeIf(table -> !differing.contains(table.name()) || !Canonical.isNeeded(table));
        if (asked.isEmpty()) {
            return differences;
        }
        Map<SchemaName, TableInfo> spelt = new HashMap<>();
        for (TableInfo table :
                database.<List<TableInfo>, RuntimeException>atomicResult(
                        transaction -> Canonical.of(asked, database, database::execute))) {
            spelt.put(table.name(), table);
        }
        return compare(
                declared.stream().map(table -> spelt.getOrDefault(table.name(), table)).toList(),
                found);
    }

    /**
     * As {@link #check(List, List)}, by their texts alone: it sends nothing, and takes two
     * spellings of a condition for two conditions.
     */
    public List<SchemaDifference> compare(List<TableInfo> declared, List<TableInfo> found) {
        Map<SchemaName, TableInfo> there = new HashMap<>();
        found.forEach(table -> there.put(table.name(), table));
        List<SchemaDifference> differences = new ArrayList<>();
        for (TableInfo table : declared) {
            TableInfo other = there.get(table.name());
            if (other == null) {
                differences.add(Comparison.missing(table));
            } else {
                differences.addAll(Comparison.of(table, other, dialect()));
            }
        }
        return differences;
    }

    /** The database. */
    @Override
    public String toString() {
        return database.toString();
    }

    // ---- inside

    Database database() {
        return database;
    }

    /** Lets the keys that the database makes go on behind the largest; SQLite does by itself. */
    SchemaStatement resetSequences(List<Table<?, ?>> tables) {
        List<SchemaChange> changes = new ArrayList<>();
        for (Table<?, ?> table : dialect() == Dialect.SQLITE ? List.<Table<?, ?>>of() : tables) {
            for (Column<?> column : table.primaryKey()) {
                if (column.isGenerated()) {
                    changes.add(
                            new SchemaChange.ResetSequence(declared.name(table), column.name()));
                }
            }
        }
        return change(changes);
    }

    void run(List<String> sql, boolean together) {
        if (together) {
            database.change(sql);
        } else if (database.inTransaction()) {
            throw new ProgrammingException(
                    "an index cannot be made concurrently in a transaction",
                    null,
                    "do it outside, or leave concurrently() out");
        } else {
            sql.forEach(database::execute);
        }
    }

    private @Nullable TableInfo found(SchemaName table, List<TableInfo> here) {
        if (Objects.equals(table.schema(), name)) {
            for (TableInfo other : here) {
                if (other.name().name().equals(table.name())) {
                    return other;
                }
            }
        }
        List<TableInfo> elsewhere = catalog(table.schema()).tables(table.name());
        return elsewhere.isEmpty() ? null : elsewhere.get(0);
    }

    private static List<SchemaDifference> checkView(TableInfo view, List<SchemaInfo.View> views) {
        for (SchemaInfo.View found : views) {
            if (found.name().name().equals(view.name().name())) {
                return Comparison.ofView(view, found);
            }
        }
        return List.of(Comparison.missing(view));
    }

    private List<SchemaChange> creation(
            List<Table<?, ?>> wanted, SchemaStatement.CreateTables create) {
        List<Table<?, ?>> all =
                create.temporary ? SchemaPlan.arranged(wanted) : SchemaPlan.closure(wanted);
        List<SchemaChange> changes = new ArrayList<>();
        if (create.temporary) {
            for (Table<?, ?> table : all) {
                changes.addAll(temporary(table, create.existing));
            }
            return changes;
        }
        changes.addAll(SchemaPlan.create(infos(withSearches(all)), dialect(), create.existing));
        for (Table<?, ?> table : all) {
            Table.View view = table.asView();
            String query = view == null ? null : declared.view(table);
            if (view != null && query != null) {
                SchemaName viewName = declared.name(table);
                changes.add(
                        new SchemaChange.CreateView(
                                viewName, query, view.materialized(), false, create.existing));
                if (view.materialized()) {
                    changes.addAll(SchemaPlan.besides(declared.table(table), create.existing));
                }
            } else if (view != null && wanted.contains(table)) {
                throw new ProgrammingException(
                        "the view of " + table + " is made elsewhere: it declares no query",
                        table.toString(),
                        "declare one: view(() -> query), or create it by schema().createView(..)");
            }
        }
        return changes;
    }

    private List<SchemaChange> temporary(Table<?, ?> table, Existing existing) {
        TableInfo info = declared.table(table);
        if (dialect() == Dialect.SQLITE) {
            // a schema of SQLite's own; an index has to say so, too
            info = info.withName(new SchemaName("temp", info.name().name()));
        } else if (table.schema() == null) {
            info = info.withName(SchemaName.of(info.name().name()));
        } else {
            throw new ProgrammingException(
                    "a temporary table is in no schema, and " + table + " declares one",
                    table.toString(),
                    "make it a table like any other, and drop it when it was used");
        }
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(new SchemaChange.CreateTable(info, dialect() == Dialect.POSTGRES, existing));
        changes.addAll(SchemaPlan.besides(info, existing));
        return changes;
    }

    private List<SchemaChange> dropping(List<Table<?, ?>> wanted, SchemaStatement.Drop drop) {
        List<SchemaChange> changes = new ArrayList<>();
        List<Table<?, ?>> arranged = new ArrayList<>(withSearches(SchemaPlan.arranged(wanted)));
        Set<SchemaName> tables = new LinkedHashSet<>();
        for (int i = arranged.size() - 1; i >= 0; i--) {
            Table<?, ?> table = arranged.get(i);
            Table.View view = table.asView();
            if (view == null) {
                tables.add(declared.name(table));
            } else {
                changes.add(
                        new SchemaChange.DropView(
                                declared.name(table),
                                view.materialized(),
                                drop.ifExists,
                                drop.dependents));
            }
        }
        changes.addAll(
                SchemaPlan.drop(
                        infos(withSearches(SchemaPlan.closure(wanted))),
                        tables,
                        dialect(),
                        table ->
                                new SchemaChange.DropTable(table, drop.ifExists, drop.dependents)));
        return changes;
    }

    private SchemaChange emptying(List<Table<?, ?>> tables, SchemaStatement.Truncate truncate) {
        for (Table<?, ?> table : tables) {
            if (table.asView() != null) {
                throw new ProgrammingException(
                        "'" + table.tableName() + "' is a view, which has no rows of its own",
                        table.toString(),
                        "truncate the tables that it reads from");
            }
        }
        Set<SchemaName> wanted = new LinkedHashSet<>();
        tables.forEach(table -> wanted.add(declared.name(table)));
        List<SchemaName> order = SchemaPlan.dropOrder(infos(SchemaPlan.closure(tables)), wanted);
        boolean asked = truncate.restartIdentity && dialect() == Dialect.SQLITE;
        return new SchemaChange.Truncate(
                order,
                asked ? order.stream().filter(this::isCounted).toList() : List.of(),
                truncate.restartIdentity,
                truncate.dependents);
    }

    /** Only a table that was made with AUTOINCREMENT is counted, and there is no asking before. */
    private boolean isCounted(SchemaName table) {
        return catalog(table.schema()).counts(table.name());
    }

    private SchemaStatement.Drop dropView(String view, boolean materialized) {
        return new SchemaStatement.Drop(
                this,
                drop ->
                        List.of(
                                new SchemaChange.DropView(
                                        own(view), materialized, drop.ifExists, drop.dependents)));
    }

    private List<TableInfo> infos(Collection<Table<?, ?>> tables) {
        return tables.stream()
                .filter(table -> table.asView() == null)
                .map(declared::table)
                .toList();
    }

    /** On SQLite the index of a search is a table of its own. */
    private List<Table<?, ?>> withSearches(List<Table<?, ?>> tables) {
        if (dialect() != Dialect.SQLITE) {
            return tables;
        }
        List<Table<?, ?>> all = new ArrayList<>(tables);
        for (Table<?, ?> table : tables) {
            table.searches().forEach(search -> all.add(search.fts5()));
        }
        return all;
    }

    private SchemaName own(String of) {
        return new SchemaName(name, of);
    }

    private String named() {
        if (name == null) {
            throw new ProgrammingException(
                    "the usual schema is not created and not dropped",
                    null,
                    "name one: database.inSchema(\"tenant\").schema()");
        }
        return name;
    }

    private Dialect dialect() {
        return database.dialect();
    }

    private Catalog catalog() {
        return catalog(name);
    }

    private Catalog catalog(@Nullable String schema) {
        return Catalog.of(database, dialect(), schema);
    }
}

package dev.kinglet.migrate.change;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A schema in mind: what there would be after operations, without a database. It begins empty, with
 * what a database has, or with a snapshot. An immutable value.
 *
 * <p>Names of the usual schema stand without a schema. Columns have no {@code type()}, only the SQL
 * of it. Parts of a table are in the order in which they were said.
 */
public final class SchemaState {
    private final Dialect dialect;
    private final Map<SchemaName, TableInfo> tables = new LinkedHashMap<>();
    private final Map<SchemaName, View> views = new LinkedHashMap<>();
    private final Map<SchemaName, List<String>> enums = new LinkedHashMap<>();
    private final Map<SchemaName, Sequence> sequences = new LinkedHashMap<>();
    private boolean isCertain = true;

    /** A view. */
    public record View(SchemaName name, String query, boolean materialized) {}

    /** A sequence. */
    public record Sequence(SchemaName name, long start, long increment) {}

    private SchemaState(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Nothing. */
    public static SchemaState empty(Dialect dialect) {
        return new SchemaState(dialect);
    }

    /** What {@code db.schema().read()} answered, of the usual schema. */
    public static SchemaState of(SchemaInfo schema, Dialect dialect) {
        return new SchemaState(dialect).and(schema, null);
    }

    /** The same and what another schema has: {@code db.inSchema(name).schema().read()}. */
    public SchemaState and(SchemaInfo schema, @Nullable String name) {
        SchemaState state = copy();
        for (TableInfo table : schema.tables()) {
            TableInfo own = in(table, name);
            state.tables.put(own.name(), own);
        }
        for (SchemaInfo.View view : schema.views()) {
            SchemaName own = new SchemaName(name, view.name().name());
            state.views.put(own, new View(own, view.sql(), view.materialized()));
        }
        for (SchemaInfo.Enum type : schema.enums()) {
            state.enums.put(new SchemaName(name, type.name().name()), type.values());
        }
        for (SchemaInfo.Sequence sequence : schema.sequences()) {
            if (sequence.ownedBy() == null) {
                SchemaName own = new SchemaName(name, sequence.name().name());
                state.sequences.put(own, new Sequence(own, sequence.start(), sequence.increment()));
            }
        }
        return state;
    }

    /** These parts, as a snapshot tells them. */
    public static SchemaState of(
            Dialect dialect,
            List<TableInfo> tables,
            List<View> views,
            Map<SchemaName, List<String>> enums,
            List<Sequence> sequences) {
        SchemaState state = new SchemaState(dialect);
        tables.forEach(table -> state.tables.put(table.name(), table));
        views.forEach(view -> state.views.put(view.name(), view));
        state.enums.putAll(enums);
        sequences.forEach(sequence -> state.sequences.put(sequence.name(), sequence));
        return state;
    }

    // ---- what there is

    /** Of which database. */
    public Dialect dialect() {
        return dialect;
    }

    /** The tables, in the order in which they came. */
    public Collection<TableInfo> tables() {
        return Collections.unmodifiableCollection(tables.values());
    }

    /** The views. */
    public Collection<View> views() {
        return Collections.unmodifiableCollection(views.values());
    }

    /** The enumerated types and their values, in order. */
    public Map<SchemaName, List<String>> enums() {
        return Collections.unmodifiableMap(enums);
    }

    /** The sequences that belong to no column. */
    public Collection<Sequence> sequences() {
        return Collections.unmodifiableCollection(sequences.values());
    }

    /** The table of that name, as the database would find it; null for none. */
    public @Nullable TableInfo table(SchemaName name) {
        SchemaName key = key(tables, name);
        return key == null ? null : tables.get(key);
    }

    /** See {@link #table(SchemaName)}; one of the usual schema. */
    public @Nullable TableInfo table(String name) {
        return table(SchemaName.of(name));
    }

    /** The view of that name; null for none. */
    public @Nullable View view(SchemaName name) {
        SchemaName key = key(views, name);
        return key == null ? null : views.get(key);
    }

    /** The values of the enumerated type of that name; null for none. */
    public @Nullable List<String> values(SchemaName name) {
        SchemaName key = key(enums, name);
        return key == null ? null : enums.get(key);
    }

    /** The sequence of that name; null for none. */
    public @Nullable Sequence sequence(SchemaName name) {
        SchemaName key = key(sequences, name);
        return key == null ? null : sequences.get(key);
    }

    /**
     * Whether nothing but operations changed it. After SQL as it is written nobody knows, and what
     * is not there is no error any more.
     */
    public boolean isCertain() {
        return isCertain;
    }

    // ---- what there will be

    /**
     * After these operations, in order.
     *
     * @throws ProgrammingException for a change of a table or a column that is not there
     */
    public SchemaState after(List<Operation> operations) {
        SchemaState state = copy();
        operations.forEach(state::apply);
        return state;
    }

    /** See {@link #after(List)}. */
    public SchemaState after(Operation operation) {
        return after(List.of(operation));
    }

    private void apply(Operation operation) {
        if (operation instanceof Operation.CreateTable create) {
            create(create);
        } else if (operation instanceof Operation.DropTable drop) {
            SchemaName name = required(tables, drop.name(), "table", drop.ifExists());
            if (name != null) {
                tables.remove(name);
                eachTable(table -> table.dropTarget(name, null));
            }
        } else if (operation instanceof Operation.RenameTable rename) {
            SchemaName name = required(tables, rename.name(), "table", false);
            if (name != null) {
                SchemaName to = new SchemaName(name.schema(), rename.to());
                requireFree(tables, to, "a table");
                edit(name, table -> table.name(to));
                eachTable(table -> table.renameTarget(name, to));
            }
        } else if (operation instanceof Operation.RenameColumn rename) {
            SchemaName name = required(tables, rename.name(), "table", false);
            if (name != null) {
                edit(name, table -> table.rename(rename.column(), rename.to()));
                eachTable(table -> table.renameTarget(name, rename.column(), rename.to()));
            }
        } else if (operation instanceof Operation.DropColumn drop) {
            SchemaName name = required(tables, drop.name(), "table", false);
            if (name != null) {
                edit(name, table -> table.drop(drop.column()));
                eachTable(table -> table.dropTarget(name, drop.column()));
            }
        } else if (operation instanceof Operation.CreateTrigger create) {
            create(create.trigger());
        } else if (operation instanceof Operation.DropTrigger drop) {
            eachTable(table -> table.dropTrigger(drop.trigger()));
        } else if (operation instanceof Operation.DropIndex drop) {
            dropIndex(drop);
        } else if (operation instanceof Operation.Sql || operation instanceof Operation.Code) {
            isCertain = false;
        } else if (!(operation instanceof Operation.Rows)
                && !(operation instanceof Operation.RebuildSearch)
                && !others(operation)) {
            SchemaName name =
                    required(tables, Objects.requireNonNull(operation.name()), "table", false);
            if (name != null) {
                edit(name, table -> part(table, operation));
            }
        }
    }

    /** What changes one table alone. */
    private void part(EditedTable table, Operation operation) {
        if (operation instanceof Operation.AddColumn add) {
            table.add(add);
        } else if (operation instanceof Operation.ChangeType change) {
            table.column(change.column(), c -> Columns.typed(c, change.sqlType()));
        } else if (operation instanceof Operation.SetNotNull set) {
            table.column(set.column(), c -> Columns.nullable(c, false));
        } else if (operation instanceof Operation.DropNotNull drop) {
            table.column(drop.column(), c -> Columns.nullable(c, true));
        } else if (operation instanceof Operation.SetDefault set) {
            table.column(set.column(), c -> Columns.defaulting(c, set.sql()));
        } else if (operation instanceof Operation.DropDefault drop) {
            table.column(drop.column(), c -> Columns.defaulting(c, null));
        } else if (operation instanceof Operation.SetIdentity set) {
            table.column(set.column(), c -> Columns.counted(c, set.identity()));
        } else if (operation instanceof Operation.SetPrimaryKey set) {
            table.primaryKey(set.columns());
        } else if (operation instanceof Operation.AddIndex add) {
            if (!add.ifNotExists() || table.made().index(add.index().name()) == null) {
                table.add(add.index());
            }
        } else if (operation instanceof Operation.RenameIndex rename) {
            table.renameIndex(rename.index(), rename.to());
        } else if (operation instanceof Operation.AddForeignKey add) {
            table.add(add.foreignKey());
        } else if (operation instanceof Operation.AddCheck add) {
            table.add(add.check());
        } else if (operation instanceof Operation.DropConstraint drop) {
            table.dropConstraint(drop.constraint());
        } else if (operation instanceof Operation.RenameConstraint rename) {
            table.renameConstraint(rename.constraint(), rename.to());
        } else if (operation instanceof Operation.Comment comment) {
            String column = comment.column();
            if (column == null) {
                table.comment(comment.text());
            } else {
                table.column(column, c -> Columns.commented(c, comment.text()));
            }
        } else {
            throw new IllegalStateException(operation.toString());
        }
    }

    /** What is no table; false where it is one. */
    private boolean others(Operation operation) {
        if (operation instanceof Operation.CreateEnum create) {
            if (!create.ifNotExists() || values(create.name()) == null) {
                requireFree(enums, create.name(), "an enumerated type");
                enums.put(create.name(), create.values());
            }
        } else if (operation instanceof Operation.DropEnum drop) {
            remove(enums, drop.name(), "enumerated type");
        } else if (operation instanceof Operation.RenameEnum rename) {
            SchemaName name = required(enums, rename.name(), "enumerated type", false);
            if (name != null) {
                SchemaName to = new SchemaName(name.schema(), rename.to());
                requireFree(enums, to, "an enumerated type");
                enums.put(to, Objects.requireNonNull(enums.remove(name)));
                retype(name.name(), rename.to());
            }
        } else if (operation instanceof Operation.AddEnumValue add) {
            values(
                    add.name(),
                    values -> {
                        int at = add.before() == null ? -1 : values.indexOf(add.before());
                        values.add(at < 0 ? values.size() : at, add.value());
                    });
        } else if (operation instanceof Operation.RenameEnumValue rename) {
            values(
                    rename.name(),
                    values -> values.replaceAll(v -> v.equals(rename.value()) ? rename.to() : v));
        } else if (operation instanceof Operation.ReplaceEnum replace) {
            values(
                    replace.name(),
                    values -> {
                        values.clear();
                        values.addAll(replace.values());
                    });
        } else if (operation instanceof Operation.CreateView create) {
            requireFree(views, create.name(), "a view");
            views.put(
                    create.name(), new View(create.name(), create.query(), create.materialized()));
        } else if (operation instanceof Operation.DropView drop) {
            remove(views, drop.name(), "view");
        } else if (operation instanceof Operation.CreateSequence create) {
            requireFree(sequences, create.name(), "a sequence");
            sequences.put(
                    create.name(), new Sequence(create.name(), create.start(), create.increment()));
        } else if (operation instanceof Operation.DropSequence drop) {
            remove(sequences, drop.name(), "sequence");
        } else {
            return false;
        }
        return true;
    }

    private void create(Operation.CreateTable create) {
        SchemaName there = key(tables, create.name());
        if (there == null || !create.ifNotExists()) {
            requireFree(tables, create.name(), "a table");
            tables.put(create.name(), untyped(create.table()));
        }
    }

    private <T> void requireFree(Map<SchemaName, T> all, SchemaName name, String what) {
        SchemaName there = key(all, name);
        if (there != null && isCertain) {
            throw new ProgrammingException(
                    "there is " + what + " '" + there + "' already",
                    there.toString(),
                    "give the new one another name");
        }
    }

    /** The triggers of a search have the name of its table in front of theirs. */
    private void create(TableInfo.Trigger trigger) {
        for (TableInfo table : List.copyOf(tables.values())) {
            if (table.using() != null && trigger.name().startsWith(table.name().name() + "_")) {
                edit(table.name(), edited -> edited.add(trigger));
            }
        }
    }

    private void dropIndex(Operation.DropIndex drop) {
        SchemaName name = key(tables, drop.name());
        boolean[] found = {false};
        if (name != null) {
            edit(name, table -> found[0] = table.dropIndex(drop.index()));
        }
        if (!found[0] && !drop.ifExists() && isCertain && isRead(drop.name())) {
            throw new ProgrammingException(
                    "the table '" + drop.name() + "' has no index '" + drop.index() + "'",
                    drop.name().toString(),
                    name == null
                            ? "there is no such table"
                            : "it has "
                                    + Objects.requireNonNull(tables.get(name)).indexes().stream()
                                            .map(TableInfo.Index::name)
                                            .toList());
        }
    }

    private void values(SchemaName name, Consumer<List<String>> change) {
        SchemaName key = required(enums, name, "enumerated type", false);
        if (key != null) {
            List<String> values = new ArrayList<>(Objects.requireNonNull(enums.get(key)));
            change.accept(values);
            if (isCertain && new HashSet<>(values).size() < values.size()) {
                throw new ProgrammingException(
                        "the enumerated type '" + key + "' would have a value twice: " + values,
                        key.toString(),
                        "give the new one another name");
            }
            enums.put(key, List.copyOf(values));
        }
    }

    /** Columns of an enumerated type follow its name. */
    private void retype(String from, String to) {
        for (TableInfo table : List.copyOf(tables.values())) {
            for (TableInfo.Column column : table.columns()) {
                if (SqlNames.mentions(column.sqlType(), from)) {
                    String type = SqlNames.renamed(column.sqlType(), from, to);
                    edit(
                            table.name(),
                            edited -> edited.column(column.name(), c -> Columns.typed(c, type)));
                }
            }
        }
    }

    private void edit(SchemaName name, Consumer<EditedTable> change) {
        EditedTable edited = new EditedTable(Objects.requireNonNull(tables.get(name)));
        try {
            change.accept(edited);
        } catch (ProgrammingException e) {
            if (isCertain) {
                throw e;
            }
        }
        TableInfo made = edited.made();
        if (!made.name().equals(name)) {
            tables.remove(name);
        }
        tables.put(made.name(), made);
    }

    private void eachTable(Consumer<EditedTable> change) {
        tables.replaceAll(
                (name, table) -> {
                    if (table.foreignKeys().isEmpty() && table.triggers().isEmpty()) {
                        return table;
                    }
                    EditedTable edited = new EditedTable(table);
                    change.accept(edited);
                    return edited.made();
                });
    }

    private <T> void remove(Map<SchemaName, T> all, SchemaName name, String what) {
        SchemaName key = required(all, name, what, false);
        if (key != null) {
            all.remove(key);
        }
    }

    /** The name under which it is kept; null where it need not be there, and is not. */
    private <T> @Nullable SchemaName required(
            Map<SchemaName, T> all, SchemaName name, String what, boolean ifExists) {
        SchemaName key = key(all, name);
        if (key == null && !ifExists && isCertain && isRead(name)) {
            throw new ProgrammingException(
                    "there is no " + what + " '" + name + "'",
                    name.toString(),
                    all.isEmpty()
                            ? "there is none at all"
                            : "there is "
                                    + all.keySet().stream().map(SchemaName::toString).toList());
        }
        return key;
    }

    /** Whether anything is known of the schema of a name. */
    private boolean isRead(SchemaName name) {
        return name.schema() == null
                || tables.keySet().stream().anyMatch(t -> name.schema().equals(t.schema()));
    }

    private <T> @Nullable SchemaName key(Map<SchemaName, T> all, SchemaName name) {
        if (all.containsKey(name)) {
            return name;
        }
        for (SchemaName other : all.keySet()) {
            boolean sameSchema =
                    Objects.equals(other.schema(), name.schema())
                            || other.schema() == null && isUsual(name.schema());
            boolean sameName =
                    dialect == Dialect.SQLITE
                            ? other.name().equalsIgnoreCase(name.name())
                            : other.name().equals(name.name());
            if (sameSchema && sameName) {
                return other;
            }
        }
        return null;
    }

    private boolean isUsual(@Nullable String schema) {
        return (dialect == Dialect.SQLITE ? "main" : "public").equals(schema);
    }

    private SchemaState copy() {
        SchemaState copy = new SchemaState(dialect);
        copy.tables.putAll(tables);
        copy.views.putAll(views);
        copy.enums.putAll(enums);
        copy.sequences.putAll(sequences);
        copy.isCertain = isCertain;
        return copy;
    }

    private static TableInfo untyped(TableInfo table) {
        return in(table, table.name().schema());
    }

    /** A table of that schema, its columns by the SQL of their types. */
    private static TableInfo in(TableInfo t, @Nullable String schema) {
        String from = t.name().schema();
        return new TableInfo(
                new SchemaName(schema, t.name().name()),
                t.columns().stream().map(Columns::untyped).toList(),
                t.primaryKey(),
                t.foreignKeys().stream()
                        .map(
                                key ->
                                        Columns.target(
                                                key,
                                                key.target().schema() == null
                                                                || Objects.equals(
                                                                        key.target().schema(), from)
                                                        ? new SchemaName(
                                                                schema, key.target().name())
                                                        : key.target(),
                                                key.targetColumns()))
                        .toList(),
                t.indexes(),
                t.checks(),
                t.options(),
                t.comment(),
                t.using(),
                t.triggers().stream()
                        .map(
                                trigger ->
                                        new TableInfo.Trigger(
                                                trigger.name(),
                                                new SchemaName(schema, trigger.table().name()),
                                                trigger.sql()))
                        .toList());
    }

    /** Two are equal that have the same, in whatever order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaState that
                && dialect == that.dialect
                && tables.equals(that.tables)
                && views.equals(that.views)
                && enums.equals(that.enums)
                && sequences.equals(that.sequences);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dialect, tables, views, enums, sequences);
    }

    /** A paragraph for each part. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        enums.forEach((name, values) -> parts.add("enum " + name + " " + values));
        tables.values().forEach(table -> parts.add(table.toString()));
        views.values().forEach(view -> parts.add("view " + view.name() + " as " + view.query()));
        return String.join("\n", parts);
    }
}

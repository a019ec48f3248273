package dev.kinglet.migrate.internal.diff;

import dev.kinglet.migrate.change.Columns;
import dev.kinglet.migrate.change.Indexes;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Differences as operations, in an order in which they can be run. */
final class Changes {
    private final SchemaState wanted;
    private final List<Operation> first = new ArrayList<>();
    private final List<Operation> dropRules = new ArrayList<>();
    private final List<Operation> dropTables = new ArrayList<>();
    private final List<Operation> createTables = new ArrayList<>();
    private final List<Operation> columns = new ArrayList<>();
    private final List<Operation> addRules = new ArrayList<>();
    private final List<Operation> last = new ArrayList<>();

    Changes(SchemaState wanted) {
        this.wanted = wanted;
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>(first);
        all.addAll(dropRules);
        all.addAll(dropTables);
        all.addAll(createTables);
        all.addAll(columns);
        all.addAll(addRules);
        all.addAll(last);
        return all;
    }

    /** Before all others: types, and the end of views. */
    void first(Operation operation) {
        first.add(operation);
    }

    /** Behind all others. */
    void last(Operation operation) {
        last.add(operation);
    }

    /** Tables that are not there, those first that others refer to. */
    void create(List<TableInfo> missing) {
        Set<SchemaName> later = new HashSet<>();
        missing.forEach(table -> later.add(table.name()));
        for (TableInfo table : missing) {
            List<TableInfo.ForeignKey> own = new ArrayList<>(table.foreignKeys());
            if (wanted.dialect() == Dialect.POSTGRES) {
                for (TableInfo.ForeignKey key : table.foreignKeys()) {
                    if (later.contains(key.target()) && !key.target().equals(table.name())) {
                        own.remove(key); // it closes a circle
                        addRules.add(new Operation.AddForeignKey(table.name(), key));
                    }
                }
            }
            later.remove(table.name());
            createTables.add(new Operation.CreateTable(table.withForeignKeys(own), false));
            boolean ofOld =
                    table.triggers().stream()
                            .noneMatch(
                                    trigger ->
                                            missing.stream()
                                                    .anyMatch(
                                                            other ->
                                                                    other.name()
                                                                            .equals(
                                                                                    trigger
                                                                                            .table())));
            if (ofOld) {
                rebuild(table);
            }
        }
    }

    void drop(TableInfo table) {
        dropTriggers(table);
        dropTables.add(new Operation.DropTable(table.name(), false, false));
    }

    private void dropTriggers(TableInfo table) {
        for (TableInfo.Trigger trigger : table.triggers()) {
            dropTables.add(new Operation.DropTrigger(trigger.table(), trigger.name()));
        }
    }

    void change(TableInfo table, TableInfo found, List<SchemaDifference> differences) {
        if (table.using() != null || found.using() != null) {
            if (!differences.isEmpty()) {
                remake(table, found);
            }
            return;
        }
        Set<String> retyped = new HashSet<>();
        List<Operation> drops = new ArrayList<>();
        for (SchemaDifference difference : differences) {
            switch (difference.part()) {
                case COLUMN -> column(table, difference, drops);
                case TYPE, COLLATION -> {
                    if (retyped.add(difference.name())) {
                        TableInfo.Column column = column(table, difference.name());
                        columns.add(
                                new Operation.ChangeType(
                                        table.name(),
                                        column.name(),
                                        type(column, difference),
                                        null));
                    }
                }
                case NULLABLE -> {
                    boolean nullable = column(table, difference.name()).nullable();
                    columns.add(
                            nullable
                                    ? new Operation.DropNotNull(table.name(), difference.name())
                                    : new Operation.SetNotNull(table.name(), difference.name()));
                }
                case DEFAULT -> {
                    String sql = column(table, difference.name()).defaultSql();
                    columns.add(
                            sql == null
                                    ? new Operation.DropDefault(table.name(), difference.name())
                                    : new Operation.SetDefault(
                                            table.name(), difference.name(), sql));
                }
                case IDENTITY -> {
                    // SQLite counts every key that is a whole number
                    if (wanted.dialect() == Dialect.POSTGRES) {
                        columns.add(
                                new Operation.SetIdentity(
                                        table.name(),
                                        difference.name(),
                                        column(table, difference.name()).identity()));
                    }
                }
                case GENERATED -> remake(table, found, difference.name(), differences);
                case COMMENT ->
                        columns.add(
                                difference.declaredPart() == null
                                        ? new Operation.Comment(table.name(), null, table.comment())
                                        : new Operation.Comment(
                                                table.name(),
                                                difference.name(),
                                                column(table, difference.name()).comment()));
                case PRIMARY_KEY ->
                        columns.add(
                                new Operation.SetPrimaryKey(
                                        table.name(),
                                        table.primaryKey() == null
                                                ? List.of()
                                                : table.primaryKey().columns()));
                case FOREIGN_KEY, INDEX, CHECK, TRIGGER -> rule(table, found, difference);
                case TABLE, MODULE -> {
                    // seen before
                }
            }
        }
        columns.addAll(drops);
    }

    private void column(TableInfo table, SchemaDifference difference, List<Operation> drops) {
        if (difference.declaredPart() == null) {
            drops.add(new Operation.DropColumn(table.name(), difference.name(), false));
            return;
        }
        TableInfo.Column column = column(table, difference.name());
        TableInfo.ForeignKey key = usual(table, column);
        columns.add(
                new Operation.AddColumn(
                        table.name(),
                        column,
                        key,
                        null,
                        key == null ? null : usualIndex(table, column)));
    }

    /**
     * The foreign key that is said along with the column; null where there is none, or it says
     * more.
     */
    private static TableInfo.@Nullable ForeignKey usual(TableInfo table, TableInfo.Column column) {
        for (TableInfo.ForeignKey key : table.foreignKeys()) {
            if (key.columns().equals(List.of(column.name()))
                    && key.deferral() == Deferral.NONE
                    && SchemaNames.foreignKey(
                                    table.name().name(), key.columns(), key.target().name())
                            .equals(key.name())
                    && usualIndex(table, column) != null) {
                return key;
            }
        }
        return null;
    }

    private static TableInfo.@Nullable Index usualIndex(TableInfo table, TableInfo.Column column) {
        for (TableInfo.Index index : table.indexes()) {
            if (index.equals(Indexes.of(table.name(), List.of(column.name()), index.unique()))) {
                return index;
            }
        }
        return null;
    }

    private void rule(TableInfo table, TableInfo found, SchemaDifference difference) {
        TableInfo.Element old = difference.foundPart();
        SchemaName name = table.name();
        if (old instanceof TableInfo.ForeignKey key) {
            // before the indexes that it may need
            dropRules.add(0, new Operation.DropConstraint(name, Columns.constraint(key, found)));
        } else if (old instanceof TableInfo.Check check) {
            dropRules.add(new Operation.DropConstraint(name, Columns.constraint(check)));
        } else if (old instanceof TableInfo.Index index) {
            dropRules.add(
                    index.constraint()
                            ? new Operation.DropConstraint(name, index.name())
                            : new Operation.DropIndex(name, index.name(), false));
        }
        TableInfo.Element declared = difference.declaredPart();
        if (declared instanceof TableInfo.ForeignKey key) {
            boolean said =
                    key.columns().size() == 1
                            && found.column(key.columns().get(0)) == null
                            && key.equals(usual(table, column(table, key.columns().get(0))));
            if (!said) {
                addRules.add(new Operation.AddForeignKey(name, key));
            }
        } else if (declared instanceof TableInfo.Check check) {
            // as the model writes it, not as PostgreSQL spells it
            TableInfo.Check own =
                    table.checks().stream()
                            .filter(c -> Objects.equals(c.name(), check.name()))
                            .findFirst()
                            .orElse(check);
            addRules.add(new Operation.AddCheck(name, own));
        } else if (declared instanceof TableInfo.Index index) {
            TableInfo.Index own = Objects.requireNonNull(table.index(index.name()));
            List<String> over = own.columns();
            boolean said =
                    over != null
                            && over.size() == 1
                            && found.column(over.get(0)) == null
                            && usual(table, column(table, over.get(0))) != null
                            && own.equals(usualIndex(table, column(table, over.get(0))));
            if (!said) {
                // unique ones first: a foreign key may need them
                addRules.add(
                        own.unique() ? 0 : addRules.size(),
                        new Operation.AddIndex(name, own, false));
            }
        }
    }

    /** A computed column is made anew, and what stands on it. */
    private void remake(
            TableInfo table, TableInfo found, String column, List<SchemaDifference> differences) {
        columns.add(new Operation.DropColumn(table.name(), column, false));
        columns.add(new Operation.AddColumn(table.name(), column(table, column), null, null, null));
        Set<String> differing = new HashSet<>();
        differences.forEach(difference -> differing.add(difference.part() + difference.name()));
        for (TableInfo.Index index : table.indexes()) {
            if (Columns.uses(index, column)
                    && !differing.contains(SchemaDifference.Part.INDEX + index.name())) {
                addRules.add(new Operation.AddIndex(table.name(), index, false));
            }
        }
        for (TableInfo.Check check : table.checks()) {
            boolean there =
                    found.checks().stream().anyMatch(c -> Objects.equals(c.name(), check.name()));
            if (there
                    && SqlNames.mentions(check.sql(), column)
                    && !differing.contains(SchemaDifference.Part.CHECK + check.name())) {
                addRules.add(new Operation.AddCheck(table.name(), check));
            }
        }
    }

    /** A table of a module is made anew: its rows are an index of those of another one. */
    private void remake(TableInfo table, TableInfo found) {
        drop(found);
        createTables.add(new Operation.CreateTable(table, false));
        rebuild(table);
    }

    /** A search of a table that has rows already. */
    private void rebuild(TableInfo table) {
        if (!table.triggers().isEmpty()) {
            addRules.add(new Operation.RebuildSearch(table.name()));
        }
    }

    private String type(TableInfo.Column column, SchemaDifference difference) {
        TableInfo.Element found = difference.foundPart();
        String collation = column.collation();
        if (collation == null
                && !(found instanceof TableInfo.Column other && other.collation() != null)) {
            return column.sqlType();
        }
        if (collation == null) {
            collation = wanted.dialect() == Dialect.SQLITE ? "binary" : "default";
        }
        return column.sqlType() + " collate \"" + collation + '"';
    }

    private static TableInfo.Column column(TableInfo table, String name) {
        return Objects.requireNonNull(table.column(name), name);
    }
}

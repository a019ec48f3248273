package dev.kinglet.migrate.change;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A table while it is changed. */
final class EditedTable {
    private SchemaName name;
    private final List<TableInfo.Column> columns;
    private TableInfo.@Nullable PrimaryKey primaryKey;
    private final List<TableInfo.ForeignKey> foreignKeys;
    private final List<TableInfo.Index> indexes;
    private final List<TableInfo.Check> checks;
    private final Table.Options options;
    private @Nullable String comment;
    private final @Nullable String using;
    private final List<TableInfo.Trigger> triggers;

    EditedTable(TableInfo table) {
        this.name = table.name();
        this.columns = new ArrayList<>(table.columns());
        this.primaryKey = table.primaryKey();
        this.foreignKeys = new ArrayList<>(table.foreignKeys());
        this.indexes = new ArrayList<>(table.indexes());
        this.checks = new ArrayList<>(table.checks());
        this.options = table.options();
        this.comment = table.comment();
        this.using = table.using();
        this.triggers = new ArrayList<>(table.triggers());
    }

    TableInfo made() {
        return new TableInfo(
                name,
                columns,
                primaryKey,
                foreignKeys,
                indexes,
                checks,
                options,
                comment,
                using,
                triggers);
    }

    void name(SchemaName other) {
        name = other;
    }

    void comment(@Nullable String text) {
        comment = text;
    }

    // ---- columns

    void column(String of, UnaryOperator<TableInfo.Column> change) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(of)) {
                columns.set(i, change.apply(columns.get(i)));
                return;
            }
        }
        throw new ProgrammingException(
                "the table '" + name + "' has no column '" + of + "'",
                name.toString(),
                "it has " + columns.stream().map(TableInfo.Column::name).toList());
    }

    void add(Operation.AddColumn add) {
        requireFree(columns, TableInfo.Column::name, "column", add.column().name());
        columns.add(Columns.untyped(add.column()));
        if (add.foreignKey() != null) {
            foreignKeys.add(add.foreignKey());
        }
        if (add.check() != null) {
            checks.add(add.check());
        }
        if (add.index() != null) {
            indexes.add(add.index());
        }
    }

    void drop(String column) {
        column(column, same -> same); // which is there
        columns.removeIf(c -> c.name().equalsIgnoreCase(column));
        foreignKeys.removeIf(key -> has(key.columns(), column));
        indexes.removeIf(index -> Columns.uses(index, column));
        checks.removeIf(check -> SqlNames.mentions(check.sql(), column));
        if (primaryKey != null && has(primaryKey.columns(), column)) {
            primaryKey = null;
        }
    }

    void rename(String column, String to) {
        if (!column.equalsIgnoreCase(to)) {
            requireFree(columns, TableInfo.Column::name, "column", to);
        }
        column(column, c -> Columns.named(c, to));
        columns.replaceAll(
                c ->
                        c.generated() == null
                                ? c
                                : Columns.generated(
                                        c,
                                        new TableInfo.Generated(
                                                SqlNames.renamed(c.generated().sql(), column, to),
                                                c.generated().stored())));
        if (primaryKey != null) {
            primaryKey =
                    new TableInfo.PrimaryKey(
                            primaryKey.name(), renamed(primaryKey.columns(), column, to));
        }
        foreignKeys.replaceAll(key -> Columns.own(key, renamed(key.columns(), column, to)));
        indexes.replaceAll(index -> Columns.renamed(index, column, to));
        checks.replaceAll(
                check ->
                        new TableInfo.Check(
                                check.name(), SqlNames.renamed(check.sql(), column, to)));
        renameTarget(name, column, to);
    }

    // ---- what others are called

    void renameTarget(SchemaName table, String column, String to) {
        foreignKeys.replaceAll(
                key ->
                        key.target().equals(table)
                                ? Columns.target(
                                        key, table, renamed(key.targetColumns(), column, to))
                                : key);
    }

    void renameTarget(SchemaName table, SchemaName to) {
        foreignKeys.replaceAll(
                key ->
                        key.target().equals(table)
                                ? Columns.target(key, to, key.targetColumns())
                                : key);
        triggers.replaceAll(
                trigger ->
                        trigger.table().equals(table)
                                ? new TableInfo.Trigger(trigger.name(), to, trigger.sql())
                                : trigger);
    }

    void dropTarget(SchemaName table, @Nullable String column) {
        foreignKeys.removeIf(
                key ->
                        key.target().equals(table)
                                && (column == null || has(key.targetColumns(), column)));
    }

    // ---- keys, checks, indexes

    void primaryKey(List<String> key) {
        primaryKey = key.isEmpty() ? null : new TableInfo.PrimaryKey(null, key);
        for (String column : key) {
            column(column, c -> Columns.nullable(c, false));
        }
    }

    void add(TableInfo.Index index) {
        requireFree(indexes, TableInfo.Index::name, "index", index.name());
        indexes.add(index);
    }

    void add(TableInfo.ForeignKey foreignKey) {
        foreignKeys.add(foreignKey);
    }

    void add(TableInfo.Check check) {
        checks.add(check);
    }

    void add(TableInfo.Trigger trigger) {
        triggers.add(trigger);
    }

    boolean dropIndex(String index) {
        return indexes.removeIf(i -> i.name().equalsIgnoreCase(index));
    }

    boolean dropTrigger(String trigger) {
        return triggers.removeIf(t -> t.name().equalsIgnoreCase(trigger));
    }

    void renameIndex(String index, String to) {
        requireFree(indexes, TableInfo.Index::name, "index", to);
        indexes.replaceAll(i -> i.name().equalsIgnoreCase(index) ? Columns.named(i, to) : i);
    }

    void dropConstraint(String constraint) {
        TableInfo now = made();
        foreignKeys.removeIf(key -> constraint.equalsIgnoreCase(Columns.constraint(key, now)));
        checks.removeIf(check -> constraint.equalsIgnoreCase(Columns.constraint(check)));
        indexes.removeIf(i -> i.constraint() && i.name().equalsIgnoreCase(constraint));
    }

    void renameConstraint(String constraint, String to) {
        TableInfo now = made();
        requireFree(foreignKeys, key -> Columns.constraint(key, now), "constraint", to);
        requireFree(checks, Columns::constraint, "constraint", to);
        requireFree(indexes, TableInfo.Index::name, "constraint", to);
        Predicate<@Nullable String> is = constraint::equalsIgnoreCase;
        foreignKeys.replaceAll(key -> is.test(key.name()) ? Columns.named(key, to) : key);
        checks.replaceAll(
                check -> is.test(check.name()) ? new TableInfo.Check(to, check.sql()) : check);
        indexes.replaceAll(i -> i.constraint() && is.test(i.name()) ? Columns.named(i, to) : i);
    }

    private <T> void requireFree(
            List<T> there, Function<T, String> nameOf, String what, String wanted) {
        if (there.stream().anyMatch(one -> nameOf.apply(one).equalsIgnoreCase(wanted))) {
            throw new ProgrammingException(
                    "the table '" + name + "' has a " + what + " '" + wanted + "' already",
                    name.toString(),
                    "give the new one another name");
        }
    }

    private static boolean has(List<String> columns, String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }

    private static List<String> renamed(List<String> columns, String from, String to) {
        return columns.stream().map(c -> c.equalsIgnoreCase(from) ? to : c).toList();
    }
}

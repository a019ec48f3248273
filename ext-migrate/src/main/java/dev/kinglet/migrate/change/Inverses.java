package dev.kinglet.migrate.change;

import dev.kinglet.migrate.change.SchemaState.Sequence;
import dev.kinglet.migrate.change.SchemaState.View;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What takes each kind of operation back. */
final class Inverses {
    private Inverses() {}

    static Inverse of(Operation operation, SchemaState before) {
        if (operation instanceof Operation.Sql) {
            return Inverse.none("SQL as it is written says not how it is taken back");
        }
        if (operation instanceof Operation.Code || operation instanceof Operation.Rows) {
            return Inverse.none("what rows had before is not kept");
        }
        if (operation instanceof Operation.RebuildSearch) {
            return Inverse.by(); // an index of the texts that are there is right in any case
        }
        if (operation instanceof Operation.CreateTable create) {
            return before.table(create.name()) != null
                    ? Inverse.by() // it was there, and stayed
                    : Inverse.by(new Operation.DropTable(create.name(), false, false));
        }
        if (operation instanceof Operation.RenameTable rename) {
            SchemaName now = new SchemaName(rename.name().schema(), rename.to());
            return Inverse.by(new Operation.RenameTable(now, rename.name().name()));
        }
        if (operation instanceof Operation.AddColumn add) {
            return Inverse.by(new Operation.DropColumn(add.name(), add.column().name(), false));
        }
        if (operation instanceof Operation.RenameColumn rename) {
            return Inverse.by(
                    new Operation.RenameColumn(rename.name(), rename.to(), rename.column()));
        }
        if (operation instanceof Operation.AddIndex add) {
            TableInfo table = before.table(add.name());
            if (table != null && table.index(add.index().name()) != null) {
                return Inverse.by(); // it was there, and stayed
            }
            return Inverse.by(
                    add.index().constraint()
                            ? new Operation.DropConstraint(add.name(), add.index().name())
                            : new Operation.DropIndex(add.name(), add.index().name(), false));
        }
        if (operation instanceof Operation.RenameIndex rename) {
            return Inverse.by(
                    new Operation.RenameIndex(rename.name(), rename.to(), rename.index()));
        }
        if (operation instanceof Operation.AddForeignKey add) {
            return Inverse.by(
                    new Operation.DropConstraint(
                            add.name(),
                            Columns.constraint(add.foreignKey(), named(add.name(), before))));
        }
        if (operation instanceof Operation.AddCheck add) {
            return Inverse.by(
                    new Operation.DropConstraint(add.name(), Columns.constraint(add.check())));
        }
        if (operation instanceof Operation.RenameConstraint rename) {
            return Inverse.by(
                    new Operation.RenameConstraint(
                            rename.name(), rename.to(), rename.constraint()));
        }
        return ofTable(operation, before);
    }

    /** What has to know the table as it was. */
    private static Inverse ofTable(Operation operation, SchemaState before) {
        SchemaName name = operation.name();
        TableInfo table = name == null ? null : before.table(name);
        if (operation instanceof Operation.DropTable drop) {
            return table == null
                    ? unknownUnless(drop.ifExists(), drop.name())
                    : drop(drop, table, before);
        }
        if (operation instanceof Operation.DropTrigger drop) {
            return dropTrigger(drop, before);
        }
        if (isOfTable(operation)) {
            return table == null ? unknownUnless(false, name) : ofPart(operation, table, before);
        }
        return ofOthers(operation, before);
    }

    private static boolean isOfTable(Operation o) {
        return o instanceof Operation.DropColumn
                || o instanceof Operation.ChangeType
                || o instanceof Operation.SetNotNull
                || o instanceof Operation.DropNotNull
                || o instanceof Operation.SetDefault
                || o instanceof Operation.DropDefault
                || o instanceof Operation.SetIdentity
                || o instanceof Operation.SetPrimaryKey
                || o instanceof Operation.DropIndex
                || o instanceof Operation.DropConstraint
                || o instanceof Operation.Comment;
    }

    private static Inverse ofPart(Operation operation, TableInfo table, SchemaState before) {
        SchemaName name = operation.name() == null ? table.name() : operation.name();
        if (operation instanceof Operation.DropColumn drop) {
            return drop(drop, table, before);
        }
        if (operation instanceof Operation.ChangeType change) {
            return ofColumn(
                    table,
                    change.column(),
                    c ->
                            Inverse.by(
                                    List.of(
                                            new Operation.ChangeType(
                                                    name,
                                                    change.column(),
                                                    type(c, change, before.dialect()),
                                                    null)),
                                    "what the other type could not hold of "
                                            + table.name()
                                            + "."
                                            + change.column()));
        }
        if (operation instanceof Operation.SetNotNull set) {
            return ofColumn(
                    table,
                    set.column(),
                    c ->
                            c.nullable()
                                    ? Inverse.by(new Operation.DropNotNull(name, set.column()))
                                    : Inverse.by());
        }
        if (operation instanceof Operation.DropNotNull drop) {
            return ofColumn(
                    table,
                    drop.column(),
                    c ->
                            c.nullable()
                                    ? Inverse.by()
                                    : Inverse.by(new Operation.SetNotNull(name, drop.column())));
        }
        if (operation instanceof Operation.SetDefault set) {
            return ofColumn(table, set.column(), c -> defaulting(name, c));
        }
        if (operation instanceof Operation.DropDefault drop) {
            return ofColumn(
                    table,
                    drop.column(),
                    c -> c.defaultSql() == null ? Inverse.by() : defaulting(name, c));
        }
        if (operation instanceof Operation.SetIdentity set) {
            return ofColumn(
                    table,
                    set.column(),
                    c -> Inverse.by(new Operation.SetIdentity(name, c.name(), c.identity())));
        }
        if (operation instanceof Operation.SetPrimaryKey set) {
            return key(set, table);
        }
        if (operation instanceof Operation.DropIndex drop) {
            TableInfo.Index index = found(table.indexes(), i -> i.name().equals(drop.index()));
            return index == null
                    ? unknownUnless(drop.ifExists(), SchemaName.of(drop.index()))
                    : Inverse.by(new Operation.AddIndex(name, index, false));
        }
        if (operation instanceof Operation.DropConstraint drop) {
            return constraint(drop, table);
        }
        Operation.Comment comment = (Operation.Comment) operation;
        String column = comment.column();
        return column == null
                ? Inverse.by(new Operation.Comment(name, null, table.comment()))
                : ofColumn(
                        table,
                        column,
                        c -> Inverse.by(new Operation.Comment(name, column, c.comment())));
    }

    /** Views, types, sequences. */
    private static Inverse ofOthers(Operation operation, SchemaState before) {
        if (operation instanceof Operation.CreateEnum create) {
            return before.values(create.name()) != null
                    ? Inverse.by()
                    : Inverse.by(new Operation.DropEnum(create.name()));
        }
        if (operation instanceof Operation.RenameEnum rename) {
            SchemaName now = new SchemaName(rename.name().schema(), rename.to());
            return Inverse.by(new Operation.RenameEnum(now, rename.name().name()));
        }
        if (operation instanceof Operation.RenameEnumValue rename) {
            return Inverse.by(
                    new Operation.RenameEnumValue(rename.name(), rename.to(), rename.value()));
        }
        if (operation instanceof Operation.CreateView create) {
            return Inverse.by(new Operation.DropView(create.name(), create.materialized()));
        }
        if (operation instanceof Operation.CreateSequence create) {
            return Inverse.by(new Operation.DropSequence(create.name()));
        }
        if (operation instanceof Operation.CreateTrigger create) {
            return Inverse.by(
                    new Operation.DropTrigger(create.trigger().table(), create.trigger().name()));
        }
        SchemaName name = operation.name();
        if (name == null) {
            throw new IllegalStateException(operation.toString());
        }
        List<String> values = before.values(name);
        if (operation instanceof Operation.DropEnum) {
            return values == null
                    ? unknownUnless(false, name)
                    : Inverse.by(new Operation.CreateEnum(name, values, false));
        }
        if (operation instanceof Operation.AddEnumValue
                || operation instanceof Operation.ReplaceEnum) {
            return values == null
                    ? unknownUnless(false, name)
                    : Inverse.by(new Operation.ReplaceEnum(name, values));
        }
        if (operation instanceof Operation.DropView) {
            View view = before.view(name);
            return view == null
                    ? unknownUnless(false, name)
                    : Inverse.by(new Operation.CreateView(name, view.query(), view.materialized()));
        }
        Sequence sequence = before.sequence(name);
        return sequence == null
                ? unknownUnless(false, name)
                : Inverse.by(
                        new Operation.CreateSequence(name, sequence.start(), sequence.increment()));
    }

    private static Inverse drop(Operation.DropTable drop, TableInfo table, SchemaState before) {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation.CreateTable(table, false));
        for (TableInfo other : before.tables()) {
            for (TableInfo.ForeignKey key : other.foreignKeys()) {
                if (!other.equals(table) && key.target().equals(table.name()) && drop.cascade()) {
                    operations.add(new Operation.AddForeignKey(other.name(), key));
                }
            }
        }
        return Inverse.by(operations, "the rows of " + table.name());
    }

    private static Inverse drop(Operation.DropColumn drop, TableInfo table, SchemaState before) {
        TableInfo.Column column = column(table, drop.column());
        if (column == null) {
            return unknownUnless(false, SchemaName.of(table.name() + "." + drop.column()));
        }
        SchemaName name = drop.name();
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation.AddColumn(name, Columns.untyped(column), null, null, null));
        TableInfo.PrimaryKey key = table.primaryKey();
        if (key != null && has(key.columns(), drop.column())) {
            operations.add(new Operation.SetPrimaryKey(name, key.columns()));
        }
        for (TableInfo.Index index : table.indexes()) {
            if (Columns.uses(index, drop.column())) {
                operations.add(new Operation.AddIndex(name, index, false));
            }
        }
        for (TableInfo.Check check : table.checks()) {
            if (SqlNames.mentions(check.sql(), drop.column())) {
                operations.add(new Operation.AddCheck(name, check));
            }
        }
        for (TableInfo.ForeignKey own : table.foreignKeys()) {
            boolean toItself =
                    own.target().equals(table.name()) && has(own.targetColumns(), drop.column());
            if (toItself || has(own.columns(), drop.column())) {
                operations.add(new Operation.AddForeignKey(name, own));
            }
        }
        for (TableInfo other : before.tables()) {
            for (TableInfo.ForeignKey theirs : other.foreignKeys()) {
                if (!other.equals(table)
                        && theirs.target().equals(table.name())
                        && has(theirs.targetColumns(), drop.column())) {
                    operations.add(new Operation.AddForeignKey(other.name(), theirs));
                }
            }
        }
        String lost = "the values of " + table.name() + "." + column.name();
        return Inverse.by(
                operations,
                column.generated() != null
                        ? "the place of " + table.name() + "." + column.name()
                        : column.nullable() || column.defaultSql() != null
                                ? lost
                                : lost + ": where there are rows, give it a default");
    }

    private static Inverse dropTrigger(Operation.DropTrigger drop, SchemaState before) {
        for (TableInfo table : before.tables()) {
            for (TableInfo.Trigger trigger : table.triggers()) {
                if (trigger.name().equals(drop.trigger())) {
                    return Inverse.by(new Operation.CreateTrigger(trigger));
                }
            }
        }
        return unknownUnless(false, SchemaName.of(drop.trigger()));
    }

    private static Inverse key(Operation.SetPrimaryKey set, TableInfo table) {
        List<String> old = table.primaryKey() == null ? List.of() : table.primaryKey().columns();
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation.SetPrimaryKey(set.name(), old));
        for (String name : set.columns()) {
            TableInfo.Column column = column(table, name);
            if (column != null && column.nullable()) {
                operations.add(new Operation.DropNotNull(set.name(), name));
            }
        }
        return new Inverse(operations, true, null);
    }

    private static Inverse constraint(Operation.DropConstraint drop, TableInfo table) {
        String name = drop.constraint();
        TableInfo.ForeignKey key =
                found(table.foreignKeys(), k -> name.equals(Columns.constraint(k, table)));
        if (key != null) {
            return Inverse.by(new Operation.AddForeignKey(drop.name(), key));
        }
        TableInfo.Check check = found(table.checks(), c -> name.equals(Columns.constraint(c)));
        if (check != null) {
            return Inverse.by(new Operation.AddCheck(drop.name(), check));
        }
        TableInfo.Index unique =
                found(table.indexes(), i -> i.constraint() && name.equals(i.name()));
        return unique == null
                ? unknownUnless(false, SchemaName.of(name))
                : Inverse.by(new Operation.AddIndex(drop.name(), unique, false));
    }

    private static TableInfo named(SchemaName name, SchemaState before) {
        TableInfo table = before.table(name);
        return table != null
                ? table
                : new TableInfo(
                        name,
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        Table.Options.NONE,
                        null);
    }

    /** With its collation, where the change brings another one. */
    private static String type(TableInfo.Column c, Operation.ChangeType change, Dialect dialect) {
        String after = Columns.typed(c, change.sqlType()).collation();
        if (Objects.equals(after, c.collation())) {
            return c.sqlType();
        }
        String usual = dialect == Dialect.SQLITE ? "binary" : "default";
        return c.sqlType() + " collate \"" + Objects.requireNonNullElse(c.collation(), usual) + '"';
    }

    private static Inverse defaulting(SchemaName name, TableInfo.Column column) {
        return Inverse.by(
                column.defaultSql() == null
                        ? new Operation.DropDefault(name, column.name())
                        : new Operation.SetDefault(name, column.name(), column.defaultSql()));
    }

    private static Inverse ofColumn(
            TableInfo table,
            String name,
            java.util.function.Function<TableInfo.Column, Inverse> inverse) {
        TableInfo.Column column = column(table, name);
        return column == null
                ? unknownUnless(false, SchemaName.of(table.name() + "." + name))
                : inverse.apply(column);
    }

    private static TableInfo.@Nullable Column column(TableInfo table, String name) {
        return found(table.columns(), c -> c.name().equalsIgnoreCase(name));
    }

    private static boolean has(List<String> columns, String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }

    private static <T> @Nullable T found(List<T> all, Predicate<T> test) {
        return all.stream().filter(test).findFirst().orElse(null);
    }

    private static Inverse unknownUnless(boolean optional, @Nullable SchemaName name) {
        return optional
                ? Inverse.by()
                : Inverse.none("nobody knows what '" + name + "' was before");
    }
}

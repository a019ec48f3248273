package dev.kinglet.schema;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which changes create or drop tables, and in which order. */
public final class SchemaPlan {
    private final Set<Table<?, ?>> done = new LinkedHashSet<>();
    private final Set<Table<?, ?>> underway = new LinkedHashSet<>();
    private final List<ForeignKey<?, ?, ?>> circular = new ArrayList<>();

    private SchemaPlan() {}

    /**
     * Creates these tables and, before them, the tables that they refer to. Tables that refer to
     * each other in a circle get the foreign key that closes it at the end, where the database
     * wants its target to be there; SQLite does not.
     */
    public static List<SchemaChange> create(
            Collection<? extends Table<?, ?>> tables, Dialect dialect) {
        SchemaPlan plan = new SchemaPlan();
        sorted(tables).forEach(plan::visit);
        List<ForeignKey<?, ?, ?>> late = dialect == Dialect.SQLITE ? List.of() : plan.circular;
        List<SchemaChange> changes = new ArrayList<>();
        for (Table<?, ?> table : plan.done) {
            List<ForeignKey<?, ?, ?>> inline =
                    table.foreignKeys().stream().filter(fk -> !late.contains(fk)).toList();
            changes.add(new SchemaChange.CreateTable(table, inline));
            changes.addAll(indexes(table));
        }
        late.forEach(fk -> changes.add(new SchemaChange.AddForeignKey(fk.table(), fk)));
        return changes;
    }

    /** Lets the keys that the database makes go on behind the largest; SQLite does by itself. */
    public static List<SchemaChange> resetSequences(
            Collection<? extends Table<?, ?>> tables, Dialect dialect) {
        List<SchemaChange> changes = new ArrayList<>();
        for (Table<?, ?> table : dialect == Dialect.SQLITE ? List.<Table<?, ?>>of() : tables) {
            for (Column<?> column : table.primaryKey()) {
                if (column.isGenerated()) {
                    changes.add(new SchemaChange.ResetSequence(table, column));
                }
            }
        }
        return changes;
    }

    /** Drops these tables and no other, those that refer to others first. */
    public static List<SchemaChange> drop(
            Collection<? extends Table<?, ?>> tables, Dialect dialect) {
        SchemaPlan plan = new SchemaPlan();
        sorted(tables).forEach(plan::visit);
        List<SchemaChange> changes = new ArrayList<>();
        List<Table<?, ?>> wanted = sorted(tables);
        if (dialect != Dialect.SQLITE) {
            plan.circular.stream()
                    .filter(fk -> wanted.contains(fk.table()))
                    .forEach(fk -> changes.add(new SchemaChange.DropForeignKey(fk.table(), fk)));
        }
        List<Table<?, ?>> order = new ArrayList<>(plan.done);
        for (int i = order.size() - 1; i >= 0; i--) {
            if (wanted.contains(order.get(i))) {
                changes.add(new SchemaChange.DropTable(order.get(i)));
            }
        }
        return changes;
    }

    /**
     * By name, so that any order of arguments gives the same plan; aliases stand for their table.
     */
    private static List<Table<?, ?>> sorted(Collection<? extends Table<?, ?>> tables) {
        List<Table<?, ?>> bases = new ArrayList<>();
        for (Table<?, ?> table : tables) {
            bases.add(table.base());
        }
        bases.sort(Comparator.comparing(Table::tableName));
        return bases;
    }

    private void visit(Table<?, ?> table) {
        if (done.contains(table)) {
            return;
        }
        underway.add(table);
        for (ForeignKey<?, ?, ?> foreignKey : table.foreignKeys()) {
            Table<?, ?> target = foreignKey.target();
            if (target == table) {
                continue; // a reference to itself needs no order
            }
            if (underway.contains(target)) {
                circular.add(foreignKey);
            } else {
                visit(target);
            }
        }
        underway.remove(table);
        done.add(table);
    }

    private static List<SchemaChange> indexes(Table<?, ?> table) {
        List<SchemaChange> indexes = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            // a key column that stands alone has its index already
            boolean alone = table.primaryKey().equals(List.of(column));
            if (!alone
                    && (column.isUnique()
                            || column.isIndexed()
                            || column instanceof ForeignKey<?, ?, ?>)) {
                indexes.add(index(table, List.of(column), column.isUnique()));
            }
        }
        table.indexes()
                .forEach(index -> indexes.add(index(table, index.columns(), index.unique())));
        return indexes;
    }

    private static SchemaChange index(Table<?, ?> table, List<Column<?>> columns, boolean unique) {
        return new SchemaChange.CreateIndex(
                table, SchemaNames.index(table, columns), columns, unique);
    }
}

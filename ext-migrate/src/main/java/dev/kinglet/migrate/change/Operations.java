package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.schema.TableInfo;
import java.util.List;

/** Core's schema changes as operations. */
public final class Operations {
    private Operations() {}

    /** These changes, in the same order. */
    public static List<Operation> of(List<SchemaChange> changes) {
        return changes.stream().map(Operations::of).toList();
    }

    /**
     * A change as an operation.
     *
     * @throws IllegalStateException for one that no list of tables makes
     */
    public static Operation of(SchemaChange change) {
        if (change instanceof SchemaChange.CreateTable create) {
            // its indexes are changes of their own
            TableInfo t = create.table();
            TableInfo alone =
                    new TableInfo(
                            t.name(),
                            t.columns(),
                            t.primaryKey(),
                            t.foreignKeys(),
                            List.of(),
                            t.checks(),
                            t.options(),
                            null,
                            t.using(),
                            List.of());
            return new Operation.CreateTable(alone, create.existing() == Existing.KEEP);
        }
        if (change instanceof SchemaChange.CreateIndex create) {
            return new Operation.AddIndex(
                    create.name(), create.index(), create.existing() == Existing.KEEP);
        }
        if (change instanceof SchemaChange.AddForeignKey add) {
            return new Operation.AddForeignKey(add.name(), add.foreignKey());
        }
        if (change instanceof SchemaChange.CreateEnum create) {
            return new Operation.CreateEnum(
                    create.name(), create.values(), create.existing() == Existing.KEEP);
        }
        if (change instanceof SchemaChange.Comment comment) {
            return new Operation.Comment(comment.name(), comment.column(), comment.text());
        }
        if (change instanceof SchemaChange.CreateTrigger create) {
            return new Operation.CreateTrigger(create.trigger());
        }
        if (change instanceof SchemaChange.CreateView create) {
            return new Operation.CreateView(create.name(), create.query(), create.materialized());
        }
        if (change instanceof SchemaChange.DropTable drop) {
            return new Operation.DropTable(
                    drop.name(),
                    drop.ifExists(),
                    drop.dependents() == SchemaChange.Dependents.CASCADE);
        }
        if (change instanceof SchemaChange.DropView drop) {
            return new Operation.DropView(drop.name(), drop.materialized());
        }
        if (change instanceof SchemaChange.DropTrigger drop) {
            return new Operation.DropTrigger(drop.name(), drop.name().name());
        }
        throw new IllegalStateException(change.toString());
    }
}

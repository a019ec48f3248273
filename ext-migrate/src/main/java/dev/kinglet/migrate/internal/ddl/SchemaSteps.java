package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.backfill.Engine;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Dependents;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Operations that core's own schema changes can write, alike on every database. */
public final class SchemaSteps {
    private SchemaSteps() {}

    /**
     * The steps of an operation.
     *
     * @param concurrently whether an index is made while others write
     */
    public static List<Step> of(Operation operation, Database database, boolean concurrently) {
        if (operation instanceof Operation.Sql sql) {
            return List.of(Step.of(sql.sql()));
        }
        if (operation instanceof Operation.SetIdentity set
                && database.dialect() == Dialect.POSTGRES) {
            return List.of(identity(set, database));
        }
        if (operation instanceof Operation.Code code) {
            return List.of(Step.of(code.description(), code.work(), Step.Place.TRANSACTION));
        }
        if (operation instanceof Operation.Rows rows) {
            return List.of(rows(rows.chunks(), done -> {}));
        }
        List<Step> steps = new ArrayList<>();
        for (String sql : database.schema().change(changes(operation, concurrently)).sql()) {
            steps.add(Step.of(sql));
        }
        return steps;
    }

    /** The numbers go on behind the largest that is there. */
    private static Step identity(Operation.SetIdentity set, Database database) {
        String schema = set.name().schema();
        TableInfo table =
                (schema == null ? database : database.inSchema(schema))
                        .schema()
                        .table(set.name().name());
        TableInfo.Column column = table == null ? null : table.column(set.column());
        boolean counted = column != null && column.identity() != TableInfo.Identity.NONE;
        String how = set.identity().toString().replace(" as identity", "");
        return Step.of(
                        "alter table "
                                + SqlNames.quote(set.name())
                                + " alter column "
                                + SqlNames.quote(set.column())
                                + (set.identity() == TableInfo.Identity.NONE
                                        ? " drop identity"
                                        : counted ? " set " + how : " add " + set.identity()))
                .locking(Step.Lock.ACCESS_EXCLUSIVE);
    }

    /**
     * The step that changes rows a chunk at a time.
     *
     * @param behind what is done when all of them are
     */
    static Step rows(Chunks chunks, Consumer<Database> behind) {
        Step.Filling work =
                (database, progress) -> {
                    BackfillStatus end = new Engine(database).run(chunks, progress);
                    if (end.state() == BackfillStatus.State.CANCELLED) {
                        throw new ProgrammingException(
                                "the backfill '" + chunks.name() + "' was cancelled",
                                chunks.table().toString(),
                                "forget it, to run it from the beginning");
                    }
                    behind.accept(database);
                };
        return Step.of(chunks.toString(), work, Step.Place.NO_TRANSACTION).rewriting();
    }

    private static List<SchemaChange> changes(Operation operation, boolean concurrently) {
        if (operation instanceof Operation.CreateTable create) {
            TableInfo table = create.table();
            Existing existing = existing(create.ifNotExists());
            List<SchemaChange> changes = new ArrayList<>();
            changes.add(new SchemaChange.CreateTable(table, false, existing));
            changes.addAll(SchemaPlan.besides(table, existing));
            return changes;
        }
        if (operation instanceof Operation.DropTable drop) {
            Dependents dependents = drop.cascade() ? Dependents.CASCADE : Dependents.UNSAID;
            return List.of(new SchemaChange.DropTable(drop.name(), drop.ifExists(), dependents));
        }
        if (operation instanceof Operation.AddIndex add) {
            Existing existing = existing(add.ifNotExists());
            return List.of(
                    new SchemaChange.CreateIndex(add.name(), add.index(), existing, concurrently));
        }
        if (operation instanceof Operation.DropIndex drop) {
            SchemaName index = new SchemaName(drop.name().schema(), drop.index());
            return List.of(new SchemaChange.DropIndex(index, drop.ifExists(), Dependents.UNSAID));
        }
        if (operation instanceof Operation.AddForeignKey add) {
            return List.of(
                    new SchemaChange.AddForeignKey(add.name(), add.foreignKey(), Existing.FAIL));
        }
        if (operation instanceof Operation.Comment comment) {
            return List.of(
                    new SchemaChange.Comment(comment.name(), comment.column(), comment.text()));
        }
        if (operation instanceof Operation.CreateEnum create) {
            return List.of(
                    new SchemaChange.CreateEnum(
                            create.name(), create.values(), existing(create.ifNotExists())));
        }
        if (operation instanceof Operation.CreateView create) {
            return List.of(
                    new SchemaChange.CreateView(
                            create.name(),
                            create.query(),
                            create.materialized(),
                            false,
                            Existing.FAIL));
        }
        if (operation instanceof Operation.DropView drop) {
            return List.of(
                    new SchemaChange.DropView(
                            drop.name(), drop.materialized(), false, Dependents.UNSAID));
        }
        if (operation instanceof Operation.DropTrigger drop) {
            SchemaName trigger = new SchemaName(drop.name().schema(), drop.trigger());
            return List.of(new SchemaChange.DropTrigger(trigger, false));
        }
        if (operation instanceof Operation.RebuildSearch rebuild) {
            return List.of(new SchemaChange.RebuildSearch(rebuild.name()));
        }
        if (operation instanceof Operation.CreateTrigger create) {
            return List.of(new SchemaChange.CreateTrigger(create.trigger(), Existing.FAIL));
        }
        throw new ProgrammingException(
                operation.getClass().getSimpleName() + " is not written for this database",
                String.valueOf(operation.name()),
                "use sql(..)");
    }

    private static Existing existing(boolean keep) {
        return keep ? Existing.KEEP : Existing.FAIL;
    }
}

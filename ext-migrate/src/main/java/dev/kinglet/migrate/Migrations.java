package dev.kinglet.migrate;

import static dev.kinglet.migrate.AppliedMigration.HISTORY;

import dev.kinglet.Database;
import dev.kinglet.migrate.MigrationStatus.State;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.ddl.Ddl;
import dev.kinglet.schema.SchemaName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The migrations of one database, in the order in which they run. Which of them were run stands in
 * the database, in the table {@code kinglet_migrations}, which is made by the first call that needs
 * it.
 *
 * <p>Each migration runs in one transaction together with its row of that table, or in a savepoint
 * where the caller is in a transaction: it is there and remembered, or neither. Of two programs
 * that apply the same one at the same time, one fails and changes nothing.
 */
public final class Migrations {
    private final Database database;
    private final Map<String, NamedMigration> migrations;

    private Migrations(Database database, Map<String, NamedMigration> migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    /**
     * These migrations, to be run in this order. Touches nothing yet.
     *
     * @throws MigrationException for two of the same id
     */
    public static Migrations of(Database database, List<NamedMigration> migrations) {
        Map<String, NamedMigration> byId = new LinkedHashMap<>();
        for (NamedMigration migration : migrations) {
            if (byId.put(migration.id(), migration) != null) {
                throw new MigrationException(
                        "two migrations have the id '" + migration.id() + "'",
                        migration.id(),
                        "rename the one that was applied nowhere yet");
            }
        }
        return new Migrations(database, byId);
    }

    /** See {@link #of(Database, List)}. */
    public static Migrations of(Database database, NamedMigration... migrations) {
        return of(database, List.of(migrations));
    }

    /**
     * Where each migration stands: the declared ones in their order, then those that the database
     * remembers and nobody declares, the oldest first.
     */
    public List<MigrationStatus> status() {
        Map<String, Instant> applied = applied();
        List<MigrationStatus> status = new ArrayList<>();
        for (String id : migrations.keySet()) {
            Instant at = applied.remove(id);
            status.add(new MigrationStatus(id, at == null ? State.PENDING : State.APPLIED, at));
        }
        applied.forEach((id, at) -> status.add(new MigrationStatus(id, State.UNKNOWN, at)));
        return status;
    }

    /**
     * Applies what was not applied yet, in order; also what stands before something applied. Where
     * one fails, those before it stay applied and those behind it are not tried.
     *
     * @return the ids of what was applied, in order; empty when there was nothing to do
     * @throws MigrationException where one fails, and before anything is run where the database
     *     remembers one that is not declared
     */
    public List<String> up() {
        Map<String, Instant> applied = known();
        List<String> done = new ArrayList<>();
        for (NamedMigration migration : migrations.values()) {
            if (!applied.containsKey(migration.id())) {
                run(migration, "up", () -> apply(migration));
                done.add(migration.id());
            }
        }
        return done;
    }

    /**
     * Takes back the last ones that were applied, the last of the order first; all of them where
     * there are fewer. Where one fails, those taken back before it stay so.
     *
     * @return the ids of what was taken back, in the order in which it was
     * @throws MigrationException where one fails, and before anything is run where one of them has
     *     no way back, or the database remembers one that is not declared
     */
    public List<String> down(int count) {
        if (count < 0) {
            throw new MigrationException(
                    "down(" + count + "): there is no such number of migrations",
                    null,
                    "say 0 or more");
        }
        Map<String, Instant> applied = known();
        List<NamedMigration> last = new ArrayList<>(migrations.values());
        last.removeIf(migration -> !applied.containsKey(migration.id()));
        Collections.reverse(last);
        last = last.subList(0, Math.min(count, last.size()));
        for (NamedMigration migration : last) {
            if (!migration.hasDown()) {
                throw new MigrationException(
                        "migration '" + migration.id() + "' has no way back",
                        migration.id(),
                        "override its down(..), or take back fewer");
            }
        }
        List<String> done = new ArrayList<>();
        for (NamedMigration migration : last) {
            run(migration, "down", () -> revert(migration));
            done.add(migration.id());
        }
        return done;
    }

    // ---- inside

    /** The history row comes first: a second program waits for it, and then fails. */
    private void apply(NamedMigration migration) {
        HISTORY.insert(HISTORY.id.to(migration.id())).using(database).execute();
        Migrator migrator = new Migrator(database);
        migration.migration().up(migrator);
        run(migrator.operations());
    }

    private void revert(NamedMigration migration) {
        int rows = HISTORY.delete().where(HISTORY.id.eq(migration.id())).using(database).execute();
        if (rows == 0) {
            throw new MigrationException(
                    "another program took it back meanwhile", migration.id(), "look at status()");
        }
        Migrator migrator = new Migrator(database);
        migration.migration().down(migrator);
        run(migrator.operations());
    }

    private void run(List<Operation> operations) {
        Ddl ddl = Ddl.of(database.dialect());
        Set<SchemaName> created = new HashSet<>();
        for (Operation operation : operations) {
            for (Step step : ddl.steps(operation, database, created)) {
                if (step.work() != null) {
                    step.work().accept(database);
                } else {
                    database.execute(step.sql());
                }
            }
            if (operation instanceof Operation.CreateTable create) {
                created.add(create.name());
            }
        }
    }

    private void run(NamedMigration migration, String direction, Runnable body) {
        try {
            database.<RuntimeException>atomic(transaction -> body.run());
        } catch (Exception e) { // also what Kotlin throws without saying so
            throw MigrationException.failed(migration.id(), direction, e);
        }
    }

    private Map<String, Instant> known() {
        Map<String, Instant> applied = applied();
        List<String> unknown = new ArrayList<>(applied.keySet());
        unknown.removeAll(migrations.keySet());
        if (!unknown.isEmpty()) {
            throw new MigrationException(
                    database + " remembers migrations that are not declared: " + unknown,
                    unknown.size() == 1 ? unknown.get(0) : null,
                    "run a program that has them, or declare them again under these ids");
        }
        return applied;
    }

    /** What the database remembers, the oldest first. */
    private Map<String, Instant> applied() {
        database.createTables(HISTORY);
        Map<String, Instant> applied = new LinkedHashMap<>();
        for (AppliedMigration row :
                HISTORY.select().orderBy(HISTORY.appliedAt, HISTORY.id).using(database)) {
            applied.put(row.get(HISTORY.id), utc(row.get(HISTORY.appliedAt)));
        }
        return applied;
    }

    private static Instant utc(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }
}

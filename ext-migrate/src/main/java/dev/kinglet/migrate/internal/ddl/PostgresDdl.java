package dev.kinglet.migrate.internal.ddl;

import static dev.kinglet.migrate.change.SqlNames.quote;
import static dev.kinglet.migrate.internal.postgres.Sql.beside;
import static dev.kinglet.migrate.internal.postgres.Sql.text;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.change.Step.Lock;
import dev.kinglet.migrate.change.Step.Place;
import dev.kinglet.migrate.internal.postgres.EnumSwap;
import dev.kinglet.migrate.internal.postgres.Facts;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PostgreSQL. A table that this migration did not make itself is taken for one that others use: it
 * is changed in ways that do not hold them up, unless the policy says otherwise.
 *
 * <p>The steps of an operation are the same when they are asked for again behind a part of them:
 * who runs them counts them.
 */
final class PostgresDdl implements Ddl {
    /** SQL as it is written that no transaction takes, behind blanks and comments. */
    private static final Pattern ALONE =
            Pattern.compile(
                    "(?is)(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*+(?:create\\s+(?:unique\\s+)?index\\s+concurrently"
                            + "|drop\\s+index\\s+concurrently|reindex\\b.*\\bconcurrently|vacuum)\\b.*");

    private static final Pattern ADD_VALUE =
            Pattern.compile(
                    "(?is)(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*+alter\\s+type\\b.*\\badd\\s+value\\b.*");

    private final LockPolicy policy;

    PostgresDdl(LockPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<Step> steps(Operation operation, Database database, Set<SchemaName> created) {
        SchemaName of = operation.name();
        if (of != null && PostgresParts.isPart(operation)) {
            boolean isNew = created.contains(of);
            boolean safely = !isNew && !policy.direct() && Facts.isPlainTable(database, of);
            return new PostgresParts(database, policy, of, isNew, safely).steps(operation);
        }
        if (operation instanceof Operation.Sql sql) {
            return List.of(Step.of(sql.sql()).at(place(sql.sql())));
        }
        if (operation instanceof Operation.CreateTable create) {
            return locking(
                    SchemaSteps.of(operation, database, false),
                    refersToOthers(create.table(), created) ? Lock.SHARE_ROW_EXCLUSIVE : Lock.NONE);
        }
        if (operation instanceof Operation.DropTable) {
            return locking(SchemaSteps.of(operation, database, false), Lock.ACCESS_EXCLUSIVE);
        }
        if (operation instanceof Operation.RenameTable rename) {
            return List.of(renameTable(rename, database));
        }
        if (operation instanceof Operation.Comment) {
            return locking(SchemaSteps.of(operation, database, false), Lock.SHARE_UPDATE_EXCLUSIVE);
        }
        if (operation instanceof Operation.CreateTrigger) {
            throw new ProgrammingException(
                    "triggers as SQLite writes them are none of PostgreSQL's",
                    String.valueOf(of),
                    "say create function and create trigger by sql(..)");
        }
        if (operation instanceof Operation.DropTrigger drop) {
            String sql = "drop trigger " + quote(drop.trigger()) + " on " + quote(drop.name());
            return List.of(Step.of(sql).locking(Lock.ACCESS_EXCLUSIVE));
        }
        return types(operation, database);
    }

    private static List<Step> types(Operation operation, Database database) {
        if (operation instanceof Operation.DropEnum drop) {
            return List.of(Step.of("drop type " + quote(drop.name())));
        }
        if (operation instanceof Operation.RenameEnum rename) {
            return List.of(
                    Step.of(
                            "alter type "
                                    + quote(rename.name())
                                    + " rename to "
                                    + quote(rename.to())));
        }
        if (operation instanceof Operation.AddEnumValue add) {
            String sql = "alter type " + quote(add.name()) + " add value " + text(add.value());
            String before = add.before();
            return List.of(
                    Step.of(before == null ? sql : sql + " before " + text(before))
                            .at(Place.OWN_TRANSACTION)); // nobody can use it before the commit
        }
        if (operation instanceof Operation.RenameEnumValue rename) {
            return List.of(
                    Step.of(
                            "alter type "
                                    + quote(rename.name())
                                    + " rename value "
                                    + text(rename.value())
                                    + " to "
                                    + text(rename.to())));
        }
        if (operation instanceof Operation.ReplaceEnum replace) {
            List<String> sql = EnumSwap.sql(database, replace.name(), replace.values());
            return List.of(
                    Step.of(String.join(";\n", sql))
                            .at(Place.OWN_TRANSACTION)
                            .locking(Lock.ACCESS_EXCLUSIVE)
                            .rewriting());
        }
        if (operation instanceof Operation.CreateSequence create) {
            return sent(
                    database,
                    new SchemaChange.CreateSequence(
                            create.name(),
                            create.start(),
                            create.increment(),
                            SchemaChange.Existing.FAIL));
        }
        if (operation instanceof Operation.DropSequence drop) {
            return sent(
                    database,
                    new SchemaChange.DropSequence(
                            drop.name(), false, SchemaChange.Dependents.UNSAID));
        }
        return SchemaSteps.of(operation, database, false);
    }

    /** One step for all of it: behind the first statement the table would be looked for in vain. */
    private static Step renameTable(Operation.RenameTable rename, Database database) {
        SchemaName table = rename.name();
        List<String> sql = new ArrayList<>();
        sql.add("alter table " + quote(table) + " rename to " + quote(rename.to()));
        for (String column : Facts.countedColumns(database, table)) {
            sql.add(
                    "alter sequence "
                            + beside(table, table.name() + "_" + column + "_seq")
                            + " rename to "
                            + quote(SchemaNames.fit(rename.to() + "_" + column + "_seq")));
        }
        return Step.of(String.join(";\n", sql)).locking(Lock.ACCESS_EXCLUSIVE);
    }

    private static Place place(String sql) {
        if (ALONE.matcher(sql).matches()) {
            return Place.NO_TRANSACTION;
        }
        return ADD_VALUE.matcher(sql).matches() ? Place.OWN_TRANSACTION : Place.TRANSACTION;
    }

    private static boolean refersToOthers(TableInfo table, Set<SchemaName> created) {
        return table.foreignKeys().stream()
                .map(TableInfo.ForeignKey::target)
                .anyMatch(target -> !target.equals(table.name()) && !created.contains(target));
    }

    private static List<Step> sent(Database database, SchemaChange change) {
        return database.schema().change(List.of(change)).sql().stream().map(Step::of).toList();
    }

    private static List<Step> locking(List<Step> steps, Lock lock) {
        return steps.stream().map(step -> step.locking(lock)).toList();
    }
}

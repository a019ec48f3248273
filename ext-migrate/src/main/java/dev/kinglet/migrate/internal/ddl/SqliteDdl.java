package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.change.Step.Lock;
import dev.kinglet.migrate.change.Step.Place;
import dev.kinglet.migrate.internal.sqlite.ColumnSteps;
import dev.kinglet.migrate.internal.sqlite.ExistingTable;
import dev.kinglet.migrate.internal.sqlite.NameSteps;
import dev.kinglet.migrate.internal.sqlite.NewTables;
import dev.kinglet.migrate.internal.sqlite.RuleSteps;
import dev.kinglet.migrate.internal.sqlite.SqliteVersion;
import dev.kinglet.migrate.internal.sqlite.Statements;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQLite: its own ALTER TABLE where that will do, else a rebuild of the table. */
final class SqliteDdl implements Ddl {
    private final @Nullable SqliteVersion newest;

    SqliteDdl() {
        this(null);
    }

    /**
     * @param newest what is used at most of what the SQLite that runs can do; null for all of it
     */
    SqliteDdl(@Nullable SqliteVersion newest) {
        this.newest = newest;
    }

    @Override
    public List<Step> steps(Operation operation, Database database, Set<SchemaName> created) {
        return onTables(operation, database).stream()
                .map(step -> step.work() == null ? step.locking(Lock.ACCESS_EXCLUSIVE) : step)
                .toList();
    }

    private List<Step> onTables(Operation operation, Database database) {
        if (operation instanceof Operation.CreateTable create) {
            return NewTables.steps(
                    create, SchemaSteps.of(NewTables.plain(create), database, false));
        }
        if (operation instanceof Operation.DropTable drop) {
            return dropTable(drop, database);
        }
        if (operation instanceof Operation.RenameTable rename) {
            return NameSteps.table(database, rename);
        }
        if (operation instanceof Operation.RenameColumn rename) {
            return NameSteps.column(database, rename, version(database));
        }
        if (operation instanceof Operation.RenameIndex rename) {
            return NameSteps.index(database, rename);
        }
        if (operation instanceof Operation.AddIndex add) {
            return addIndex(add, database);
        }
        if (operation instanceof Operation.DropTrigger drop) {
            return List.of(NameSteps.dropTrigger(drop.name(), drop.trigger()));
        }
        if (operation instanceof Operation.Sql sql) {
            return keepingRows(
                    SchemaSteps.of(sql, database, false),
                    Statements.droppedTable(sql.sql()),
                    database);
        }
        return onColumns(operation, database);
    }

    private List<Step> onColumns(Operation operation, Database database) {
        if (operation instanceof Operation.AddColumn add) {
            List<Step> steps = new ArrayList<>(columns(add.name(), database).add(add));
            if (add.index() != null) {
                steps.addAll(index(add.name(), add.index(), false, database));
            }
            return steps;
        }
        if (operation instanceof Operation.DropColumn drop) {
            if (drop.cascade()) {
                throw refused(
                        "DROP COLUMN .. CASCADE", drop.name(), "drop what uses it first, then it");
            }
            return columns(drop.name(), database).drop(drop.column());
        }
        if (operation instanceof Operation.ChangeType change) {
            return columns(change.name(), database).type(change);
        }
        if (operation instanceof Operation.SetNotNull set) {
            return columns(set.name(), database).setNotNull(set.column());
        }
        if (operation instanceof Operation.DropNotNull drop) {
            return columns(drop.name(), database).dropNotNull(drop.column());
        }
        if (operation instanceof Operation.SetDefault set) {
            return columns(set.name(), database).setDefault(set.column(), set.sql());
        }
        if (operation instanceof Operation.DropDefault drop) {
            return columns(drop.name(), database).dropDefault(drop.column());
        }
        if (operation instanceof Operation.SetPrimaryKey set) {
            return columns(set.name(), database).primaryKey(set.columns());
        }
        return onRules(operation, database);
    }

    private List<Step> onRules(Operation operation, Database database) {
        if (operation instanceof Operation.AddForeignKey add) {
            return rules(add.name(), database).add(add.foreignKey());
        }
        if (operation instanceof Operation.AddCheck add) {
            return rules(add.name(), database).add(add.check());
        }
        if (operation instanceof Operation.DropConstraint drop) {
            return rules(drop.name(), database).drop(drop.constraint());
        }
        if (operation instanceof Operation.RenameConstraint rename) {
            return rules(rename.name(), database).rename(rename.constraint(), rename.to());
        }
        requireKnown(operation);
        return SchemaSteps.of(operation, database, false);
    }

    private static void requireKnown(Operation operation) {
        SchemaName name = operation.name() == null ? SchemaName.of("") : operation.name();
        if (operation instanceof Operation.CreateEnum
                || operation instanceof Operation.DropEnum
                || operation instanceof Operation.RenameEnum
                || operation instanceof Operation.AddEnumValue
                || operation instanceof Operation.RenameEnumValue
                || operation instanceof Operation.ReplaceEnum) {
            throw refused("enumerated types", name, "use a text column with a check");
        }
        if (operation instanceof Operation.CreateSequence
                || operation instanceof Operation.DropSequence) {
            throw refused("sequences", name, "number rows by autoId(..)");
        }
        if (operation instanceof Operation.CreateView view && view.materialized()
                || operation instanceof Operation.DropView drop && drop.materialized()) {
            throw refused("materialized views", name, "make it a view");
        }
    }

    private static List<Step> dropTable(Operation.DropTable drop, Database database) {
        if (drop.cascade()) {
            throw refused("DROP TABLE .. CASCADE", drop.name(), "drop what refers to it first");
        }
        return keepingRows(SchemaSteps.of(drop, database, false), drop.name(), database);
    }

    /** The rows of other tables that refer to a table would be deleted with it else. */
    private static List<Step> keepingRows(
            List<Step> steps, @Nullable SchemaName dropped, Database database) {
        return dropped == null || !ExistingTable.isReferredTo(database, dropped)
                ? steps
                : steps.stream().map(step -> step.at(Place.FOREIGN_KEYS_OFF)).toList();
    }

    private List<Step> addIndex(Operation.AddIndex add, Database database) {
        if (add.index().constraint()) {
            return rules(add.name(), database).add(add.index());
        }
        requireColumns(add.name(), add.index(), database);
        return index(add.name(), add.index(), add.ifNotExists(), database);
    }

    private static List<Step> index(
            SchemaName table, TableInfo.Index index, boolean ifNotExists, Database database) {
        if (!index.include().isEmpty()) {
            throw refused("INCLUDE", table, "list these columns behind the others");
        }
        if (index.nullsNotDistinct()) {
            throw refused(
                    "NULLS NOT DISTINCT", table, "index coalesce(..) of the column, or fill it");
        }
        if (!index.method().equals("btree")) {
            throw refused("indexes by " + index.method(), table, "leave the method out");
        }
        return SchemaSteps.of(new Operation.AddIndex(table, index, ifNotExists), database, false)
                .stream()
                .map(Step::scanning)
                .toList();
    }

    /** SQLite takes "x" for a text where no column x is, and would index that. */
    private static void requireColumns(SchemaName name, TableInfo.Index index, Database database) {
        String schema = name.schema() == null ? database.defaultSchema() : name.schema();
        TableInfo table =
                (schema == null ? database : database.inSchema(schema)).schema().table(name.name());
        for (TableInfo.Part part : index.parts()) {
            String column = part.column();
            if (table != null
                    && column != null
                    && table.columns().stream()
                            .noneMatch(own -> own.name().equalsIgnoreCase(column))) {
                throw new ProgrammingException(
                        "the table '" + name + "' has no column '" + column + "' to index",
                        name.toString(),
                        "add the column first, or name one of those that it has");
            }
        }
    }

    private ColumnSteps columns(SchemaName table, Database database) {
        return new ColumnSteps(ExistingTable.of(database, table), version(database));
    }

    private RuleSteps rules(SchemaName table, Database database) {
        return new RuleSteps(ExistingTable.of(database, table), version(database));
    }

    private SqliteVersion version(Database database) {
        SqliteVersion running = SqliteVersion.of(database);
        return newest == null || !running.isAtLeast(newest) ? running : newest;
    }

    private static ProgrammingException refused(String what, SchemaName name, String remedy) {
        return new ProgrammingException(
                "SQLite has no " + what, name.name().isEmpty() ? null : name.toString(), remedy);
    }
}

package dev.kinglet.migrate.internal.sqlite;

import static dev.kinglet.migrate.internal.sqlite.SqliteVersion.RENAMES_COLUMNS;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import java.util.ArrayList;
import java.util.List;

/** Other names for tables, columns and indexes. */
public final class NameSteps {
    private NameSteps() {}

    /** Another name for a table; what refers to it follows, and searches of its texts, too. */
    public static List<Step> table(Database database, Operation.RenameTable rename) {
        ExistingTable table = ExistingTable.of(database, rename.name());
        List<Step> steps = new ArrayList<>();
        String from = table.name();
        if (from.equals(rename.to())) {
            return steps;
        }
        if (from.equalsIgnoreCase(rename.to())) {
            // SQLite says that the name is taken, by the table itself
            String between = table.free();
            steps.add(renaming(table, from, between));
            from = between;
        }
        steps.add(renaming(table, from, rename.to()));
        steps.addAll(new Searches(table).behindRename(rename.to()));
        return steps;
    }

    private static Step renaming(ExistingTable table, String from, String to) {
        return step("alter table " + table.quoted(from) + " rename to " + SqlNames.quote(to));
    }

    /**
     * Another name for a column.
     *
     * @throws ProgrammingException where the version cannot
     */
    public static List<Step> column(
            Database database, Operation.RenameColumn rename, SqliteVersion version) {
        ExistingTable table = ExistingTable.of(database, rename.name());
        String column = table.column(rename.column()).name();
        if (column.equals(rename.to())) {
            return List.of();
        }
        if (!version.isAtLeast(RENAMES_COLUMNS)) {
            throw new ProgrammingException(
                    "SQLite "
                            + version
                            + " cannot rename a column and all that speaks of it: that takes "
                            + RENAMES_COLUMNS,
                    rename.name().toString(),
                    "use a newer SQLite, or add a column, copy the values, and drop the old one");
        }
        List<Step> steps = new ArrayList<>();
        steps.add(
                step(
                        "alter table "
                                + table.quoted()
                                + " rename column "
                                + SqlNames.quote(column)
                                + " to "
                                + SqlNames.quote(rename.to())));
        steps.addAll(new Searches(table).behindRename(column, rename.to()));
        return steps;
    }

    /**
     * Another name for an index, which is made again for that.
     *
     * @throws ProgrammingException where there is none, or it belongs to a constraint
     */
    public static List<Step> index(Database database, Operation.RenameIndex rename) {
        ExistingTable table = ExistingTable.of(database, rename.name());
        for (Stored index : table.indexes()) {
            if (!index.name().equalsIgnoreCase(rename.index())) {
                continue;
            }
            if (index.sql() == null) {
                throw new ProgrammingException(
                        "the index '" + index.name() + "' is of a constraint",
                        rename.name().toString(),
                        "rename the constraint");
            }
            SqlTokens tokens = SqlTokens.of(index.text());
            SqlTokens.Token name = tokens.get(CreateTable.nameOf(tokens));
            String sql =
                    index.text().substring(0, name.start())
                            + SqlNames.quote(rename.to())
                            + index.text().substring(name.end());
            Stored renamed = new Stored("index", rename.to(), table.name(), sql);
            return List.of(
                    step("drop index " + table.quoted(index.name())),
                    step(renamed.create(table.schema())).scanning());
        }
        throw new ProgrammingException(
                "the table '" + table.name() + "' has no index '" + rename.index() + "'",
                rename.name().toString(),
                "look at its indexes: db.schema().table(\"" + table.name() + "\")");
    }

    /** The end of a trigger. */
    public static Step dropTrigger(SchemaName name, String trigger) {
        return step("drop trigger " + SqlNames.quote(new SchemaName(name.schema(), trigger)));
    }

    private static Step step(String sql) {
        return Step.of(sql).locking(Step.Lock.ACCESS_EXCLUSIVE);
    }
}

package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;

/** New tables with unique constraints, which core writes as indexes. */
public final class NewTables {
    private NewTables() {}

    /** The same without its unique constraints. */
    public static Operation.CreateTable plain(Operation.CreateTable create) {
        TableInfo t = create.table();
        List<TableInfo.Index> indexes =
                t.indexes().stream().filter(index -> !index.constraint()).toList();
        return indexes.size() == t.indexes().size()
                ? create
                : new Operation.CreateTable(
                        new TableInfo(
                                t.name(),
                                t.columns(),
                                t.primaryKey(),
                                t.foreignKeys(),
                                indexes,
                                t.checks(),
                                t.options(),
                                t.comment(),
                                t.using(),
                                t.triggers()),
                        create.ifNotExists());
    }

    /**
     * The steps of a table with them.
     *
     * @param steps without them; the first one creates the table
     */
    public static List<Step> steps(Operation.CreateTable create, List<Step> steps) {
        String sql = steps.get(0).sql();
        for (TableInfo.Index index : create.table().indexes()) {
            if (index.constraint()) {
                sql = CreateTable.of(sql).withRule(Definitions.unique(index)).sql();
            }
        }
        List<Step> all = new ArrayList<>(steps);
        all.set(0, Step.of(sql));
        return all;
    }
}

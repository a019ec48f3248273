package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.Set;

/** SQLite: its own ALTER TABLE where that will do, else a rebuild of the table. */
final class SqliteDdl implements Ddl {
    @Override
    public List<Step> steps(Operation operation, Database database, Set<SchemaName> created) {
        if (operation instanceof Operation.AddIndex add) {
            requireColumns(add, database);
        }
        return SchemaSteps.of(operation, database, false);
    }

    /** SQLite takes "x" for a text where no column x is, and would index that. */
    private static void requireColumns(Operation.AddIndex add, Database database) {
        TableInfo table = database.schema().table(add.name().name());
        for (TableInfo.Part part : add.index().parts()) {
            String column = part.column();
            if (table != null && column != null && table.column(column) == null) {
                throw new ProgrammingException(
                        "the table '" + add.name() + "' has no column '" + column + "' to index",
                        add.name().toString(),
                        "add the column first, or name one of those that it has");
            }
        }
    }
}

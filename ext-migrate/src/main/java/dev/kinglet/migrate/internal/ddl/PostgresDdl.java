package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import java.util.List;
import java.util.Set;

/** PostgreSQL, with the ways that do not hold up others who use the table. */
final class PostgresDdl implements Ddl {
    @Override
    public List<Step> steps(Operation operation, Database database, Set<SchemaName> created) {
        return SchemaSteps.of(operation, database, false);
    }
}

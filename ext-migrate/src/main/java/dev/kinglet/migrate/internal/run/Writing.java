package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.ddl.Ddl;
import dev.kinglet.schema.SchemaName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The steps of the operations of one migration, one operation after the other. */
final class Writing {
    private final Database database;
    private final boolean transactional;
    private final Ddl ddl;
    private final Set<SchemaName> created = new HashSet<>();

    /**
     * @param transactional whether SQL as it is written and code may run in a transaction
     */
    Writing(Database database, LockPolicy policy, boolean transactional) {
        this.database = database;
        this.transactional = transactional;
        this.ddl = Ddl.of(database.dialect(), policy);
    }

    List<Step> steps(Operation operation) {
        List<Step> steps = ddl.steps(operation, database, created);
        boolean asWritten =
                operation instanceof Operation.Sql || operation instanceof Operation.Code;
        if (transactional || !asWritten) {
            return steps;
        }
        List<Step> outside = new ArrayList<>();
        steps.forEach(step -> outside.add(step.at(Step.Place.NO_TRANSACTION)));
        return outside;
    }

    /** The operation is done. */
    void done(Operation operation) {
        if (operation instanceof Operation.CreateTable create) {
            created.add(create.name());
        } else if (operation instanceof Operation.RenameTable rename
                && created.contains(rename.name())) {
            created.add(new SchemaName(rename.name().schema(), rename.to()));
        }
    }
}

package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.type.Dialect;
import java.util.List;
import java.util.Set;

/** Writes operations as the statements of one database. */
public interface Ddl {

    /**
     * What is done for an operation, in order. It is asked right before the operation is run, so
     * the database has what the operations before it made.
     *
     * @param created the tables that this migration made itself: nobody else can use them yet
     * @throws dev.kinglet.errors.ProgrammingException for what the database cannot do, or does not
     *     have
     */
    List<Step> steps(Operation operation, Database database, Set<SchemaName> created);

    /** Of a database. */
    static Ddl of(Dialect dialect) {
        return dialect == Dialect.SQLITE ? new SqliteDdl() : new PostgresDdl();
    }
}

package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
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

    /** Of a database: plain statements, which all run in one transaction where they can. */
    static Ddl of(Dialect dialect) {
        return of(dialect, LockPolicy.defaults().directly());
    }

    /**
     * Of a database.
     *
     * @param policy how PostgreSQL's tables are changed that others use
     */
    static Ddl of(Dialect dialect, LockPolicy policy) {
        return dialect == Dialect.SQLITE ? new SqliteDdl() : new PostgresDdl(policy);
    }
}

package dev.kinglet.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of the schema as a value. Names are unquoted; conditions are SQL of the database. */
public sealed interface SchemaChange {

    /** What is changed. */
    SchemaName name();

    /** What happens to that which hangs on what is dropped. */
    enum Dependents {
        /** As the database does when nothing is said: it refuses. */
        UNSAID,
        /** It is dropped, too. */
        CASCADE,
        /** The drop is refused. */
        RESTRICT
    }

    /** What happens where something of that name is there. */
    enum Existing {
        /** An error. */
        FAIL,
        /** It stays as it is. */
        KEEP,
        /** It is replaced. */
        REPLACE
    }

    /**
     * A table with its keys and checks; its indexes are changes of their own.
     *
     * @param temporary whether it ends with the connection
     */
    record CreateTable(TableInfo table, boolean temporary, Existing existing)
            implements SchemaChange {
        @Override
        public SchemaName name() {
            return table.name();
        }
    }

    /** A table of the rows of a query, without keys. */
    record CreateTableAs(SchemaName name, String query, boolean temporary, Existing existing)
            implements SchemaChange {}

    /** The end of a table. */
    record DropTable(SchemaName name, boolean ifExists, Dependents dependents)
            implements SchemaChange {}

    /**
     * No rows.
     *
     * @param tables those that refer to others first
     * @param counted of which of them SQLite remembers the highest number
     * @param restartIdentity whether numbers begin anew
     */
    record Truncate(
            List<SchemaName> tables,
            List<SchemaName> counted,
            boolean restartIdentity,
            Dependents dependents)
            implements SchemaChange {
        @Override
        public SchemaName name() {
            return tables.get(0);
        }
    }

    /**
     * An index.
     *
     * @param name of the table
     * @param concurrently while others write; never in a transaction. PostgreSQL only
     */
    record CreateIndex(
            SchemaName name, TableInfo.Index index, Existing existing, boolean concurrently)
            implements SchemaChange {}

    /** The end of an index. */
    record DropIndex(SchemaName name, boolean ifExists, Dependents dependents)
            implements SchemaChange {}

    /** A foreign key of a table that is there. PostgreSQL only. */
    record AddForeignKey(SchemaName name, TableInfo.ForeignKey foreignKey, Existing existing)
            implements SchemaChange {}

    /** The end of a constraint, where it is there. PostgreSQL only. */
    record DropConstraint(SchemaName name, String constraint) implements SchemaChange {}

    /** A trigger of the table it names. SQLite only. */
    record CreateTrigger(TableInfo.Trigger trigger, Existing existing) implements SchemaChange {
        @Override
        public SchemaName name() {
            return trigger.table();
        }
    }

    /** The end of a trigger. SQLite only. */
    record DropTrigger(SchemaName name, boolean ifExists) implements SchemaChange {}

    /**
     * A further column of a table that is there.
     *
     * @param name of the table
     */
    record AddColumn(SchemaName name, TableInfo.Column column, Existing existing)
            implements SchemaChange {}

    /**
     * The end of a column, and of the indexes over it.
     *
     * @param name of the table
     */
    record DropColumn(SchemaName name, String column, boolean ifExists) implements SchemaChange {}

    /**
     * All texts are indexed anew. SQLite only.
     *
     * @param name of the table of FTS5
     */
    record RebuildSearch(SchemaName name) implements SchemaChange {}

    /**
     * What a table or a column is about. SQLite keeps no comments, and gets none.
     *
     * @param name of the table
     * @param column null for the table
     * @param text null for none
     */
    record Comment(SchemaName name, @Nullable String column, @Nullable String text)
            implements SchemaChange {}

    /** A view. */
    record CreateView(
            SchemaName name,
            String query,
            boolean materialized,
            boolean temporary,
            Existing existing)
            implements SchemaChange {}

    /** The end of a view. */
    record DropView(SchemaName name, boolean materialized, boolean ifExists, Dependents dependents)
            implements SchemaChange {}

    /**
     * The rows of a materialized view as they are now.
     *
     * @param concurrently while others read it; it needs a unique index for that
     */
    record RefreshView(SchemaName name, boolean concurrently) implements SchemaChange {}

    /** A sequence. */
    record CreateSequence(SchemaName name, long start, long increment, Existing existing)
            implements SchemaChange {}

    /** The end of a sequence. */
    record DropSequence(SchemaName name, boolean ifExists, Dependents dependents)
            implements SchemaChange {}

    /**
     * The next generated key follows the largest that is there. PostgreSQL only.
     *
     * @param name of the table
     */
    record ResetSequence(SchemaName name, String column) implements SchemaChange {}

    /** An enumerated type. */
    record CreateEnum(SchemaName name, List<String> values, Existing existing)
            implements SchemaChange {}

    /** The end of an enumerated type. */
    record DropEnum(SchemaName name, boolean ifExists, Dependents dependents)
            implements SchemaChange {}

    /** A schema. */
    record CreateSchema(SchemaName name, Existing existing) implements SchemaChange {}

    /** The end of a schema. */
    record DropSchema(SchemaName name, boolean ifExists, Dependents dependents)
            implements SchemaChange {}
}

package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One change of a schema, as a value: it can be listed, compared, turned round and written as SQL
 * of either database. Names are unquoted, types, defaults and conditions are SQL of the database
 * that the migration is for.
 */
public sealed interface Operation {

    /** What is changed: the table, or the view, sequence or type; null for SQL and data. */
    default @Nullable SchemaName name() {
        return null;
    }

    /** A table with keys, checks and indexes. */
    record CreateTable(TableInfo table, boolean ifNotExists) implements Operation {
        @Override
        public SchemaName name() {
            return table.name();
        }
    }

    /** The end of a table, and with {@code cascade} of what refers to it; PostgreSQL only. */
    record DropTable(SchemaName name, boolean ifExists, boolean cascade) implements Operation {}

    /** Another name for a table, in the same schema. */
    record RenameTable(SchemaName name, String to) implements Operation {}

    /**
     * A column, with what was said along with it.
     *
     * @param foreignKey null for none
     * @param check null for none
     * @param index null for none
     */
    record AddColumn(
            SchemaName name,
            TableInfo.Column column,
            TableInfo.@Nullable ForeignKey foreignKey,
            TableInfo.@Nullable Check check,
            TableInfo.@Nullable Index index)
            implements Operation {}

    /** The end of a column with its indexes and foreign keys; {@code cascade}: PostgreSQL only. */
    record DropColumn(SchemaName name, String column, boolean cascade) implements Operation {}

    /** Another name for a column; what depends on it follows. */
    record RenameColumn(SchemaName name, String column, String to) implements Operation {}

    /**
     * Another type for a column.
     *
     * @param using SQL that makes the new value from the old one; null for a cast
     */
    record ChangeType(SchemaName name, String column, String sqlType, @Nullable String using)
            implements Operation {}

    /** From now on the column has a value in every row. */
    record SetNotNull(SchemaName name, String column) implements Operation {}

    /** The column may be NULL. */
    record DropNotNull(SchemaName name, String column) implements Operation {}

    /** What a row gets that brings no value; rows that are there stay as they are. */
    record SetDefault(SchemaName name, String column, String sql) implements Operation {}

    /** A row that brings no value gets NULL. */
    record DropDefault(SchemaName name, String column) implements Operation {}

    /**
     * What the key of a table is.
     *
     * @param columns in order; empty for none
     */
    record SetPrimaryKey(SchemaName name, List<String> columns) implements Operation {
        public SetPrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /** An index, or where {@code constraint} is said in it, a unique constraint. */
    record AddIndex(SchemaName name, TableInfo.Index index, boolean ifNotExists)
            implements Operation {}

    /**
     * The end of an index.
     *
     * @param name of its table
     */
    record DropIndex(SchemaName name, String index, boolean ifExists) implements Operation {}

    /**
     * Another name for an index.
     *
     * @param name of its table
     */
    record RenameIndex(SchemaName name, String index, String to) implements Operation {}

    /** A foreign key of columns that are there. */
    record AddForeignKey(SchemaName name, TableInfo.ForeignKey foreignKey) implements Operation {}

    /** A condition that every row has to meet. */
    record AddCheck(SchemaName name, TableInfo.Check check) implements Operation {}

    /** The end of a foreign key, a check or a unique constraint. */
    record DropConstraint(SchemaName name, String constraint) implements Operation {}

    /** Another name for a foreign key, a check or a unique constraint. */
    record RenameConstraint(SchemaName name, String constraint, String to) implements Operation {}

    /**
     * What a table or a column is about. SQLite keeps no comments.
     *
     * @param column null for the table
     * @param text null for none
     */
    record Comment(SchemaName name, @Nullable String column, @Nullable String text)
            implements Operation {}

    /** An enumerated type. PostgreSQL only. */
    record CreateEnum(SchemaName name, List<String> values, boolean ifNotExists)
            implements Operation {
        public CreateEnum {
            values = List.copyOf(values);
        }
    }

    /** The end of an enumerated type. */
    record DropEnum(SchemaName name) implements Operation {}

    /** Another name for an enumerated type. */
    record RenameEnum(SchemaName name, String to) implements Operation {}

    /**
     * A further value.
     *
     * @param before the value that it comes before; null for the end
     */
    record AddEnumValue(SchemaName name, String value, @Nullable String before)
            implements Operation {}

    /** Another name for a value. */
    record RenameEnumValue(SchemaName name, String value, String to) implements Operation {}

    /** These values in this order; a row that has another one is refused. */
    record ReplaceEnum(SchemaName name, List<String> values) implements Operation {
        public ReplaceEnum {
            values = List.copyOf(values);
        }
    }

    /** A view. */
    record CreateView(SchemaName name, String query, boolean materialized) implements Operation {}

    /** The end of a view. */
    record DropView(SchemaName name, boolean materialized) implements Operation {}

    /** A sequence. PostgreSQL only. */
    record CreateSequence(SchemaName name, long start, long increment) implements Operation {}

    /** The end of a sequence. */
    record DropSequence(SchemaName name) implements Operation {}

    /** A trigger of the table it names. SQLite only. */
    record CreateTrigger(TableInfo.Trigger trigger) implements Operation {
        @Override
        public SchemaName name() {
            return trigger.table();
        }
    }

    /**
     * The end of a trigger.
     *
     * @param name of its table
     */
    record DropTrigger(SchemaName name, String trigger) implements Operation {}

    /**
     * Whether the database counts a column up. PostgreSQL only: SQLite counts every key that is a
     * whole number.
     */
    record SetIdentity(SchemaName name, String column, TableInfo.Identity identity)
            implements Operation {}

    /** All texts of a table of FTS5 are indexed anew. SQLite only. */
    record RebuildSearch(SchemaName name) implements Operation {}

    /** A statement as it is written. */
    record Sql(String sql) implements Operation {}

    /**
     * Rows are changed by code of the application.
     *
     * @param description what for, in a few words
     * @param work is given the database, in the transaction of the migration
     */
    record Code(String description, Consumer<dev.kinglet.Database> work) implements Operation {}

    /** Rows are changed a chunk at a time, each in a transaction of its own. */
    record Rows(dev.kinglet.migrate.change.Chunks chunks) implements Operation {}
}

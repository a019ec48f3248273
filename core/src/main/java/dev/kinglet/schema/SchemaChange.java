package dev.kinglet.schema;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import java.util.List;

/** One statement of DDL. All of them are harmless where the change was made before. */
public sealed interface SchemaChange {

    /** What is changed. */
    Table<?, ?> table();

    /**
     * A table with its keys and checks.
     *
     * @param foreignKeys those that are part of the statement
     */
    record CreateTable(Table<?, ?> table, List<ForeignKey<?, ?, ?>> foreignKeys)
            implements SchemaChange {}

    /** An index. */
    record CreateIndex(Table<?, ?> table, String name, List<Column<?>> columns, boolean unique)
            implements SchemaChange {}

    /** A foreign key of a table that was created before its target. */
    record AddForeignKey(Table<?, ?> table, ForeignKey<?, ?, ?> foreignKey)
            implements SchemaChange {}

    /** The end of a foreign key that would keep its target from being dropped. */
    record DropForeignKey(Table<?, ?> table, ForeignKey<?, ?, ?> foreignKey)
            implements SchemaChange {}

    /** The next generated key follows the largest that is there. */
    record ResetSequence(Table<?, ?> table, Column<?> column) implements SchemaChange {}

    /** The end of a table. */
    record DropTable(Table<?, ?> table) implements SchemaChange {}
}

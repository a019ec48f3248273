package dev.kinglet.migrate.change;

import dev.kinglet.model.Table;
import dev.kinglet.schema.TableInfo;
import java.util.List;

/** What a new table is given: columns, keys, checks and indexes. */
public sealed interface TablePart permits NewColumn, NewForeignKey, NewIndex, TablePart.Other {

    /** A part that needs no more words than these. */
    sealed interface Other extends TablePart {}

    /** The key of the table, in order. */
    record PrimaryKey(List<String> columns) implements Other {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /** No two rows agree in these columns; an index, as core's tables declare it. */
    record Unique(List<String> columns) implements Other {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    /** A condition that every row has to meet. */
    record Check(TableInfo.Check check) implements Other {}

    /** An index. */
    record Index(TableInfo.Index index) implements Other {}

    /** What few tables say; several are taken together. */
    record Option(Table.Options options) implements Other {}

    /** What the table is about. SQLite keeps no comments. */
    record Comment(String text) implements Other {}
}

package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.List;

/** Indexes by their columns. */
public final class Indexes {
    private Indexes() {}

    /** One over these columns, under the name that core gives to such an index. */
    public static TableInfo.Index of(SchemaName table, List<String> columns, boolean unique) {
        return new TableInfo.Index(
                SchemaNames.index(table.name(), columns),
                columns.stream()
                        .map(column -> new TableInfo.Part(column, null, null, null, false, null))
                        .toList(),
                unique,
                false,
                "btree",
                List.of(),
                null,
                false);
    }
}

package dev.kinglet.migrate;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaNames;
import java.util.ArrayList;
import java.util.List;

/** A table of which only names are known, so that core names its indexes and nobody repeats how. */
final class ByName extends Table<ByName.Row, Long> {
    private final List<Column<?>> named = new ArrayList<>();

    private ByName(String table, List<String> columns) {
        super(Row::new);
        named(table);
        columns.forEach(column -> named.add(text().named(column)));
    }

    static String index(String table, List<String> columns) {
        ByName names = new ByName(table, columns);
        return SchemaNames.index(names, names.named);
    }

    /** Never made into one: the table has no rows. */
    static final class Row extends Model<Long> {}
}

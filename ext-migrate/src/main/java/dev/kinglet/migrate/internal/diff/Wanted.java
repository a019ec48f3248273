package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Operations;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What models declare, as a schema: they and the tables that they refer to, in the order in which
 * they can be made.
 *
 * @param state tables, views and types; every check has a name
 * @param besideViews indexes and comments of materialized views
 * @param formerTables what tables were called before
 * @param formerColumns what columns were called before, by {@code table.column}
 */
record Wanted(
        SchemaState state,
        Map<SchemaName, List<Operation>> besideViews,
        Map<SchemaName, List<String>> formerTables,
        Map<String, List<String>> formerColumns) {

    static Wanted of(Database database, List<Table<?, ?>> tables) {
        List<Table<?, ?>> made = new ArrayList<>();
        for (Table<?, ?> table : tables) {
            Table.View view = table.base().asView();
            if (view == null || view.query() != null) {
                made.add(table); // a view without a query is made elsewhere
            }
        }
        List<Operation> operations =
                Operations.of(database.schema().create(made.toArray(new Table<?, ?>[0])).changes());
        List<Operation> ofTables = new ArrayList<>();
        Map<SchemaName, List<Operation>> besideViews = new LinkedHashMap<>();
        for (Operation operation : operations) {
            SchemaName name = operation.name();
            if (operation instanceof Operation.CreateView && name != null) {
                besideViews.put(name, new ArrayList<>());
                ofTables.add(operation);
            } else if (name != null && besideViews.containsKey(name)) {
                besideViews.get(name).add(operation);
            } else {
                ofTables.add(operation);
            }
        }
        SchemaState state = named(SchemaState.empty(database.dialect()).after(ofTables));
        Map<SchemaName, List<String>> formerTables = new HashMap<>();
        Map<String, List<String>> formerColumns = new HashMap<>();
        for (Table<?, ?> table : made) {
            SchemaName name = new SchemaName(table.schema(), table.tableName());
            formerTables.put(name, table.formerNames());
            for (Column<?> column : table.columns()) {
                formerColumns.put(name + "." + column.name(), column.formerNames());
            }
        }
        return new Wanted(state, besideViews, formerTables, formerColumns);
    }

    /** The same with a name for each check: what has none cannot be dropped again. */
    private static SchemaState named(SchemaState state) {
        List<TableInfo> tables = new ArrayList<>();
        for (TableInfo table : state.tables()) {
            tables.add(
                    table.checks().stream().allMatch(c -> c.name() != null) ? table : named(table));
        }
        return SchemaState.of(
                state.dialect(),
                tables,
                List.copyOf(state.views()),
                state.enums(),
                List.copyOf(state.sequences()));
    }

    private static TableInfo named(TableInfo table) {
        Set<String> taken = new HashSet<>();
        table.checks().forEach(check -> taken.add(String.valueOf(check.name())));
        List<TableInfo.Check> checks = new ArrayList<>();
        for (TableInfo.Check check : table.checks()) {
            if (check.name() != null) {
                checks.add(check);
                continue;
            }
            StringBuilder words = new StringBuilder(table.name().name());
            for (TableInfo.Column column : table.columns()) {
                if (SqlNames.mentions(check.sql(), column.name())) {
                    words.append('_').append(column.name());
                }
            }
            String base = words.append("_check").toString();
            String name = SchemaNames.fit(base);
            for (int n = 1; !taken.add(name); n++) {
                name = SchemaNames.fit(base + n);
            }
            checks.add(new TableInfo.Check(name, check.sql()));
        }
        return new TableInfo(
                table.name(),
                table.columns(),
                table.primaryKey(),
                table.foreignKeys(),
                table.indexes(),
                checks,
                table.options(),
                table.comment(),
                table.using(),
                table.triggers());
    }
}

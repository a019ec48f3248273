package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a row into a map from label to value. */
final class MapReader implements RowReader<Map<String, @Nullable Object>> {
    private final RowLayout.Item[] items;
    private final String[] labels;

    MapReader(Plan plan) {
        List<RowLayout.Item> list = plan.layout().items();
        this.items = list.toArray(RowLayout.Item[]::new);
        this.labels = new String[items.length];
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < items.length; i++) {
            String label = items[i].label();
            for (int n = 2; !taken.add(label); n++) {
                label = items[i].label() + "_" + n;
            }
            labels[i] = label;
        }
    }

    @Override
    public Map<String, @Nullable Object> read(ResultSet result) throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(items.length * 2);
        for (int i = 0; i < items.length; i++) {
            row.put(labels[i], items[i].codec().read(result, items[i].position()));
        }
        return row;
    }
}

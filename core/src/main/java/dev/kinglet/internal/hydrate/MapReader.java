package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a row into a map from label to value. */
final class MapReader implements RowReader<Map<String, @Nullable Object>> {
    private final RowLayout.Item[] items;
    private final String[] labels;

    MapReader(Plan plan) {
        List<RowLayout.Item> list = plan.layout().items();
        this.items = list.toArray(RowLayout.Item[]::new);
        this.labels = ValuesReader.labels(list).toArray(String[]::new);
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

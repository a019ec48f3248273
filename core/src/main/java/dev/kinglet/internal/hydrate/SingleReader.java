package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the only value of a row. */
final class SingleReader implements RowReader<@Nullable Object> {
    private final RowLayout.Item item;

    SingleReader(Plan plan) {
        List<RowLayout.Item> items = plan.layout().items();
        if (items.size() != 1) {
            throw new ProgrammingException(
                    "one value is read from a query that selects " + items.size(),
                    plan.model(),
                    "select one expression");
        }
        this.item = items.get(0);
    }

    @Override
    public @Nullable Object read(ResultSet result) throws SQLException {
        return item.codec().read(result, item.position());
    }
}

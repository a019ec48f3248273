package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Exprs;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.ForeignKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the only value of a row. */
final class SingleReader implements RowReader<@Nullable Object> {
    private final RowLayout.Item item;
    private final String model;
    private final boolean nullable;
    private @Nullable FirstRow<@Nullable Object> first;

    /**
     * @param nullable whether NULL is an answer even where the expression's type says otherwise
     */
    SingleReader(Plan plan, boolean nullable) {
        List<RowLayout.Item> items = plan.layout().items();
        if (items.size() != 1) {
            throw new ProgrammingException(
                    "one value is read from a query that selects " + items.size(),
                    plan.model(),
                    "select one expression");
        }
        this.item = items.get(0);
        this.model = plan.model();
        this.nullable = nullable || Exprs.isNullable(item.expr());
        if (ForeignKey.isReference(item.expr())) {
            throw new ProgrammingException(
                    item.expr() + " is a foreign key, of which a result has the raw key only",
                    plan.model(),
                    "select the key: foreignKey.key()");
        }
    }

    @Override
    public FirstRow<@Nullable Object> first(StatementRunner statements, Plan plan, boolean writes) {
        FirstRow<@Nullable Object> known = first;
        if (known == null) {
            known = new FirstRow<>(this, statements, plan, writes);
            first = known; // two threads may both make it, and make it equal
        }
        return known;
    }

    @Override
    public @Nullable Object read(ResultSet result) throws SQLException {
        Object value = item.codec().read(result, item.position());
        if (value == null && !nullable) {
            throw new DataException(
                    item.expr() + " is NULL in a row, and its type says that it never is",
                    ErrorContext.NONE.withModel(model).withHint("select Fn.orNull(expression)"),
                    null);
        }
        return value;
    }
}

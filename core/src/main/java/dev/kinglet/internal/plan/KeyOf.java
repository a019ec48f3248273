package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.query.SelectDefinition;
import java.util.List;

/** The one column that a query of models stands for where a value is wanted. */
final class KeyOf {
    private KeyOf() {}

    /** For a foreign key the column it refers to, else the primary key. */
    static Expr<?> query(SelectDefinition select, Expr<?> comparedWith) {
        if (!(select.root() instanceof Table<?, ?> table)) {
            throw new ProgrammingException(
                    "the query '"
                            + select.root().qualifier()
                            + "' stands for one value and has no key",
                    select.root().toString(),
                    "select the column that is meant");
        }
        if (comparedWith instanceof ForeignKey<?, ?, ?> foreignKey) {
            if (foreignKey.target() != table.base()) {
                throw new ProgrammingException(
                        foreignKey
                                + " refers to "
                                + foreignKey.target()
                                + " and is compared with a query on "
                                + table,
                        foreignKey.table().toString(),
                        "query " + foreignKey.target() + ", or select the column that is meant");
            }
            return table.col(foreignKey.targetColumn());
        }
        List<Column<?>> key = table.primaryKey();
        if (key.size() != 1) {
            throw new ProgrammingException(
                    "the query on "
                            + table
                            + " stands for one value, and its key has "
                            + key.size()
                            + " columns",
                    table.toString(),
                    "select the column that is meant");
        }
        return table.col(key.get(0));
    }
}

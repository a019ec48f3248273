package dev.kinglet.migrate.internal.adopt;

import dev.kinglet.schema.TableInfo;
import dev.kinglet.schema.TableInfo.Identity;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.Map;

/** Whether keys are of 32 or 64 bits: SQLite does not say, and those that refer to them do. */
record KeyTypes(Map<String, TableInfo> tables, Dialect dialect) {

    /** The type of the column that would refer to this one. */
    String referring(TableInfo of, TableInfo.Column column) {
        return dialect == Dialect.SQLITE && column.identity() == Identity.BY_DEFAULT
                ? isInteger(of, column) ? "integer" : "bigint"
                : column.sqlType();
    }

    /** Whether it is of 32 bits: on SQLite where a column that refers to it says so. */
    boolean isInteger(TableInfo of, TableInfo.Column column) {
        if (dialect != Dialect.SQLITE || column.identity() != Identity.BY_DEFAULT) {
            return DataType.INTEGER.equals(column.type());
        }
        for (TableInfo other : tables.values()) {
            for (TableInfo.ForeignKey key : other.foreignKeys()) {
                int at = key.targetColumns().indexOf(column.name());
                if (key.target().name().equals(of.name().name()) && at >= 0) {
                    TableInfo.Column from = other.column(key.columns().get(at));
                    boolean counted = from != null && from.identity() == Identity.BY_DEFAULT;
                    if (from != null && !counted && from.sqlType().equals("integer")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

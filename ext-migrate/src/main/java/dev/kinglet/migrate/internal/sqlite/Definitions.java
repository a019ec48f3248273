package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns and rules as they stand in CREATE TABLE. */
final class Definitions {
    private Definitions() {}

    /** A column with its rules, as ADD COLUMN takes it. */
    static String column(
            TableInfo.Column column,
            TableInfo.@Nullable Check check,
            TableInfo.@Nullable ForeignKey foreignKey) {
        StringBuilder sql = new StringBuilder(SqlNames.quote(column.name()));
        sql.append(column.sqlType().isEmpty() ? "" : " " + column.sqlType());
        if (column.collation() != null) {
            sql.append(" collate ").append(SqlNames.quote(column.collation()));
        }
        if (column.generated() != null) {
            sql.append(' ').append(column.generated());
        }
        if (column.defaultSql() != null) {
            sql.append(' ').append(defaultTo(column.defaultSql()));
        }
        sql.append(column.nullable() ? "" : " not null");
        if (check != null) {
            sql.append(' ').append(check(check));
        }
        if (foreignKey != null) {
            sql.append(' ').append(constraint(foreignKey.name())).append(reference(foreignKey));
        }
        return sql.toString();
    }

    /** An expression stands in parentheses, a literal need not. */
    static String defaultTo(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        boolean whole = tokens.is(0, "(") && tokens.behind(0) == tokens.size();
        return "default " + (whole || isLiteral(tokens) || isTime(tokens) ? sql : "(" + sql + ")");
    }

    /** Whether a default has one value for all rows, so that rows need not be written for it. */
    static boolean isConstant(@Nullable String sql) {
        return sql == null || isLiteral(SqlTokens.of(sql));
    }

    /** Whether a row that brings no value has none then. */
    static boolean isNull(@Nullable String sql) {
        return sql == null || SqlTokens.of(sql).is(0, "null");
    }

    private static boolean isLiteral(SqlTokens tokens) {
        boolean signed = tokens.is(0, "-") || tokens.is(0, "+");
        if (tokens.size() != (signed ? 2 : 1)) {
            return false;
        }
        SqlTokens.Token value = tokens.get(signed ? 1 : 0);
        return value.kind() == SqlTokens.Kind.NUMBER
                || !signed
                        && (value.kind() == SqlTokens.Kind.TEXT
                                || value.is("null")
                                || value.is("true")
                                || value.is("false"));
    }

    private static boolean isTime(SqlTokens tokens) {
        return tokens.size() == 1
                && (tokens.is(0, "current_timestamp")
                        || tokens.is(0, "current_date")
                        || tokens.is(0, "current_time"));
    }

    static String check(TableInfo.Check check) {
        return constraint(check.name()) + "check (" + check.sql() + ")";
    }

    static String foreignKey(TableInfo.ForeignKey key) {
        return constraint(key.name())
                + "foreign key ("
                + names(key.columns())
                + ") "
                + reference(key);
    }

    /** The target is in the same schema anyway, and must not say so. */
    private static String reference(TableInfo.ForeignKey key) {
        StringBuilder sql = new StringBuilder("references ");
        sql.append(SqlNames.quote(key.target().name()));
        if (!key.targetColumns().isEmpty()) {
            sql.append(" (").append(names(key.targetColumns())).append(')');
        }
        if (key.onDelete() != OnDelete.NO_ACTION) {
            sql.append(" on delete ").append(key.onDelete());
        }
        if (key.onUpdate() != OnDelete.NO_ACTION) {
            sql.append(" on update ").append(key.onUpdate());
        }
        String deferral = key.deferral().toString();
        return deferral.isEmpty() ? sql.toString() : sql.append(' ').append(deferral).toString();
    }

    /**
     * A unique constraint.
     *
     * @throws ProgrammingException where its index has what a constraint cannot say
     */
    static String unique(TableInfo.Index index) {
        List<String> columns = index.columns();
        if (columns == null || index.where() != null) {
            throw new ProgrammingException(
                    "a unique constraint of SQLite is about whole columns of all rows",
                    index.name(),
                    "make it a unique index");
        }
        // SQLite's own names for constraints without one
        String name = index.name().startsWith("sqlite_autoindex_") ? null : index.name();
        return constraint(name)
                + "unique ("
                + index.parts().stream()
                        .map(
                                part ->
                                        SqlNames.quote(String.valueOf(part.column()))
                                                + (part.collation() == null
                                                        ? ""
                                                        : " collate "
                                                                + SqlNames.quote(part.collation()))
                                                + (part.descending() ? " desc" : ""))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    static String primaryKey(List<String> columns) {
        return "primary key (" + names(columns) + ")";
    }

    static String constraint(@Nullable String name) {
        return name == null ? "" : "constraint " + SqlNames.quote(name) + " ";
    }

    static String names(List<String> columns) {
        return columns.stream().map(SqlNames::quote).collect(Collectors.joining(", "));
    }
}

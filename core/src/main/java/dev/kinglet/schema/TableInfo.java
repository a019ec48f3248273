package dev.kinglet.schema;

import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.type.DataType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table by its names: as the database has it, or as a model declares it. Both are said in the
 * same words, so that they can be compared. Conditions and expressions are SQL text of the
 * database.
 *
 * @param name its name and schema; without a schema where a model says none
 * @param columns in order
 * @param primaryKey null where there is none
 * @param foreignKeys sorted by their columns when read from a database
 * @param indexes without that of the primary key, sorted by name when read from a database
 * @param checks sorted by name when read from a database
 * @param options what else was said of it
 * @param comment null where there is none; SQLite keeps none
 * @param using the module of SQLite that keeps it, with what that was told: {@code fts5("title")};
 *     null for a usual table
 * @param triggers those that let an index follow the table of its texts, and no others
 */
public record TableInfo(
        SchemaName name,
        List<Column> columns,
        @Nullable PrimaryKey primaryKey,
        List<ForeignKey> foreignKeys,
        List<Index> indexes,
        List<Check> checks,
        Table.Options options,
        @Nullable String comment,
        @Nullable String using,
        List<Trigger> triggers) {

    public TableInfo {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
        indexes = List.copyOf(indexes);
        checks = List.copyOf(checks);
        triggers = List.copyOf(triggers);
    }

    /** A usual table. */
    public TableInfo(
            SchemaName name,
            List<Column> columns,
            @Nullable PrimaryKey primaryKey,
            List<ForeignKey> foreignKeys,
            List<Index> indexes,
            List<Check> checks,
            Table.Options options,
            @Nullable String comment) {
        this(
                name,
                columns,
                primaryKey,
                foreignKeys,
                indexes,
                checks,
                options,
                comment,
                null,
                List.of());
    }

    /** The column of that name; null where there is none. */
    public @Nullable Column column(String name) {
        return columns.stream().filter(c -> c.name.equals(name)).findFirst().orElse(null);
    }

    /** The index of that name; null where there is none. */
    public @Nullable Index index(String name) {
        return indexes.stream().filter(i -> name.equals(i.name)).findFirst().orElse(null);
    }

    /** The same with these foreign keys. */
    public TableInfo withForeignKeys(List<ForeignKey> keys) {
        return new TableInfo(
                name,
                columns,
                primaryKey,
                keys,
                indexes,
                checks,
                options,
                comment,
                using,
                triggers);
    }

    /** The same under another name. */
    public TableInfo withName(SchemaName other) {
        return new TableInfo(
                other,
                columns,
                primaryKey,
                foreignKeys,
                indexes,
                checks,
                options,
                comment,
                using,
                triggers);
    }

    /** Its name, and a line for each part. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(using == null ? "table " : "virtual table ");
        text.append(name).append(using == null ? "" : " using " + using);
        columns.forEach(part -> text.append("\n  ").append(part));
        if (primaryKey != null) {
            text.append("\n  ").append(primaryKey);
        }
        foreignKeys.forEach(part -> text.append("\n  ").append(part));
        checks.forEach(part -> text.append("\n  ").append(part));
        indexes.forEach(part -> text.append("\n  ").append(part));
        triggers.forEach(part -> text.append("\n  ").append(part));
        return text.toString();
    }

    /** One of the things that a table consists of. */
    public sealed interface Element permits Column, PrimaryKey, ForeignKey, Index, Check, Trigger {}

    /**
     * A column.
     *
     * @param name unquoted
     * @param sqlType the whole type in one spelling: {@code varchar(255)}, {@code numeric(12,2)},
     *     {@code timestamp}; what no {@link DataType} stands for as the database says it
     * @param type the column type that is written so; null where there is none
     * @param nullable whether it may be NULL
     * @param defaultSql the database's default; null where there is none
     * @param identity whether the database counts it up
     * @param generated null for a column that is written
     * @param collation null for the usual one
     * @param comment null where there is none; SQLite keeps none
     */
    public record Column(
            String name,
            String sqlType,
            @Nullable DataType<?> type,
            boolean nullable,
            @Nullable String defaultSql,
            Identity identity,
            @Nullable Generated generated,
            @Nullable String collation,
            @Nullable String comment)
            implements Element {

        /** A line, such as {@code name varchar(20) not null}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(name).append(' ').append(sqlType);
            text.append(nullable ? "" : " not null");
            text.append(defaultSql == null ? "" : " default " + defaultSql);
            text.append(identity == Identity.NONE ? "" : " " + identity);
            text.append(generated == null ? "" : " " + generated);
            text.append(collation == null ? "" : " collate " + collation);
            return text.toString();
        }
    }

    /** Whether the database counts a column up. */
    public enum Identity {
        /** It does not. */
        NONE(""),
        /** Where a row brings no value. SQLite: the row number. */
        BY_DEFAULT("generated by default as identity"),
        /** Always; a value that a row brings is refused. PostgreSQL. */
        ALWAYS("generated always as identity");

        private final String sql;

        Identity(String sql) {
            this.sql = sql;
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    /**
     * A column that the database computes.
     *
     * @param sql from what
     * @param stored whether it is kept; it is computed when it is read otherwise
     */
    public record Generated(String sql, boolean stored) {
        @Override
        public String toString() {
            return "generated always as (" + sql + ")" + (stored ? " stored" : " virtual");
        }
    }

    /**
     * A primary key.
     *
     * @param name of the constraint; null where it has none, or it does not matter
     * @param columns in order
     */
    public record PrimaryKey(@Nullable String name, List<String> columns) implements Element {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }

        @Override
        public String toString() {
            return "primary key (" + String.join(", ", columns) + ")";
        }
    }

    /**
     * A foreign key.
     *
     * @param name of the constraint; null where it has none
     * @param columns in order
     * @param target the table that it refers to; without a schema where it is that of the table, or
     *     a model says none
     * @param targetColumns as many as there are columns
     * @param onDelete what happens when the target row is deleted
     * @param onUpdate what happens when its key changes
     * @param deferral when it is checked
     */
    public record ForeignKey(
            @Nullable String name,
            List<String> columns,
            SchemaName target,
            List<String> targetColumns,
            OnDelete onDelete,
            OnDelete onUpdate,
            Deferral deferral)
            implements Element {
        public ForeignKey {
            columns = List.copyOf(columns);
            targetColumns = List.copyOf(targetColumns);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("foreign key (");
            text.append(String.join(", ", columns)).append(") references ").append(target);
            text.append(" (").append(String.join(", ", targetColumns)).append(')');
            text.append(onDelete == OnDelete.NO_ACTION ? "" : " on delete " + onDelete);
            text.append(onUpdate == OnDelete.NO_ACTION ? "" : " on update " + onUpdate);
            text.append(deferral == Deferral.NONE ? "" : " " + deferral);
            return text.toString();
        }
    }

    /**
     * An index.
     *
     * @param name without its schema, which is that of the table
     * @param parts in order
     * @param unique whether no two rows may agree in all parts
     * @param nullsNotDistinct whether NULL equals NULL in that
     * @param method {@code btree} unless said; SQLite has no other
     * @param include further columns that it holds
     * @param where of which rows it is; null for all
     * @param constraint whether a UNIQUE constraint of the table made it
     */
    public record Index(
            String name,
            List<Part> parts,
            boolean unique,
            boolean nullsNotDistinct,
            String method,
            List<String> include,
            @Nullable String where,
            boolean constraint)
            implements Element {
        public Index {
            parts = List.copyOf(parts);
            include = List.copyOf(include);
        }

        /** The names of its columns; null where one of its parts is an expression. */
        public @Nullable List<String> columns() {
            return parts.stream().anyMatch(part -> part.column == null)
                    ? null
                    : parts.stream().map(part -> Objects.requireNonNull(part.column)).toList();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(unique ? "unique index " : "index ");
            text.append(name);
            text.append(method.equals("btree") ? "" : " using " + method);
            text.append(
                    parts.stream()
                            .map(Part::toString)
                            .collect(Collectors.joining(", ", " (", ")")));
            text.append(include.isEmpty() ? "" : " include (" + String.join(", ", include) + ")");
            text.append(nullsNotDistinct ? " nulls not distinct" : "");
            text.append(where == null ? "" : " where " + where);
            return text.toString();
        }
    }

    /**
     * A column or an expression in an index.
     *
     * @param column its name; null for an expression
     * @param expression SQL; null for a column
     * @param collation null for that of the column
     * @param operators the operator class, PostgreSQL only; null for the usual one
     * @param descending whether it runs backwards
     * @param nullsFirst whether NULL comes first; null where it is as usual for the direction
     */
    public record Part(
            @Nullable String column,
            @Nullable String expression,
            @Nullable String collation,
            @Nullable String operators,
            boolean descending,
            @Nullable Boolean nullsFirst) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            text.append(column != null ? column : "(" + expression + ")");
            text.append(collation == null ? "" : " collate " + collation);
            text.append(operators == null ? "" : " " + operators);
            text.append(descending ? " desc" : "");
            if (nullsFirst != null) {
                text.append(nullsFirst ? " nulls first" : " nulls last");
            }
            return text.toString();
        }
    }

    /**
     * A trigger.
     *
     * @param table whose writes it follows
     * @param sql what follows its name in CREATE TRIGGER
     */
    public record Trigger(String name, SchemaName table, String sql) implements Element {
        @Override
        public String toString() {
            return "trigger " + name + " " + sql;
        }
    }

    /**
     * A condition that every row has to meet.
     *
     * @param name null where it has none
     * @param sql the condition, without the word check and its parentheses
     */
    public record Check(@Nullable String name, String sql) implements Element {
        @Override
        public String toString() {
            return (name == null ? "" : name + " ") + "check (" + sql + ")";
        }
    }
}

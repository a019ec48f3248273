package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of tables with one thing changed. */
public final class Columns {
    private static final Pattern COLLATED =
            Pattern.compile("(?i)(.+?)\\s+collate\\s+(\"?)([^\"]+)\\2");

    private Columns() {}

    // ---- columns

    static TableInfo.Column named(TableInfo.Column c, String name) {
        return new TableInfo.Column(
                name,
                c.sqlType(),
                c.type(),
                c.nullable(),
                c.defaultSql(),
                c.identity(),
                c.generated(),
                c.collation(),
                c.comment());
    }

    /** By the SQL of its type alone, so that columns of models and of databases are alike. */
    public static TableInfo.Column untyped(TableInfo.Column c) {
        return typed(c, c.sqlType());
    }

    /** Of another type, which may bring a collation: {@code text collate "C"}. */
    static TableInfo.Column typed(TableInfo.Column c, String sqlType) {
        Matcher collated = COLLATED.matcher(sqlType);
        boolean said = collated.matches();
        String collation = said ? collated.group(3) : c.collation();
        boolean usual = "default".equals(collation) || "binary".equalsIgnoreCase(collation);
        return new TableInfo.Column(
                c.name(),
                said ? collated.group(1) : sqlType,
                null,
                c.nullable(),
                c.defaultSql(),
                c.identity(),
                c.generated(),
                usual ? null : collation,
                c.comment());
    }

    /** The same column, which may be NULL or not. */
    public static TableInfo.Column nullable(TableInfo.Column c, boolean nullable) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                nullable,
                c.defaultSql(),
                c.identity(),
                c.generated(),
                c.collation(),
                c.comment());
    }

    static TableInfo.Column defaulting(TableInfo.Column c, @Nullable String sql) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                c.nullable(),
                sql,
                c.identity(),
                c.generated(),
                c.collation(),
                c.comment());
    }

    static TableInfo.Column generated(TableInfo.Column c, TableInfo.@Nullable Generated generated) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                c.nullable(),
                c.defaultSql(),
                c.identity(),
                generated,
                c.collation(),
                c.comment());
    }

    static TableInfo.Column counted(TableInfo.Column c, TableInfo.Identity identity) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                c.nullable(),
                c.defaultSql(),
                identity,
                c.generated(),
                c.collation(),
                c.comment());
    }

    static TableInfo.Column collated(TableInfo.Column c, String collation) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                c.nullable(),
                c.defaultSql(),
                c.identity(),
                c.generated(),
                collation,
                c.comment());
    }

    /** The same column with another comment. */
    public static TableInfo.Column commented(TableInfo.Column c, @Nullable String text) {
        return new TableInfo.Column(
                c.name(),
                c.sqlType(),
                c.type(),
                c.nullable(),
                c.defaultSql(),
                c.identity(),
                c.generated(),
                c.collation(),
                text);
    }

    // ---- indexes

    /** Whether an index is gone where that column is. */
    public static boolean uses(TableInfo.Index index, String column) {
        return index.include().stream().anyMatch(column::equalsIgnoreCase)
                || Stream.concat(
                                Stream.ofNullable(index.where()),
                                index.parts().stream()
                                        .flatMap(part -> Stream.ofNullable(part.expression())))
                        .anyMatch(sql -> SqlNames.mentions(sql, column))
                || index.parts().stream().anyMatch(part -> column.equalsIgnoreCase(part.column()));
    }

    static TableInfo.Index named(TableInfo.Index i, String name) {
        return new TableInfo.Index(
                name,
                i.parts(),
                i.unique(),
                i.nullsNotDistinct(),
                i.method(),
                i.include(),
                i.where(),
                i.constraint());
    }

    static TableInfo.Index renamed(TableInfo.Index i, String column, String to) {
        return new TableInfo.Index(
                i.name(),
                i.parts().stream().map(part -> renamed(part, column, to)).toList(),
                i.unique(),
                i.nullsNotDistinct(),
                i.method(),
                i.include().stream().map(c -> c.equalsIgnoreCase(column) ? to : c).toList(),
                i.where() == null ? null : SqlNames.renamed(i.where(), column, to),
                i.constraint());
    }

    private static TableInfo.Part renamed(TableInfo.Part p, String column, String to) {
        return new TableInfo.Part(
                column.equalsIgnoreCase(p.column()) ? to : p.column(),
                p.expression() == null ? null : SqlNames.renamed(p.expression(), column, to),
                p.collation(),
                p.operators(),
                p.descending(),
                p.nullsFirst());
    }

    // ---- constraints

    /** What DropConstraint calls it: its name, or the one that it would have by default. */
    public static String constraint(TableInfo.ForeignKey key, TableInfo table) {
        return key.name() != null
                ? key.name()
                : SchemaNames.foreignKey(table.name().name(), key.columns(), key.target().name());
    }

    /** What DropConstraint calls it: its name, or {@code check (..)} as it stands. */
    public static String constraint(TableInfo.Check check) {
        return Objects.requireNonNullElseGet(check.name(), check::toString);
    }

    static TableInfo.ForeignKey named(TableInfo.ForeignKey key, String name) {
        return with(key, name, key.columns(), key.target(), key.targetColumns());
    }

    static TableInfo.ForeignKey own(TableInfo.ForeignKey key, List<String> columns) {
        return with(key, key.name(), columns, key.target(), key.targetColumns());
    }

    static TableInfo.ForeignKey target(
            TableInfo.ForeignKey key, SchemaName target, List<String> columns) {
        return with(key, key.name(), key.columns(), target, columns);
    }

    private static TableInfo.ForeignKey with(
            TableInfo.ForeignKey key,
            @Nullable String name,
            List<String> columns,
            SchemaName target,
            List<String> targetColumns) {
        return new TableInfo.ForeignKey(
                name,
                columns,
                target,
                targetColumns,
                key.onDelete(),
                key.onUpdate(),
                key.deferral());
    }
}

package dev.kinglet.migrate.change;

import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.schema.TableInfo.Generated;
import dev.kinglet.schema.TableInfo.Identity;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a new table, or one that a table is given: {@code m.text("bio").notNull()}. It may be
 * NULL unless said, as in SQL. An immutable value; each word answers a new one.
 *
 * @param <T> its values
 */
public final class NewColumn<T> implements TablePart {
    private final Function<T, String> literal;
    private final TableInfo.Column column;
    private final boolean primaryKey;
    private final boolean unique;
    private final boolean indexed;
    private final @Nullable NewForeignKey foreignKey;
    private final @Nullable String check;

    private NewColumn(
            Function<T, String> literal,
            TableInfo.Column column,
            boolean primaryKey,
            boolean unique,
            boolean indexed,
            @Nullable NewForeignKey foreignKey,
            @Nullable String check) {
        this.literal = literal;
        this.column = column;
        this.primaryKey = primaryKey;
        this.unique = unique;
        this.indexed = indexed;
        this.foreignKey = foreignKey;
        this.check = check;
    }

    /**
     * A column that may be NULL.
     *
     * @param literal writes a value as SQL
     */
    public static <T> NewColumn<T> of(TableInfo.Column column, Function<T, String> literal) {
        return new NewColumn<>(literal, column, false, false, false, null, null);
    }

    /** Every row has a value. A table with rows needs a default then. */
    public NewColumn<T> notNull() {
        return column(Columns.nullable(column, false));
    }

    /** What a row gets that brings no value; those that are there get it now. */
    public NewColumn<T> defaultTo(T value) {
        return defaultSql(literal.apply(value));
    }

    /** See {@link #defaultTo}; SQL as it is written, such as {@code gen_random_uuid()}. */
    public NewColumn<T> defaultSql(String sql) {
        return column(Columns.defaulting(column, sql));
    }

    /** The database computes it and keeps it. */
    public NewColumn<T> storedAs(String sql) {
        return computed(new Generated(sql, true));
    }

    /** The database computes it when it is read. */
    public NewColumn<T> virtualAs(String sql) {
        return computed(new Generated(sql, false));
    }

    /** The key of a new table. */
    public NewColumn<T> primaryKey() {
        return new NewColumn<>(literal, notNull().column, true, unique, indexed, foreignKey, check);
    }

    /** The database counts it up. */
    public NewColumn<T> identity() {
        return counted(Identity.BY_DEFAULT);
    }

    /** The database counts it up, and refuses other values. PostgreSQL only. */
    public NewColumn<T> identityAlways() {
        return counted(Identity.ALWAYS);
    }

    /** No two rows have the same value. */
    public NewColumn<T> unique() {
        return new NewColumn<>(literal, column, primaryKey, true, indexed, foreignKey, check);
    }

    /** With an index. */
    public NewColumn<T> index() {
        return new NewColumn<>(literal, column, primaryKey, unique, true, foreignKey, check);
    }

    /** It holds a key of that table, and gets an index, as a foreign key of core's tables does. */
    public NewColumn<T> references(String table, String key) {
        return references(SchemaName.of(table), key);
    }

    /** See {@link #references(String, String)}; a table of another schema. */
    public NewColumn<T> references(SchemaName table, String key) {
        NewForeignKey to = NewForeignKey.of(List.of(column.name())).references(table, key);
        return new NewColumn<>(literal, column, primaryKey, unique, true, to, check);
    }

    /**
     * What becomes of a row when the one that it refers to is deleted; after {@code references}.
     */
    public NewColumn<T> onDelete(OnDelete rule) {
        return foreignKey(key().onDelete(rule));
    }

    /** What becomes of a row when the key that it refers to changes; after {@code references}. */
    public NewColumn<T> onUpdate(OnDelete rule) {
        return foreignKey(key().onUpdate(rule));
    }

    /** A condition that every row has to meet, as SQL. */
    public NewColumn<T> check(String sql) {
        return new NewColumn<>(literal, column, primaryKey, unique, indexed, foreignKey, sql);
    }

    /** How its texts are compared. */
    public NewColumn<T> collate(String name) {
        return column(Columns.collated(column, name));
    }

    /** What it is about. SQLite keeps no comments. */
    public NewColumn<T> comment(String text) {
        return column(Columns.commented(column, text));
    }

    // ---- what was said

    /** The column alone. */
    public TableInfo.Column column() {
        return column;
    }

    /** Whether it is the key. */
    public boolean isPrimaryKey() {
        return primaryKey;
    }

    /** Its foreign key in that table; null for none. */
    public TableInfo.@Nullable ForeignKey foreignKey(SchemaName table) {
        return foreignKey == null ? null : foreignKey.of(table);
    }

    /** Its check; null for none. */
    public TableInfo.@Nullable Check check() {
        return check == null ? null : new TableInfo.Check(null, check);
    }

    /** Its index in that table; null for none. */
    public TableInfo.@Nullable Index index(SchemaName table) {
        return (unique || indexed) && !primaryKey
                ? Indexes.of(table, List.of(column.name()), unique)
                : null;
    }

    private NewForeignKey key() {
        return foreignKey != null ? foreignKey : NewForeignKey.of(List.of(column.name()));
    }

    private NewColumn<T> foreignKey(NewForeignKey key) {
        return new NewColumn<>(literal, column, primaryKey, unique, indexed, key, check);
    }

    private NewColumn<T> column(TableInfo.Column other) {
        return new NewColumn<>(literal, other, primaryKey, unique, indexed, foreignKey, check);
    }

    private NewColumn<T> computed(Generated how) {
        return column(Columns.generated(Columns.defaulting(column, null), how));
    }

    private NewColumn<T> counted(Identity how) {
        TableInfo.Column plain = Columns.generated(Columns.defaulting(column, null), null);
        return column(Columns.counted(Columns.nullable(plain, false), how));
    }
}

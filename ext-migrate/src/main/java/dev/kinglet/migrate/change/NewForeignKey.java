package dev.kinglet.migrate.change;

import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key: {@code m.foreignKey("user_id").references("user", "id").onDelete(CASCADE)}. An
 * immutable value; each word answers a new one.
 */
public final class NewForeignKey implements TablePart {
    private final List<String> columns;
    private final @Nullable String name;
    private final @Nullable SchemaName target;
    private final List<String> targetColumns;
    private final OnDelete onDelete;
    private final OnDelete onUpdate;
    private final Deferral deferral;

    private NewForeignKey(
            List<String> columns,
            @Nullable String name,
            @Nullable SchemaName target,
            List<String> targetColumns,
            OnDelete onDelete,
            OnDelete onUpdate,
            Deferral deferral) {
        this.columns = columns;
        this.name = name;
        this.target = target;
        this.targetColumns = targetColumns;
        this.onDelete = onDelete;
        this.onUpdate = onUpdate;
        this.deferral = deferral;
    }

    /** One of these columns, which says not yet what it refers to. */
    public static NewForeignKey of(List<String> columns) {
        OnDelete none = OnDelete.NO_ACTION;
        return new NewForeignKey(
                List.copyOf(columns), null, null, List.of(), none, none, Deferral.NONE);
    }

    /** The table and its columns, as many as the key has. */
    public NewForeignKey references(String table, String... columns) {
        return references(SchemaName.of(table), columns);
    }

    /** See {@link #references(String, String...)}; a table of another schema. */
    public NewForeignKey references(SchemaName table, String... columns) {
        return new NewForeignKey(
                this.columns, name, table, List.of(columns), onDelete, onUpdate, deferral);
    }

    /** What becomes of a row when the one that it refers to is deleted. */
    public NewForeignKey onDelete(OnDelete rule) {
        return new NewForeignKey(columns, name, target, targetColumns, rule, onUpdate, deferral);
    }

    /** What becomes of a row when the key that it refers to changes. */
    public NewForeignKey onUpdate(OnDelete rule) {
        return new NewForeignKey(columns, name, target, targetColumns, onDelete, rule, deferral);
    }

    /** When it is checked. */
    public NewForeignKey deferrable(Deferral when) {
        return new NewForeignKey(columns, name, target, targetColumns, onDelete, onUpdate, when);
    }

    /** A name of its own, instead of the usual one: {@code fk_tweet_user_id_refs_user}. */
    public NewForeignKey named(String constraint) {
        return new NewForeignKey(
                columns, constraint, target, targetColumns, onDelete, onUpdate, deferral);
    }

    /** The foreign key of a table; null where it says not what it refers to. */
    public TableInfo.@Nullable ForeignKey of(SchemaName table) {
        if (target == null) {
            return null;
        }
        SchemaName to =
                target.schema() == null ? new SchemaName(table.schema(), target.name()) : target;
        return new TableInfo.ForeignKey(
                name != null ? name : SchemaNames.foreignKey(table.name(), columns, target.name()),
                columns,
                to,
                targetColumns,
                onDelete,
                onUpdate,
                deferral);
    }
}

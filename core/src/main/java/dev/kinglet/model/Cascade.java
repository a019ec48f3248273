package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Cte;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Row;
import dev.kinglet.query.Select;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a recursive delete: depth first, from the leaves to the root, each finding its
 * rows by sub-selects of the tables above it, whose rows are still there then. A table that refers
 * to itself is deleted from in one statement, whose rows a recursive query finds.
 */
final class Cascade {
    private final QueryExecutor executor;
    private final boolean nullable;
    private final List<Write> writes = new ArrayList<>();
    private final Set<Table<?, ?>> tables = new LinkedHashSet<>();
    private int trees;

    private Cascade(QueryExecutor executor, boolean nullable) {
        this.executor = executor;
        this.nullable = nullable;
    }

    /** A row with what refers to it. */
    static Cascade of(Model<?> row, QueryExecutor executor, boolean nullable) {
        Cascade cascade = new Cascade(executor, nullable);
        Table<?, ?> table = row.table();
        Condition key = RowWriter.byKey(row, "delete");
        Rows root = new Rows(table, key, row);
        Rows all = cascade.withReferring(root, List.of());
        cascade.dependants(all, List.of(table));
        if (all != root) {
            Reference<?, ?> own = cascade.followed(table).get(0);
            cascade.writes.add(new Write(table, own, true, all.where().and(key.not())));
        }
        cascade.writes.add(new Write(table, null, true, key));
        return cascade;
    }

    /** The rows that meet a condition now, with what refers to them. */
    static Cascade of(
            Table<?, ?> table, Condition where, QueryExecutor executor, boolean nullable) {
        Cascade cascade = new Cascade(executor, nullable);
        // by their keys: the rows that the condition asks about may be deleted before these are
        Rows root = new Rows(table, keys(table, where, executor), null);
        Rows all = cascade.withReferring(root, List.of());
        cascade.dependants(all, List.of(table));
        cascade.writes.add(new Write(table, null, true, all.where()));
        return cascade;
    }

    /** The statements, in order; the last one deletes what it is all about. */
    List<Write> writes() {
        return writes;
    }

    /** The tables that rows are deleted from. */
    Set<Table<?, ?>> tables() {
        return tables;
    }

    int run() {
        int deleted = 0;
        for (Write write : writes) {
            long known = isUncounted(write) ? count(write) : -1;
            int count = executor.execute(write.definition());
            if (write.deletes()) {
                deleted += known < 0 ? count : Math.toIntExact(known);
            }
        }
        return deleted;
    }

    /** SQLite counts no rows that it deletes by itself, which are those that come up twice here. */
    private boolean isUncounted(Write write) {
        return executor.dialect() == Dialect.SQLITE
                && write.deletes()
                && followed(write.table()).stream()
                        .anyMatch(own -> own.onDelete() == OnDelete.CASCADE);
    }

    /** All but the row itself. */
    int runBefore() {
        writes.remove(writes.size() - 1);
        return run();
    }

    /** How many rows a statement is about that none before it deletes. */
    long count(Write write) {
        Select<?> rows = write.table().select().where(write.where());
        List<Column<?>> key = write.table().primaryKey();
        for (Write before : writes) {
            if (before == write) {
                break;
            }
            if (before.deletes() && before.table() == write.table() && !key.isEmpty()) {
                Select<?> gone = columns(before.table(), key).where(before.where());
                rows = rows.where(in(key, gone).not());
            }
        }
        return rows.using(executor).count();
    }

    /**
     * One statement.
     *
     * @param reference by which its rows refer to those above; null for the root
     * @param deletes whether they are deleted; else the reference is set to NULL
     */
    record Write(
            Table<?, ?> table,
            @Nullable Reference<?, ?> reference,
            boolean deletes,
            Condition where) {
        QueryDefinition definition() {
            return deletes
                    ? new DeleteDefinition(table, where)
                    : new UpdateDefinition(
                            table,
                            new RowAssignment(Objects.requireNonNull(reference), null).parts(),
                            where);
        }
    }

    /**
     * Rows that will be deleted.
     *
     * @param single the only one, where its values are known
     */
    private record Rows(Table<?, ?> table, Condition where, @Nullable Model<?> single) {

        /** Those that refer to them. */
        Condition referring(Reference<?, ?> reference) {
            Object known = single == null ? null : reference.backward().keyOf(single);
            return known != null && known != Model.UNSET
                    ? reference.backward().matches(reference.table(), known)
                    : in(
                            reference.columns(),
                            columns(table, reference.targetColumns()).where(where));
        }
    }

    // ---- what refers to rows

    private void dependants(Rows rows, List<Table<?, ?>> path) {
        Table<?, ?> table = rows.table();
        tables.add(table);
        for (Reference<?, ?> foreignKey : referring(table)) {
            Table<?, ?> owner = foreignKey.table();
            Effect effect = effect(foreignKey);
            if (effect == Effect.DELETE && owner == table) {
                continue; // these rows are among those that are deleted already
            }
            if (effect == Effect.DELETE && path.contains(owner)) {
                effect = atTheEndOfACircle(foreignKey, path);
            }
            if (effect == Effect.SET_NULL) {
                writes.add(new Write(owner, foreignKey, false, rows.referring(foreignKey)));
            } else if (effect == Effect.DELETE) {
                Rows children =
                        withReferring(new Rows(owner, rows.referring(foreignKey), null), path);
                List<Table<?, ?>> down = new ArrayList<>(path);
                down.add(owner);
                dependants(children, down);
                writes.add(new Write(owner, foreignKey, true, children.where()));
            }
        }
    }

    private enum Effect {
        DELETE,
        SET_NULL,
        /** The database does what is declared. */
        LEAVE
    }

    private Effect effect(Reference<?, ?> foreignKey) {
        if (foreignKey.isNullable() && nullable || foreignKey.onDelete() == OnDelete.CASCADE) {
            return Effect.DELETE;
        }
        if (foreignKey.onDelete() == OnDelete.SET_DEFAULT) {
            return Effect.LEAVE;
        }
        return foreignKey.isNullable() ? Effect.SET_NULL : Effect.DELETE;
    }

    private static Effect atTheEndOfACircle(Reference<?, ?> foreignKey, List<Table<?, ?>> path) {
        if (foreignKey.isNullable()) {
            return Effect.SET_NULL;
        }
        List<Table<?, ?>> circle = path.subList(path.indexOf(foreignKey.table()), path.size());
        throw new ModelException(
                "rows of "
                        + path.get(0)
                        + " cannot be deleted with what refers to them: "
                        + circle
                        + " refer to each other in a circle, closed by "
                        + foreignKey
                        + ", which is never null",
                path.get(0).toString(),
                "delete the rows by statements, in an order of your own");
    }

    /** The foreign keys to a table, of tables in the same database. */
    List<Reference<?, ?>> referring(Table<?, ?> table) {
        QueryExecutor here = table.bound();
        return table.backrefs().stream()
                .filter(foreignKey -> foreignKey.table().bound() == here)
                .toList();
    }

    /** Its own foreign keys to itself, whose rows are deleted, too. */
    private List<Reference<?, ?>> followed(Table<?, ?> table) {
        return referring(table).stream()
                .filter(key -> key.table() == table && effect(key) == Effect.DELETE)
                .toList();
    }

    /** The same rows, and those of the same table that refer to them, to any depth. */
    private Rows withReferring(Rows rows, List<Table<?, ?>> path) {
        Table<?, ?> table = rows.table();
        List<Reference<?, ?>> own = followed(table);
        if (own.isEmpty()) {
            return rows;
        }
        List<Column<?>> target = own.get(0).targetColumns();
        for (Reference<?, ?> other : own) {
            if (!other.targetColumns().equals(target)) {
                throw new ModelException(
                        own.get(0) + " and " + other + " refer to different columns of " + table,
                        table.toString(),
                        "delete the rows by statements, in an order of your own");
            }
        }
        Table<?, ?> below = table.alias("referring");
        Cte<?> all =
                columns(table, target)
                        .where(rows.where())
                        .cte("deleted_" + ++trees)
                        .recursiveDistinct(
                                self ->
                                        columns(below, own(below, target))
                                                .join(self, refers(own, below, self)));
        Expr<?>[] found = target.stream().map(all::col).toArray(Expr<?>[]::new);
        return new Rows(table, in(target, ((Cte<?>) all).select(found)), null);
    }

    private static Condition refers(List<Reference<?, ?>> own, Table<?, ?> below, Cte<?> above) {
        Condition any = null;
        for (Reference<?, ?> reference : own) {
            Condition all = null;
            for (int i = 0; i < reference.columns().size(); i++) {
                Expr<?> up = above.col(reference.targetColumns().get(i));
                Column<?> column = below.column(reference.columns().get(i).ordinal);
                Condition one = raw(column).eq(anyOf(up));
                all = all == null ? one : all.and(one);
            }
            any = any == null ? all : any.or(Objects.requireNonNull(all));
        }
        return Objects.requireNonNull(any);
    }

    // ---- keys

    private static Condition keys(Table<?, ?> table, Condition where, QueryExecutor executor) {
        List<Column<?>> key = table.primaryKey();
        if (key.isEmpty()) {
            throw new ModelException(
                    table + " has no primary key, so nothing can refer to its rows",
                    table.toString(),
                    "delete them by a query: delete().where(..)");
        }
        List<List<@Nullable Object>> found = new ArrayList<>();
        for (Row row : columns(table, key).where(where).using(executor).rows()) {
            List<@Nullable Object> parts = new ArrayList<>(key.size());
            for (int i = 0; i < key.size(); i++) {
                parts.add(row.get(i));
            }
            found.add(parts);
        }
        return in(key, found);
    }

    /** The rows of these keys. */
    static Condition in(List<Column<?>> key, List<List<@Nullable Object>> keys) {
        return key.size() == 1
                ? raw(key.get(0)).in(keys.stream().map(parts -> parts.get(0)).toList())
                : Fn.row(key.get(0), rest(key)).in(keys);
    }

    static Condition in(List<Column<?>> key, Select<?> query) {
        return key.size() == 1
                ? raw(key.get(0)).in(query)
                : Fn.row(key.get(0), rest(key)).in(query);
    }

    private static List<Column<?>> own(Table<?, ?> table, List<Column<?>> columns) {
        List<Column<?>> own = new ArrayList<>(columns.size());
        columns.forEach(column -> own.add(table.column(column.ordinal)));
        return own;
    }

    private static Select<?> columns(Table<?, ?> table, List<Column<?>> columns) {
        return table.select(columns.toArray(Column<?>[]::new));
    }

    private static Expr<?>[] rest(List<Column<?>> key) {
        return key.subList(1, key.size()).toArray(Expr<?>[]::new);
    }

    private static Expr<@Nullable Object> raw(Column<?> column) {
        return anyOf(column instanceof ForeignKey<?, ?, ?> foreignKey ? foreignKey.key() : column);
    }

    @SuppressWarnings("unchecked") // raw keys of one type are compared
    private static Expr<@Nullable Object> anyOf(Expr<?> expr) {
        return (Expr<@Nullable Object>) expr;
    }
}

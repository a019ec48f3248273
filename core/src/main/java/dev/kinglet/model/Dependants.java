package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Row;
import dev.kinglet.query.Select;
import dev.kinglet.query.UpdateDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What happens before rows are deleted that references lead to which no database knows. Rows that
 * the database deletes along, by foreign keys with ON DELETE CASCADE, count as deleted, too.
 *
 * <p>Rows are found by sub-selects. Where tables lead to each other in a circle they are found by
 * their keys in memory, each once.
 */
final class Dependants {
    /** Counts what tables learn of each other, so that what was found out is known to be old. */
    static final AtomicInteger LEARNT = new AtomicInteger();

    /** The rows of a circle that are being deleted in this thread. */
    private static final ThreadLocal<@Nullable Map<Table<?, ?>, Set<List<@Nullable Object>>>> MET =
            new ThreadLocal<>();

    private Dependants() {}

    static @Nullable Runnable of(
            Table<?, ?> table, @Nullable Condition where, QueryExecutor database) {
        return switch (concern(table.base())) {
            case NONE -> null;
            case TREE -> () -> before(table, where, database);
            case CIRCLE -> () -> beforeInCircle(table, where, database);
        };
    }

    // ---- whether there is anything to do

    /** What a table's rows are to references. */
    enum Concern {
        /** None leads to them, nor to what goes with them. */
        NONE,
        TREE,
        /** Deleting a row may lead to deleting others of a table that was met already. */
        CIRCLE
    }

    /** What was found out, and when. */
    record Known(int at, Concern concern) {}

    private static Concern concern(Table<?, ?> table) {
        Known known = table.backrefs.concern;
        int now = LEARNT.get();
        if (known == null || known.at() != now) {
            Search search = new Search();
            search.from(table);
            known = new Known(now, search.found());
            table.backrefs.concern = known; // two threads may both find it, and find the same
        }
        return known.concern();
    }

    private static final class Search {
        private final List<Table<?, ?>> path = new ArrayList<>();
        private final Set<Table<?, ?>> met = new HashSet<>();
        private boolean any;
        private boolean circle;

        void from(Table<?, ?> table) {
            met.add(table);
            path.add(table);
            for (Way way : ways(table)) {
                any |= way.reference() != null;
                if (way.action() == OnDelete.CASCADE) {
                    circle |= path.contains(way.base());
                    if (!met.contains(way.base())) {
                        from(way.base());
                    }
                }
            }
            path.remove(path.size() - 1);
        }

        Concern found() {
            return !any ? Concern.NONE : circle ? Concern.CIRCLE : Concern.TREE;
        }
    }

    // ---- what is done

    private static void before(
            Table<?, ?> table, @Nullable Condition where, QueryExecutor database) {
        for (Way way : ways(table.base())) {
            Condition rows = way.rows(table, where);
            Map<Table<?, ?>, Set<List<@Nullable Object>>> met = MET.get();
            if (met != null && met.containsKey(way.base())) {
                List<List<@Nullable Object>> others = new ArrayList<>(met.get(way.base()));
                rows = rows.and(Cascade.in(way.base().primaryKey(), others).not());
            }
            way.carryOut(rows, database);
        }
    }

    private static void beforeInCircle(
            Table<?, ?> table, @Nullable Condition where, QueryExecutor database) {
        Map<Table<?, ?>, Set<List<@Nullable Object>>> met = MET.get();
        boolean first = met == null;
        if (met == null) {
            met = new HashMap<>();
            MET.set(met);
        }
        try {
            List<List<@Nullable Object>> keys = keys(table, where, database);
            keys.removeIf(known(met, table.base())::contains);
            if (!keys.isEmpty()) {
                known(met, table.base()).addAll(keys);
                before(table, Cascade.in(table.primaryKey(), keys), database);
            }
        } finally {
            if (first) {
                MET.remove();
            }
        }
    }

    private static Set<List<@Nullable Object>> known(
            Map<Table<?, ?>, Set<List<@Nullable Object>>> met, Table<?, ?> table) {
        return met.computeIfAbsent(table, none -> new HashSet<>());
    }

    private static List<List<@Nullable Object>> keys(
            Table<?, ?> table, @Nullable Condition where, QueryExecutor database) {
        List<Column<?>> key = table.primaryKey();
        Select<?> rows = table.select(key.toArray(Column<?>[]::new));
        List<List<@Nullable Object>> keys = new ArrayList<>();
        for (Row row : (where == null ? rows : rows.where(where)).using(database).rows()) {
            List<@Nullable Object> parts = new ArrayList<>(key.size());
            for (int i = 0; i < key.size(); i++) {
                parts.add(row.get(i));
            }
            keys.add(parts);
        }
        return keys;
    }

    /** The ways from deleted rows to others; first those that refuse, so that nothing is lost. */
    private static List<Way> ways(Table<?, ?> table) {
        QueryExecutor here = table.bound();
        List<Way> ways = new ArrayList<>();
        for (AnyReference<?, ?> reference : table.backrefs.references()) {
            OnDelete action = reference.onDelete();
            if (action != OnDelete.NO_ACTION && reference.table().bound() == here) {
                ways.add(
                        action == OnDelete.RESTRICT ? 0 : ways.size(),
                        new Way(reference, null, action));
            }
        }
        for (Reference<?, ?> foreignKey : table.backrefs.all()) {
            if (foreignKey.onDelete() == OnDelete.CASCADE && foreignKey.table().bound() == here) {
                ways.add(new Way(null, foreignKey, OnDelete.CASCADE));
            }
        }
        return ways;
    }

    /** By a reference, or by a foreign key that the database follows by itself. */
    private record Way(
            @Nullable AnyReference<?, ?> reference,
            @Nullable Reference<?, ?> foreignKey,
            OnDelete action) {

        Table<?, ?> base() {
            return (reference != null
                            ? reference.table()
                            : Objects.requireNonNull(foreignKey).table())
                    .base();
        }

        /** All rows, as the database's own rules take them. */
        private Table<?, ?> owner() {
            Table<?, ?> base = base();
            return base.isScoped() ? base.unscoped() : base;
        }

        /** The rows that lead to those of a table that meet a condition. */
        Condition rows(Table<?, ?> table, @Nullable Condition where) {
            List<Column<?>> to =
                    foreignKey != null
                            ? foreignKey.targetColumns()
                            : List.of(table.primaryKey().get(0));
            Select<?> all =
                    table.select(
                            to.stream()
                                    .map(column -> table.column(column.ordinal))
                                    .toArray(Column<?>[]::new));
            Select<?> gone = where == null ? all : all.where(where);
            return reference != null
                    ? reference.leadsTo(table.base(), gone)
                    : Cascade.in(Objects.requireNonNull(foreignKey).columns(), gone);
        }

        void carryOut(Condition rows, QueryExecutor database) {
            if (reference == null) {
                Runnable before = Dependants.of(owner(), rows, database);
                if (before != null) {
                    before.run();
                }
            } else if (action == OnDelete.RESTRICT) {
                refuse(reference, rows, database);
            } else if (action == OnDelete.SET_NULL) {
                List<Assignment.Part> nothing =
                        Objects.requireNonNull(reference.toNothing()).parts();
                database.execute(new UpdateDefinition(owner(), owner().updating(nothing), rows));
            } else {
                database.execute(new DeleteDefinition(owner(), rows));
            }
        }

        private void refuse(AnyReference<?, ?> by, Condition rows, QueryExecutor database) {
            if (!owner().select().where(rows).using(database).exists()) {
                return;
            }
            throw new IntegrityException(
                    "rows of " + base() + " lead by " + by + " to what is deleted",
                    ErrorContext.NONE
                            .withModel(base().toString())
                            .withHint("delete those rows first, or let them lead elsewhere"),
                    null,
                    IntegrityException.Kind.FOREIGN_KEY,
                    null,
                    base().tableName(),
                    by.columns().stream().map(Column::name).toList());
        }
    }
}

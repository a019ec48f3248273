package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flat form of eager loading: finds how tables hang on each other. */
final class Flat {
    private final @Nullable Select<? extends Model<?>> query;
    private final List<Flat> children = new ArrayList<>();
    private final List<Hop> relations;

    private Flat(@Nullable Select<? extends Model<?>> query, List<Hop> relations) {
        this.query = query;
        this.relations = relations;
    }

    /** What hangs on a level that is named. */
    private record Under(Table<?, ?> level, EagerLoad.Branch branch) implements EagerLoad.Branch {}

    static EagerLoad.Branch under(Table<?, ?> level, EagerLoad.Branch branch) {
        if (branch instanceof Under other) {
            throw new ProgrammingException(
                    "prefetch: one branch is under " + other.level + " and under " + level,
                    level.toString(),
                    "name one level");
        }
        return new Under(level, branch);
    }

    @SuppressWarnings("unchecked") // what hangs on the root hangs on its rows
    static <M extends Model<?>> List<EagerLoad<M>> tree(
            Table<M, ?> root, List<? extends EagerLoad.Branch> branches) {
        List<Table<?, ?>> tables = new ArrayList<>(List.of(root));
        List<List<Flat>> below = new ArrayList<>();
        below.add(new ArrayList<>());
        for (EagerLoad.Branch each : branches) {
            Table<?, ?> level = each instanceof Under under ? under.level : null;
            EagerLoad.Branch branch = each instanceof Under under ? under.branch : each;
            Select<? extends Model<?>> query = query(root, branch);
            Table<?, ?> table = (Table<?, ?>) query.definition().root();
            List<Hop> ways = List.of();
            int at = tables.size();
            while (ways.isEmpty() && at > 0) {
                at--;
                if (level == null || level.equals(tables.get(at))) {
                    ways = between(tables.get(at), table);
                }
            }
            if (ways.isEmpty()) {
                throw unrelated(root, table, level, tables);
            }
            boolean plain = branch instanceof Table<?, ?> && table.aliasName() == null;
            Flat node = new Flat(plain ? null : query, ways);
            below.get(at).add(node);
            tables.add(table);
            below.add(node.children);
        }
        return below.get(0).stream().map(node -> (EagerLoad<M>) node.toLoad()).toList();
    }

    private EagerLoad<?> toLoad() {
        return Load.of(
                relations, query, children.stream().<EagerLoad<?>>map(Flat::toLoad).toList());
    }

    @SuppressWarnings("unchecked") // a table's query has its models
    private static Select<? extends Model<?>> query(Table<?, ?> root, EagerLoad.Branch branch) {
        if (branch instanceof Table<?, ?> table) {
            return table.select();
        }
        if (branch instanceof Select<?> query && query.definition().root() instanceof Table<?, ?>) {
            return (Select<? extends Model<?>>) query;
        }
        throw new ProgrammingException(
                "prefetch of '" + branch + "', whose rows are of no model",
                root.toString(),
                "name a table, an alias of one, or a query on one");
    }

    /** Along the foreign keys of the later table, all of them; if it has none, of the earlier. */
    private static List<Hop> between(Table<?, ?> earlier, Table<?, ?> later) {
        List<Hop> ways = new ArrayList<>();
        for (Reference<?, ?> reference : later.references()) {
            if (reference.target() == earlier.base()) {
                ways.add(reference.backward());
            }
        }
        if (ways.isEmpty()) {
            for (Reference<?, ?> reference : earlier.references()) {
                if (reference.target() == later.base()) {
                    ways.add(reference.forward());
                }
            }
        }
        return ways;
    }

    private static ProgrammingException unrelated(
            Table<?, ?> root,
            Table<?, ?> table,
            @Nullable Table<?, ?> level,
            List<Table<?, ?>> tables) {
        if (level != null && !tables.contains(level)) {
            return new ProgrammingException(
                    "prefetch: " + table + " is under " + level + ", which is not among " + tables,
                    root.toString(),
                    "name " + level + " as well, before it");
        }
        return new ProgrammingException(
                "prefetch: no foreign key relates "
                        + table
                        + " to "
                        + (level == null ? tables : level),
                root.toString(),
                level == null
                        ? "name the tables between them as well, before it"
                        : "name a table that it refers to, or that refers to it");
    }
}

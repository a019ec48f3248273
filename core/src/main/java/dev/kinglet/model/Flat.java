package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The flat form of eager loading: finds how tables hang on each other. */
final class Flat {
    private final @Nullable Select<? extends Model<?>> query;
    private final List<Flat> children = new ArrayList<>();
    private final Hop relation;

    private Flat(@Nullable Select<? extends Model<?>> query, Hop relation) {
        this.query = query;
        this.relation = relation;
    }

    @SuppressWarnings("unchecked") // what hangs on the root hangs on its rows
    static <M extends Model<?>> List<EagerLoad<M>> tree(
            Table<M, ?> root, List<? extends EagerLoad.Branch> branches) {
        List<Table<?, ?>> tables = new ArrayList<>(List.of(root));
        List<List<Flat>> below = new ArrayList<>();
        below.add(new ArrayList<>());
        for (EagerLoad.Branch branch : branches) {
            Select<? extends Model<?>> query = query(root, branch);
            Table<?, ?> table = (Table<?, ?>) query.definition().root();
            boolean plain = branch instanceof Table<?, ?> && table.aliasName() == null;
            boolean found = false;
            for (int i = tables.size() - 1; i >= 0 && !found; i--) {
                List<Hop> ways = between(tables.get(i), table);
                if (ways.size() > 1) {
                    throw ambiguous(root, tables.get(i), table, ways);
                }
                if (ways.size() == 1) {
                    Flat node = new Flat(plain ? null : query, ways.get(0));
                    below.get(i).add(node);
                    tables.add(table);
                    below.add(node.children);
                    found = true;
                }
            }
            if (!found) {
                throw unrelated(root, table, tables);
            }
        }
        return below.get(0).stream().map(node -> (EagerLoad<M>) node.toLoad()).toList();
    }

    private EagerLoad<?> toLoad() {
        return Load.of(relation, query, children.stream().<EagerLoad<?>>map(Flat::toLoad).toList());
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

    private static List<Hop> between(Table<?, ?> earlier, Table<?, ?> later) {
        List<Hop> ways = new ArrayList<>();
        for (ForeignKey<?, ?, ?> foreignKey : later.foreignKeys()) {
            if (foreignKey.target() == earlier.base()) {
                ways.add(foreignKey.backward());
            }
        }
        for (ForeignKey<?, ?, ?> foreignKey : earlier.foreignKeys()) {
            if (foreignKey.target() == later.base()) {
                ways.add(foreignKey.forward());
            }
        }
        return ways;
    }

    private static ProgrammingException ambiguous(
            Table<?, ?> root, Table<?, ?> earlier, Table<?, ?> later, List<Hop> ways) {
        return new ProgrammingException(
                "prefetch: "
                        + later
                        + " hangs on "
                        + earlier
                        + " in more than one way: "
                        + ways.stream().map(Hop::toString).collect(Collectors.joining(", ")),
                root.toString(),
                "say which: load("
                        + ways.stream().map(Load::call).collect(Collectors.joining(" or "))
                        + ")");
    }

    private static ProgrammingException unrelated(
            Table<?, ?> root, Table<?, ?> table, List<Table<?, ?>> tables) {
        return new ProgrammingException(
                "prefetch: no foreign key relates " + table + " to " + tables,
                root.toString(),
                "name the tables between them as well, before it");
    }
}

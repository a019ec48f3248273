package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Operator;
import dev.kinglet.query.Link;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds how two sources join: by the foreign key between them, or as told. */
final class Links {
    private Links() {}

    static Link between(Table<?, ?> left, Source<?> right, @Nullable On on) {
        if (on instanceof Condition condition) {
            return right instanceof Table<?, ?> table
                    ? byCondition(left, table, condition)
                    : new Link(condition, null, false);
        }
        if (!(right instanceof Table<?, ?> table)) {
            throw new ProgrammingException(
                    "'"
                            + right.qualifier()
                            + "' is a query, so no foreign key says how it joins "
                            + left,
                    left.toString(),
                    "say it: join(source, condition)");
        }
        return on instanceof ForeignKey<?, ?, ?> foreignKey
                ? byForeignKey(left, table, foreignKey)
                : byTheOnlyOne(left, table);
    }

    static boolean relates(Table<?, ?> some, Table<?, ?> other) {
        return !to(some, other).isEmpty() || !to(other, some).isEmpty();
    }

    private static Link byTheOnlyOne(Table<?, ?> left, Table<?, ?> right) {
        List<ForeignKey<?, ?, ?>> forward = to(left, right);
        List<ForeignKey<?, ?, ?>> backward = to(right, left);
        List<ForeignKey<?, ?, ?>> all = new ArrayList<>(forward);
        all.addAll(backward);
        if (all.isEmpty()) {
            throw new ProgrammingException(
                    "no foreign key leads from " + left + " to " + right + " or back",
                    left.toString(),
                    "say how they join: join("
                            + right.qualifier()
                            + ", condition), or from where: joinFrom(source, "
                            + right.qualifier()
                            + ")");
        }
        ForeignKey<?, ?, ?> chosen = all.size() == 1 ? all.get(0) : namedLikeItsTarget(all);
        if (chosen == null) {
            throw new ProgrammingException(
                    "more than one foreign key joins "
                            + left
                            + " and "
                            + right
                            + ": "
                            + all.stream().map(Column::toString).collect(Collectors.joining(", ")),
                    left.toString(),
                    "say which: join(table, foreignKey)");
        }
        return forward.contains(chosen) ? forward(chosen, right) : backward(chosen, left);
    }

    /**
     * Of several, the one that is called as its target is, book.author of Author, is the one that
     * is meant.
     */
    private static @Nullable ForeignKey<?, ?, ?> namedLikeItsTarget(List<ForeignKey<?, ?, ?>> all) {
        List<ForeignKey<?, ?, ?>> named =
                all.stream()
                        .filter(fk -> fk.label().equalsIgnoreCase(fk.target().toString()))
                        .toList();
        return named.size() == 1 ? named.get(0) : null;
    }

    private static Link byForeignKey(
            Table<?, ?> left, Table<?, ?> right, ForeignKey<?, ?, ?> foreignKey) {
        Table<?, ?> owner = foreignKey.table;
        Table<?, ?> target = foreignKey.target();
        // the exact source first, so that a self join by an alias's own key goes the way that was
        // said
        if (owner.equals(left) && target == right.base()) {
            return forward(foreignKey, right);
        }
        if (owner.equals(right) && target == left.base()) {
            return backward(foreignKey, left);
        }
        if (owner.base() == left.base() && target == right.base()) {
            return forward((ForeignKey<?, ?, ?>) left.column(foreignKey.ordinal), right);
        }
        if (owner.base() == right.base() && target == left.base()) {
            return backward((ForeignKey<?, ?, ?>) right.column(foreignKey.ordinal), left);
        }
        throw new ProgrammingException(
                foreignKey
                        + " leads from "
                        + owner
                        + " to "
                        + target
                        + ", so it cannot join "
                        + left
                        + " and "
                        + right,
                left.toString(),
                "use a foreign key between the two, or a condition");
    }

    /**
     * The condition stands; a comparison of a foreign key with its target in it says how the
     * objects hang together.
     */
    private static Link byCondition(Table<?, ?> left, Table<?, ?> right, Condition condition) {
        List<ForeignKey<?, ?, ?>> keys = new ArrayList<>(1);
        collect(condition, left, right, keys);
        if (keys.size() != 1) {
            return new Link(condition, null, false);
        }
        ForeignKey<?, ?, ?> foreignKey = keys.get(0);
        return new Link(condition, foreignKey, foreignKey.table.equals(left));
    }

    private static void collect(
            Expr<?> condition,
            Table<?, ?> left,
            Table<?, ?> right,
            List<ForeignKey<?, ?, ?>> keys) {
        Exprs.Binary binary = Exprs.binary(condition);
        if (binary == null) {
            return;
        }
        if (binary.operator() == Operator.AND) {
            collect(binary.left(), left, right, keys);
            collect(binary.right(), left, right, keys);
        } else if (binary.operator() == Operator.EQ
                && binary.left() instanceof Column<?> a
                && binary.right() instanceof Column<?> b) {
            addIfRelates(a, b, left, right, keys);
            addIfRelates(b, a, left, right, keys);
        }
    }

    private static void addIfRelates(
            Column<?> from,
            Column<?> to,
            Table<?, ?> left,
            Table<?, ?> right,
            List<ForeignKey<?, ?, ?>> keys) {
        boolean across =
                from.table.equals(left) && to.table.equals(right)
                        || from.table.equals(right) && to.table.equals(left);
        if (across
                && from.table.column(from.ordinal) instanceof ForeignKey<?, ?, ?> foreignKey
                && foreignKey.targetColumn().equals(to.canonical())) {
            keys.add(foreignKey);
        }
    }

    private static List<ForeignKey<?, ?, ?>> to(Table<?, ?> from, Table<?, ?> target) {
        List<ForeignKey<?, ?, ?>> found = List.of();
        for (ForeignKey<?, ?, ?> foreignKey : from.foreignKeys()) {
            if (foreignKey.target() == target.base()) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(foreignKey);
            }
        }
        return found;
    }

    private static Link forward(ForeignKey<?, ?, ?> foreignKey, Table<?, ?> right) {
        return new Link(equal(foreignKey, right), foreignKey, true);
    }

    private static Link backward(ForeignKey<?, ?, ?> foreignKey, Table<?, ?> left) {
        return new Link(equal(foreignKey, left), foreignKey, false);
    }

    @SuppressWarnings("unchecked") // compares raw key with raw key
    private static Condition equal(ForeignKey<?, ?, ?> foreignKey, Table<?, ?> target) {
        ColumnExpr<Object> key = (ColumnExpr<Object>) foreignKey.key();
        return key.eq((Expr<Object>) target.column(foreignKey.targetColumn().ordinal));
    }
}

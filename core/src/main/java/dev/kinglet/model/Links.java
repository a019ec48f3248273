package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
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

/** Finds how two sources join: by the reference between them, or as told. */
final class Links {
    private Links() {}

    static Link between(Table<?, ?> left, Source<?> right, @Nullable On on) {
        if (on instanceof Condition condition) {
            return right instanceof Table<?, ?> table
                    ? byCondition(left, table, condition)
                    : new Link(condition, null);
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
        if (on instanceof Hop relation) {
            return byRelation(left, table, relation);
        }
        return on instanceof Reference<?, ?> reference
                ? byReference(left, table, reference)
                : byTheOnlyOne(left, table);
    }

    static boolean relates(Table<?, ?> some, Table<?, ?> other) {
        return !to(some, other).isEmpty() || !to(other, some).isEmpty();
    }

    private static Link byTheOnlyOne(Table<?, ?> left, Table<?, ?> right) {
        List<Reference<?, ?>> forward = to(left, right);
        List<Reference<?, ?>> backward = to(right, left);
        List<Reference<?, ?>> all = new ArrayList<>(forward);
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
        Reference<?, ?> chosen = all.size() == 1 ? all.get(0) : namedLikeItsTarget(all);
        if (chosen == null) {
            throw new ProgrammingException(
                    "more than one foreign key joins "
                            + left
                            + " and "
                            + right
                            + ": "
                            + all.stream().map(Object::toString).collect(Collectors.joining(", ")),
                    left.toString(),
                    "say which: join(table, foreignKey)");
        }
        boolean leads = forward.contains(chosen);
        return along(leads ? chosen.forward() : chosen.backward(), left, right);
    }

    /**
     * Of several, the one that is called as its target is, book.author of Author, is the one that
     * is meant.
     */
    private static @Nullable Reference<?, ?> namedLikeItsTarget(List<Reference<?, ?>> all) {
        List<Reference<?, ?>> named =
                all.stream()
                        .filter(fk -> fk.label().equalsIgnoreCase(fk.target().toString()))
                        .toList();
        return named.size() == 1 ? named.get(0) : null;
    }

    private static Link byReference(
            Table<?, ?> left, Table<?, ?> right, Reference<?, ?> reference) {
        Table<?, ?> owner = reference.table();
        Table<?, ?> target = reference.target();
        // the exact source first, so that a self join by an alias's own key goes the way that was
        // said
        boolean forward =
                owner.equals(left) && target == right.base()
                        || !(owner.equals(right) && target == left.base())
                                && owner.base() == left.base()
                                && target == right.base();
        boolean backward = owner.base() == right.base() && target == left.base();
        if (!forward && !backward) {
            throw new ProgrammingException(
                    reference
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
        return along(forward ? reference.forward() : reference.backward(), left, right);
    }

    private static Link byRelation(Table<?, ?> left, Table<?, ?> right, Hop relation) {
        boolean forward = relation.owner() == left.base() && relation.target() == right.base();
        boolean backward = relation.owner() == right.base() && relation.target() == left.base();
        if (!forward && !backward) {
            throw new ProgrammingException(
                    relation
                            + " leads from "
                            + relation.owner()
                            + " to "
                            + relation.target()
                            + ", so it cannot join "
                            + left
                            + " and "
                            + right,
                    left.toString(),
                    "use a relation between the two, or a condition");
        }
        return along(forward ? relation : relation.inverse(), left, right);
    }

    private static Link along(Hop relation, Table<?, ?> left, Table<?, ?> right) {
        return new Link(relation.on(left, right), relation);
    }

    /**
     * The condition stands; comparisons of all columns of a reference with those of its target in
     * it say how the objects hang together.
     */
    private static Link byCondition(Table<?, ?> left, Table<?, ?> right, Condition condition) {
        List<Column<?>> compared = new ArrayList<>(2);
        collect(condition, left, right, compared);
        List<Hop> found = new ArrayList<>(1);
        if (!compared.isEmpty()) {
            for (Reference<?, ?> reference : left.references()) {
                if (compares(compared, reference, right)) {
                    found.add(reference.forward());
                }
            }
            for (Reference<?, ?> reference : right.references()) {
                if (compares(compared, reference, left)) {
                    found.add(reference.backward());
                }
            }
        }
        return new Link(condition, found.size() == 1 ? found.get(0) : null);
    }

    /** Adds the columns that have to be equal, of the one table and of the other in turns. */
    private static void collect(
            Expr<?> condition, Table<?, ?> left, Table<?, ?> right, List<Column<?>> compared) {
        Exprs.Binary binary = Exprs.binary(condition);
        if (binary == null) {
            return;
        }
        if (binary.operator() == Operator.AND) {
            collect(binary.left(), left, right, compared);
            collect(binary.right(), left, right, compared);
        } else if (binary.operator() == Operator.EQ
                && binary.left() instanceof Column<?> a
                && binary.right() instanceof Column<?> b
                && (a.table.equals(left) && b.table.equals(right)
                        || a.table.equals(right) && b.table.equals(left))) {
            compared.add(a);
            compared.add(b);
        }
    }

    /** Whether each column of a reference is compared with the one that it refers to. */
    private static boolean compares(
            List<Column<?>> compared, Reference<?, ?> reference, Table<?, ?> target) {
        List<Column<?>> columns = reference.columns();
        for (int i = 0; i < columns.size(); i++) {
            boolean found = false;
            for (int at = 0; at < compared.size() && !found; at += 2) {
                Column<?> a = compared.get(at);
                Column<?> b = compared.get(at + 1);
                found = refers(a, b, reference, i, target) || refers(b, a, reference, i, target);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean refers(
            Column<?> from, Column<?> to, Reference<?, ?> reference, int at, Table<?, ?> target) {
        return reference.columns().get(at).equals(from.table.column(from.ordinal))
                && to.table.equals(target)
                && reference.targetColumns().get(at).equals(to.canonical());
    }

    private static List<Reference<?, ?>> to(Table<?, ?> from, Table<?, ?> target) {
        List<Reference<?, ?>> found = List.of();
        for (Reference<?, ?> foreignKey : from.references()) {
            if (foreignKey.target() == target.base()) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(foreignKey);
            }
        }
        return found;
    }
}

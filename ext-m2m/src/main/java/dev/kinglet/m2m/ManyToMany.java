package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import org.jspecify.annotations.Nullable;

/**
 * A many-to-many relation: each row of the left model has any number of rows of the right one, and
 * the other way round. What belongs together stands in a through table, a model like any other,
 * which may have more columns and is created and bound as any other.
 *
 * <p>A through table has a unique index, or its primary key, over both foreign keys: it is what
 * keeps two programs that add the same row at the same time from storing it twice.
 *
 * @param <L> the left model, whose rows are asked
 * @param <R> the right model, whose rows are the answer
 */
public final class ManyToMany<L extends Model<?>, R extends Model<?>> {
    private final ForeignKey<?, L, ?> left;
    private final ForeignKey<?, R, ?> right;
    private final @Nullable QueryExecutor database;

    private ManyToMany(
            ForeignKey<?, L, ?> left, ForeignKey<?, R, ?> right, @Nullable QueryExecutor database) {
        this.left = left;
        this.right = right;
        this.database = database;
    }

    /**
     * A relation by the two foreign keys of its through table. It may be declared in a field of
     * that table; no other table is touched before the relation is used. Both may refer to the same
     * model: then the first is the side that is asked.
     *
     * @throws ModelException for foreign keys of two tables, or twice the same
     */
    public static <T extends Model<?>, L extends Model<?>, R extends Model<?>>
            ManyToMany<L, R> through(ForeignKey<T, L, ?> left, ForeignKey<T, R, ?> right) {
        Table<?, ?> table = left.table().base();
        if (table != right.table().base()) {
            throw new ModelException(
                    "a many-to-many relation goes through one table, and "
                            + left
                            + " and "
                            + right
                            + " are of two",
                    table.toString(),
                    "name two foreign keys of one table");
        }
        if (left.ordinal() == right.ordinal()) {
            throw new ModelException(
                    "a many-to-many relation has two sides, and " + left + " is given for both",
                    table.toString(),
                    "name another foreign key of " + table + " for one of them");
        }
        return new ManyToMany<>(left, right, null);
    }

    /**
     * The rows that belong to this one: a query, to which rows can be added.
     *
     * @throws ModelException for a row without a key
     */
    public Related<R> of(L row) {
        ForeignKey<?, L, ?> from = ofBase(left);
        ForeignKey<?, R, ?> to = ofBase(right);
        @SuppressWarnings("unchecked") // a foreign key to R leads to R's table
        Table<R, ?> target = (Table<R, ?>) to.target();
        Select<R> rows = target.select().join(through(), to).where(from.eq(row));
        return new Related<>(
                database == null ? rows : rows.using(database), from, to, row, database);
    }

    /** The same relation, asked from the other side. */
    public ManyToMany<R, L> reverse() {
        return new ManyToMany<>(right, left, database);
    }

    /** The same relation on this database, whatever its tables are bound to. */
    public ManyToMany<L, R> using(QueryExecutor database) {
        return new ManyToMany<>(left, right, database);
    }

    /** The table that says which rows belong together. */
    public Table<?, ?> through() {
        return left.table().base();
    }

    /** The two sides, by the foreign keys that lead to them. */
    @Override
    public String toString() {
        return left + " to " + right;
    }

    /** A field of an alias of the through table means the table: links are written to it. */
    private static <T extends Model<?>> ForeignKey<?, T, ?> ofBase(ForeignKey<?, T, ?> foreignKey) {
        return foreignKey.table().base().col(foreignKey);
    }
}

package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.On;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Lazy;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a row refer to a row of another table: one column ({@link ForeignKey}) or several
 * ({@link CompositeForeignKey}). Joins, loads and deletions take either.
 *
 * @param <M> the model that refers
 * @param <T> the model it refers to; nullable where it may refer to none
 */
public sealed interface Reference<M extends Model<?>, T extends @Nullable Model<?>> extends On
        permits ForeignKey, CompositeForeignKey {

    /** The table, or the alias, whose rows refer. */
    Table<?, ?> table();

    /** The table it refers to; resolves it. */
    Table<?, ?> target();

    /** The columns that hold what it refers by, in order. */
    List<Column<?>> columns();

    /** The columns it refers to, those of the base table, as many; resolves them. */
    List<Column<?>> targetColumns();

    /** Whether a row may refer to none: one of the columns may be NULL. */
    boolean isNullable();

    /** The Java field that holds it. */
    String label();

    /** What happens to this row when the one it refers to is deleted. */
    OnDelete onDelete();

    /** What happens to this row when the key of the one it refers to changes. */
    OnDelete onUpdate();

    /** When the database checks it. */
    ForeignKey.Deferral deferral();

    /** The name of the relation seen from the target; null where none was given. */
    @Nullable String backref();

    /**
     * How the row is loaded that a row refers to, where its query does not say; null for as usual.
     */
    @Nullable Lazy lazy();

    /** From the row that refers to the one that it refers to. */
    Hop forward();

    /** From the row that is referred to, to those that refer. */
    Hop backward();

    /** Refers to this row; null means to none. */
    Condition eq(T row);

    /** Refers to the row of this table or alias: a join condition. */
    Condition eq(Table<? extends T, ?> target);

    /** Refers to one of these rows; of none, nothing matches. */
    Condition in(Collection<? extends T> rows);

    /** Refers to none. */
    Condition isNull();

    /** Refers to some row. */
    Condition isNotNull();

    /** Sets the reference, in create, insert and update. */
    Assignment to(T row);
}

package dev.kinglet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a field of a table holds and that is no column; other modules bring such ones.
 * The table checks it when it is bound, and maps of rows can have what it leads to.
 */
public interface TableRelation {

    /** The table, or the alias, in whose field it stands. */
    Table<?, ?> table();

    /** The table of the rows that it is asked from. */
    Table<?, ?> owner();

    /** The table of the rows that it leads to. */
    Table<?, ?> target();

    /** What it is called by its owner; null where it has no name. */
    @Nullable String name();

    /** What it is called by its target; null where it has no name there. */
    @Nullable String backref();

    /**
     * Throws what is wrong with it, the tables that it leads to included. Called when its table is
     * bound.
     */
    void verify();

    /**
     * The rows that it leads to from a row of its owner.
     *
     * @param ask whether to load them where they are not there yet
     * @return null where they are not there, and nobody asked
     */
    @Nullable List<? extends Model<?>> rows(Model<?> row, boolean ask);
}

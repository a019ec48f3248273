package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads what a row is asked for and does not have yet, as {@link Lazy} says. */
final class LazyLoad {
    private LazyLoad() {}

    /**
     * The row that a relation leads to.
     *
     * @throws NotFoundException where it is gone
     */
    static Model<?> one(Model<?> row, Hop relation, Object key) {
        Model<?> found = find(row, relation, key);
        if (found == null) {
            throw new NotFoundException(
                    Hop.shown(relation.from())
                            + " refers to a row of "
                            + relation.target()
                            + " that is not there",
                    ErrorContext.NONE.withModel(row.table().toString()),
                    null);
        }
        return found;
    }

    /** The row that a relation leads to; null where it is gone. */
    static @Nullable Model<?> find(Model<?> row, Hop relation, Object key) {
        Bunch together = together(row, relation, key);
        return together != null ? first(together.rows()) : alone(row, relation, key);
    }

    /** The rows that refer to a row, when they can be loaded with those of others; else null. */
    static @Nullable List<Model<?>> many(Model<?> row, Hop relation) {
        Object key = relation.keyOf(row);
        Bunch together = key == null || key == Model.UNSET ? null : together(row, relation, key);
        return together == null ? null : together.rows();
    }

    /**
     * Where the rows of a relation are: a row that was read where its table is bound finds others
     * where theirs are bound, so that models of two databases can refer to each other; one that was
     * read elsewhere, by {@code using(..)}, finds them there.
     */
    static QueryExecutor database(QueryExecutor rows, Hop relation) {
        QueryExecutor bound = relation.target().bound();
        return bound != null && relation.owner().bound() == rows ? bound : rows;
    }

    private static @Nullable Bunch together(Model<?> row, Hop relation, Object key) {
        RowOrigin origin = row.origin;
        Lazy said = origin == null ? null : origin.readBy().lazy();
        Lazy lazy = said == null ? relation.lazy() : said;
        if (lazy == null) {
            lazy = row.executor().lazy();
        }
        if (lazy == Lazy.STRICT) {
            throw refused(row, relation);
        }
        RowGroup group = origin == null || lazy == Lazy.SINGLE ? null : origin.group();
        return group == null
                ? null
                : group.rows(relation, key, database(row.executor(), relation), said);
    }

    private static @Nullable Model<?> alone(Model<?> row, Hop relation, Object key) {
        Table<?, ?> target = relation.target();
        Select<? extends Model<?>> query =
                target.where(relation.matches(target, key))
                        .using(database(row.executor(), relation));
        Lazy said = row.origin == null ? null : row.origin.readBy().lazy();
        return said == null ? query.first() : query.lazy(said).first();
    }

    private static @Nullable Model<?> first(List<Model<?>> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }

    private static ProgrammingException refused(Model<?> row, Hop relation) {
        RowOrigin.ReadBy by = row.origin == null ? RowOrigin.ReadBy.UNKNOWN : row.origin.readBy();
        String call = Load.call(relation);
        return new ProgrammingException(
                relation
                        + " was not loaded, and lazy loading is STRICT here"
                        + (by.place() == null ? "" : "; the row was read at " + by.place()),
                new ErrorContext(
                        by.sql(),
                        List.of(),
                        row.table().toString(),
                        by.sql() == null
                                ? "load it: Load.loadInto(row, " + call + ")"
                                : "load it with the rows: query.load(" + call + ")"),
                null);
    }
}

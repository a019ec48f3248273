package dev.kinglet.model;

import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Select;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows that refer to a row: a query, which may know its rows already. */
final class Backref<M extends Model<?>> extends Select<M> {

    private Backref(Rows<M> rows) {
        super(rows, rows);
    }

    /** Where the rows are there the query is made only when a clause is added to it. */
    static <M extends Model<?>> Select<M> of(Model<?> row, ForeignKey<M, ?, ?> foreignKey) {
        boolean known = Related.many(row, foreignKey.backward()) != null;
        return new Backref<>(new Rows<>(row, foreignKey, known ? null : query(row, foreignKey)));
    }

    private static <M extends Model<?>> Select<M> query(
            Model<?> row, ForeignKey<M, ?, ?> foreignKey) {
        Select<M> rows = foreignKey.referringTo(row);
        RowOrigin origin = row.origin;
        return origin == null
                ? rows
                : rows.using(LazyLoad.database(origin.executor(), foreignKey.backward()));
    }

    private record Rows<M extends Model<?>>(
            Model<?> row, ForeignKey<M, ?, ?> foreignKey, @Nullable Select<M> query)
            implements EagerLoad.Loaded<M>, Supplier<Select<M>> {
        @Override
        public Select<M> get() {
            return query == null ? Backref.query(row, foreignKey) : query;
        }

        @Override
        public @Nullable List<M> loaded() {
            return typed(Related.many(row, foreignKey.backward()));
        }

        @Override
        public List<M> loadedTogether() {
            List<M> known = loaded();
            if (known != null) {
                return known;
            }
            Hop relation = foreignKey.backward();
            List<M> rows = typed(LazyLoad.many(row, relation));
            if (rows == null) {
                rows = get().list();
            }
            Related.adopt(row, relation, rows);
            return rows;
        }

        @SuppressWarnings("unchecked") // rows of the table that has the foreign key
        private static <M extends Model<?>> @Nullable List<M> typed(@Nullable List<Model<?>> rows) {
            return (List<M>) (List<?>) rows;
        }
    }
}

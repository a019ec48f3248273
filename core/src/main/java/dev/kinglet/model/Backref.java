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
    static <M extends Model<?>> Select<M> of(Model<?> row, Reference<M, ?> reference) {
        boolean known = Related.many(row, reference.backward()) != null;
        return new Backref<>(new Rows<>(row, reference, known ? null : query(row, reference)));
    }

    private static <M extends Model<?>> Select<M> query(Model<?> row, Reference<M, ?> reference) {
        Select<M> rows =
                reference instanceof CompositeForeignKey<M, ?> composite
                        ? composite.referringTo(row)
                        : ((ForeignKey<M, ?, ?>) reference).referringTo(row);
        RowOrigin origin = row.origin;
        return origin == null
                ? rows
                : rows.using(LazyLoad.database(origin.executor(), reference.backward()));
    }

    private record Rows<M extends Model<?>>(
            Model<?> row, Reference<M, ?> reference, @Nullable Select<M> query)
            implements EagerLoad.Loaded<M>, Supplier<Select<M>> {
        @Override
        public Select<M> get() {
            return query == null ? Backref.query(row, reference) : query;
        }

        @Override
        public @Nullable List<M> loaded() {
            return typed(Related.many(row, reference.backward()));
        }

        @Override
        public List<M> loadedTogether() {
            List<M> known = loaded();
            if (known != null) {
                return known;
            }
            Hop relation = reference.backward();
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

package dev.kinglet.model;

import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Select;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows that refer to a row: a query, which may know its rows already. */
final class Backref<M extends Model<?>> extends Select<M> {

    Backref(Supplier<Select<M>> query, Model<?> row, Hop relation) {
        super(query, new Rows<>(query, row, relation));
    }

    private record Rows<M extends Model<?>>(Supplier<Select<M>> query, Model<?> row, Hop relation)
            implements EagerLoad.Loaded<M> {
        @Override
        public @Nullable List<M> loaded() {
            return typed(Related.many(row, relation));
        }

        @Override
        public List<M> loadedTogether() {
            List<M> known = loaded();
            if (known != null) {
                return known;
            }
            List<M> rows = typed(LazyLoad.many(row, relation));
            if (rows == null) {
                rows = query.get().list();
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

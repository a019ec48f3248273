package dev.kinglet.model;

import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Insert;
import dev.kinglet.query.QueryExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an INSERT of many, brought into the order of its columns one by one while it runs.
 *
 * @param <T> what a row is given as
 */
abstract class ManyRows<T> implements QueryExecutor.Rows {
    final Table<?, ?> table;
    final List<Column<?>> columns;
    private final boolean[] references;
    private final boolean[] nullable;
    private final Class<?>[] types;
    private final Iterator<? extends T> rows;
    private final int expected;
    private int number;

    private ManyRows(
            Table<?, ?> table,
            List<Column<?>> columns,
            Iterable<?> given,
            Iterator<? extends T> rows) {
        this.expected = given instanceof Collection<?> known ? known.size() : 16;
        this.table = table;
        this.columns = columns;
        this.rows = rows;
        int size = columns.size();
        references = new boolean[size];
        nullable = new boolean[size];
        types = new Class<?>[size];
        for (int i = 0; i < size; i++) {
            Column<?> column = columns.get(i);
            references[i] = column instanceof ForeignKey<?, ?, ?>;
            nullable[i] = column.isNullable();
            types[i] = column.type().javaType();
        }
    }

    // ---- what rows are given as

    static Insert<Integer, Integer> lists(
            Table<?, ?> table,
            List<? extends Column<?>> given,
            Iterable<? extends List<? extends @Nullable Object>> rows) {
        List<Column<?>> columns = new ArrayList<>(given.size());
        for (Column<?> column : given) {
            Column<?> own = table.own(column).writable();
            if (columns.contains(own)) {
                throw new ModelException(
                        own + " is named twice for an insert into " + table,
                        table.toString(),
                        "name each column once");
            }
            columns.add(own);
        }
        int named = columns.size();
        for (Column<?> column : table.sealed().withDefault()) {
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        refuseNone(table, columns);
        return Insert.many(table, () -> new Lists(table, columns, named, rows).many());
    }

    static Insert<Integer, Integer> maps(
            Table<?, ?> table, Iterable<? extends Map<?, ? extends @Nullable Object>> rows) {
        return Insert.many(
                table,
                () -> {
                    Ahead<Map<?, ? extends @Nullable Object>> ahead = new Ahead<>(rows.iterator());
                    Map<?, ? extends @Nullable Object> first = ahead.first();
                    return first == null ? none() : Maps.of(table, first, rows, ahead).many();
                });
    }

    static Insert<Integer, Integer> models(Table<?, ?> table, Iterable<? extends Model<?>> rows) {
        return Insert.many(
                table,
                () -> {
                    Ahead<Model<?>> ahead = new Ahead<>(rows.iterator());
                    Model<?> first = ahead.first();
                    return first == null ? none() : Models.of(table, first, rows, ahead).many();
                });
    }

    /** Rows of lists: values in the order of the columns, then defaults. */
    private static final class Lists extends ManyRows<List<? extends @Nullable Object>> {
        private final int named;

        Lists(
                Table<?, ?> table,
                List<Column<?>> columns,
                int named,
                Iterable<? extends List<? extends @Nullable Object>> rows) {
            super(table, columns, rows, rows.iterator());
            this.named = named;
        }

        @Override
        void put(List<? extends @Nullable Object> row, @Nullable Object[] into, int at) {
            if (row.size() != named) {
                throw refused(
                        "has " + row.size() + " values for " + named + " columns",
                        "give each row one value for each of " + columns.subList(0, named));
            }
            for (int i = 0; i < named; i++) {
                into[at + i] = checked(i, row.get(i));
            }
            for (int i = named; i < columns.size(); i++) {
                into[at + i] = defaultOf(columns.get(i));
            }
        }
    }

    /** Rows of maps; the first one says which columns there are. */
    private static final class Maps extends ManyRows<Map<?, ? extends @Nullable Object>> {
        private final Map<@Nullable Object, Integer> places = new HashMap<>();

        private Maps(
                Table<?, ?> table,
                List<Column<?>> columns,
                Iterable<?> given,
                Iterator<Map<?, ? extends @Nullable Object>> rows) {
            super(table, columns, given, rows);
        }

        static Maps of(
                Table<?, ?> table,
                Map<?, ? extends @Nullable Object> first,
                Iterable<?> given,
                Iterator<Map<?, ? extends @Nullable Object>> rows) {
            List<Column<?>> columns = new ArrayList<>();
            for (Object key : first.keySet()) {
                Column<?> column = ByName.column(table, key).writable();
                if (!columns.contains(column)) {
                    columns.add(column);
                }
            }
            for (Column<?> column : table.sealed().withDefault()) {
                if (!columns.contains(column)) {
                    columns.add(column);
                }
            }
            columns.sort(Comparator.comparing(column -> column.ordinal)); // maps have no order
            refuseNone(table, columns);
            return new Maps(table, columns, given, rows);
        }

        @Override
        void put(Map<?, ? extends @Nullable Object> row, @Nullable Object[] into, int at) {
            Arrays.fill(into, at, at + columns.size(), Model.UNSET);
            for (Map.Entry<?, ? extends @Nullable Object> entry : row.entrySet()) {
                int place = place(entry.getKey());
                Object value = entry.getValue();
                into[at + place] =
                        value == null || value instanceof Model<?>
                                ? checked(place, value)
                                : fitting(place, value);
            }
            for (int i = 0; i < columns.size(); i++) {
                if (into[at + i] == Model.UNSET) {
                    into[at + i] = missing(columns.get(i));
                }
            }
        }

        private int place(@Nullable Object key) {
            Integer known = places.get(key);
            if (known == null) {
                Column<?> column = ByName.column(table, key);
                known = columns.indexOf(column);
                if (known < 0) {
                    throw refused(
                            "sets " + column + ", which the first row does not",
                            "set the same columns in each, or name them: insertMany(columns, rows)");
                }
                places.put(key, known);
            }
            return known;
        }

        private @Nullable Object fitting(int place, Object value) {
            try {
                return MapValues.fit(columns.get(place), value);
            } catch (ModelException e) {
                throw refused(": " + e.summary(), e.hint());
            }
        }
    }

    /** Rows that are objects; all columns of theirs, but those that the database makes. */
    private static final class Models extends ManyRows<Model<?>> {

        private Models(
                Table<?, ?> table,
                List<Column<?>> columns,
                Iterable<?> given,
                Iterator<Model<?>> rows) {
            super(table, columns, given, rows);
        }

        static Models of(
                Table<?, ?> table, Model<?> first, Iterable<?> given, Iterator<Model<?>> rows) {
            List<Column<?>> columns = new ArrayList<>(table.columns());
            for (Column<?> made : table.sealed().made()) {
                if (made.isReadOnly || first.values()[made.ordinal] == Model.UNSET) {
                    columns.remove(made);
                }
            }
            refuseNone(table, columns);
            return new Models(table, columns, given, rows);
        }

        @Override
        void put(Model<?> row, @Nullable Object[] into, int at) {
            if (row.table().base() != table.base()) {
                throw refused("is a row of " + row.table(), "give rows of " + table);
            }
            for (int i = 0; i < columns.size(); i++) {
                Column<?> column = columns.get(i);
                Object value = row.values()[column.ordinal];
                if (value == Model.UNSET) {
                    value = later(row, column); // saved meanwhile
                }
                into[at + i] = value == Model.UNSET ? missing(column) : value;
            }
        }
    }

    /** Hands the first row out twice: to be looked at, and in its turn. */
    private static final class Ahead<T> implements Iterator<T> {
        private final Iterator<? extends T> rows;
        private @Nullable T first;

        Ahead(Iterator<? extends T> rows) {
            this.rows = rows;
            this.first = rows.hasNext() ? rows.next() : null;
        }

        /** Null where there is none. */
        @Nullable T first() {
            return first;
        }

        @Override
        public boolean hasNext() {
            return first != null || rows.hasNext();
        }

        @Override
        public T next() {
            T next = first;
            if (next == null) {
                return rows.next();
            }
            first = null;
            return next;
        }
    }

    // ---- running

    @Override
    public final boolean next(@Nullable Object[] into, int at) {
        if (!rows.hasNext()) {
            return false;
        }
        number++;
        put(rows.next(), into, at);
        return true;
    }

    @Override
    public final int expected() {
        return expected;
    }

    abstract void put(T row, @Nullable Object[] into, int at);

    final Insert.Many many() {
        List<Expr<?>> values = new ArrayList<>(columns.size());
        for (Column<?> column : columns) {
            values.add(Fn.<@Nullable Object>value(null, column));
        }
        List<ColumnExpr<?>> targets = List.copyOf(columns);
        return new Insert.Many(targets, List.copyOf(values), this);
    }

    private static Insert.Many none() {
        return new Insert.Many(List.of(), List.of(), (into, at) -> false);
    }

    /** The value of a column as it is stored. */
    final @Nullable Object checked(int place, @Nullable Object value) {
        if (value == null) {
            if (!nullable[place]) {
                throw refused(
                        "sets " + columns.get(place) + " to null, and it is never null",
                        "declare it nullable(), or set a value");
            }
            return null;
        }
        if (types[place].isInstance(value)) {
            return value;
        }
        Column<?> column = columns.get(place);
        if (references[place] && value instanceof Model<?> target) {
            return key((ForeignKey<?, ?, ?>) column, target);
        }
        throw refused(
                "sets "
                        + column
                        + ", which is of type "
                        + column.type()
                        + ", to "
                        + (value instanceof Expr<?>
                                ? "an expression"
                                : "a value of type " + value.getClass().getSimpleName()),
                value instanceof Expr<?>
                        ? "expressions are for an insert of one row, or insertFrom(columns, query)"
                        : "give one of type " + types[place].getSimpleName());
    }

    /** What a row that is set, and was saved later, gives a column; UNSET where none is set. */
    final @Nullable Object later(Model<?> row, Column<?> column) {
        if (column instanceof ForeignKey<?, ?, ?> foreignKey
                && row.related(foreignKey) instanceof Model<?> target) {
            return key(foreignKey, target);
        }
        try {
            return Composites.later(row, column);
        } catch (KingletException e) {
            throw refused(": " + e.summary(), e.hint());
        }
    }

    private Object key(ForeignKey<?, ?, ?> foreignKey, Model<?> target) {
        try {
            return ByName.key(foreignKey, target);
        } catch (KingletException e) {
            throw refused(": " + e.summary(), e.hint());
        }
    }

    /** What a row gets that does not set a column which others do. */
    final @Nullable Object missing(Column<?> column) {
        if (column.canonical().isFilledIn()) {
            return defaultOf(column);
        }
        if (!column.isNullable()) {
            throw refused(
                    "has no value for " + column,
                    "set it in each row, or declare it nullable() or with defaultTo(..)");
        }
        return null;
    }

    static @Nullable Object defaultOf(Column<?> column) {
        return Exprs.value(Sealed.defaultOf(column.canonical()).parts().get(0).value());
    }

    final ModelException refused(String what, @Nullable String hint) {
        return new ModelException(
                "row "
                        + number
                        + " of an insert into "
                        + table
                        + (what.startsWith(":") ? what : " " + what),
                table.toString(),
                hint);
    }

    private static void refuseNone(Table<?, ?> table, List<Column<?>> columns) {
        if (columns.isEmpty()) {
            throw new ModelException(
                    "an insert of many rows into " + table + " sets no column",
                    table.toString(),
                    "name one, or call insert() for each row of defaults");
        }
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.expr.RowValue;
import dev.kinglet.expr.Sort;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one table belong to rows of another, as data: those whose columns hold what the
 * columns of this row hold, and that have a constant in further columns. A row with NULL in one of
 * them belongs to none. Joins, lazy loads and eager loads know nothing else of a relation.
 *
 * <p>The columns are those of the base tables, so a relation is the same whatever alias it was said
 * with. For applications {@link Reference#forward()} and {@link Reference#backward()} make them;
 * other modules declare their own by {@link #one} and {@link #many}. One that leads through a table
 * of links ({@link Through}) has the columns of the links as those that its rows are found by.
 */
public final class Hop implements On {
    private final List<Column<?>> from;
    private final List<Column<?>> to;
    private final List<Constant> where;
    private final boolean many;
    private final @Nullable Reference<?, ?> reference;
    private final @Nullable String name;
    private final @Nullable Via via;
    private final int hash;

    /** The column to read of a row, where that is all there is to its key; else -1. */
    private final int only;

    /** Where a row keeps the one row that this leads to; -1 where it has no place of its own. */
    final int slot;

    // made when first needed; two threads may both make it, and make it equal
    private @Nullable Hop inverse;

    private Hop(
            List<Column<?>> from,
            List<Column<?>> to,
            List<Constant> where,
            boolean many,
            @Nullable Reference<?, ?> reference,
            @Nullable String name) {
        this(from, to, where, many, reference, name, null);
    }

    private Hop(
            List<Column<?>> from,
            List<Column<?>> to,
            List<Constant> where,
            boolean many,
            @Nullable Reference<?, ?> reference,
            @Nullable String name,
            @Nullable Via via) {
        this.from = from;
        this.to = to;
        this.where = where;
        this.many = many;
        this.reference = reference;
        this.name = name;
        this.via = via;
        this.slot = many || reference == null ? -1 : Related.slot(reference);
        this.only = from.size() == 1 && constants(owner()).isEmpty() ? from.get(0).ordinal : -1;
        this.hash = Objects.hash(from, to, where, many, via);
    }

    /**
     * A column that holds the same in all rows that belong together.
     *
     * @param column of either table
     * @param value what it holds, never null
     */
    public record Constant(Column<?> column, Object value) {}

    /**
     * What comes behind the links of a relation through a table of links.
     *
     * @param far refers from the links to the rows that are loaded
     * @param order of the rows, unless a query says one; empty for no certain one
     * @param whole whether the links have columns of their own, which come along
     */
    private record Via(Reference<?, ?> far, List<Sort> order, boolean whole) {}

    /**
     * A relation through the table of both references: against the first, along the second.
     *
     * @param name what messages call it
     */
    static Hop through(Reference<?, ?> near, Reference<?, ?> far, List<Sort> order, String name) {
        Hop links = near.backward();
        Set<Column<?>> columns = new HashSet<>(near.table().columns());
        columns.removeAll(near.columns());
        columns.removeAll(far.columns());
        columns.removeAll(near.table().primaryKey());
        Via via = new Via(far, List.copyOf(order), !columns.isEmpty());
        return new Hop(links.from, links.to, List.of(), true, near, name, via);
    }

    /**
     * A relation to one row at most, by columns of one table that hold what those of another do.
     *
     * @throws ModelException where they are not as many, none, or of several tables a side
     */
    public static Hop one(
            List<? extends Column<?>> from, List<? extends Column<?>> to, String name) {
        return of(from, to, false, name);
    }

    /** A relation to any number of rows; as {@link #one}. */
    public static Hop many(
            List<? extends Column<?>> from, List<? extends Column<?>> to, String name) {
        return of(from, to, true, name);
    }

    /** The same, of rows that have this value in a column of one of the two tables. */
    public Hop where(Column<?> column, Object value) {
        Column<?> base = column.canonical();
        if (base.table != owner() && base.table != target()) {
            throw new ModelException(
                    "the relation " + this + " asks for " + base + ", a column of " + base.table,
                    owner().toString(),
                    "use a column of " + owner() + " or " + target());
        }
        List<Constant> all = new ArrayList<>(where);
        all.add(new Constant(base, value));
        return new Hop(from, to, List.copyOf(all), many, reference, name);
    }

    static Hop forward(Reference<?, ?> reference) {
        return new Hop(
                base(reference.columns()),
                reference.targetColumns(),
                List.of(),
                false,
                reference,
                reference.label());
    }

    static Hop backward(Reference<?, ?> reference) {
        return new Hop(
                reference.targetColumns(),
                base(reference.columns()),
                List.of(),
                true,
                reference,
                reference.backref());
    }

    private static Hop of(
            List<? extends Column<?>> from,
            List<? extends Column<?>> to,
            boolean many,
            String name) {
        boolean wrong = from.isEmpty() || from.size() != to.size();
        for (List<? extends Column<?>> side : List.of(from, to)) {
            wrong |= side.stream().anyMatch(c -> c.table.base() != side.get(0).table.base());
        }
        if (wrong) {
            throw new ModelException(
                    "the relation " + name + " leads from " + from + " to " + to,
                    from.isEmpty() ? null : from.get(0).table.base().toString(),
                    "name as many columns of one table as of the other");
        }
        return new Hop(base(from), base(to), List.of(), many, null, name);
    }

    private static List<Column<?>> base(List<? extends Column<?>> columns) {
        return columns.stream().<Column<?>>map(Column::canonical).toList();
    }

    // ---- what it is

    /** The table of the rows that something is loaded for. */
    public Table<?, ?> owner() {
        return from.get(0).table;
    }

    /** The table of the rows that are loaded. */
    public Table<?, ?> target() {
        return via == null ? to.get(0).table : via.far.target();
    }

    /** The columns of the rows that something is loaded for. */
    public List<Column<?>> from() {
        return from;
    }

    /** The columns of the rows that are loaded, in the same order. */
    public List<Column<?>> to() {
        return to;
    }

    /** The columns of both tables that hold a constant. */
    public List<Constant> where() {
        return where;
    }

    /** Whether there may be more than one such row. */
    public boolean many() {
        return many;
    }

    /** The reference that it goes along or against; null where it follows none. */
    public @Nullable Reference<?, ?> reference() {
        return reference;
    }

    /** How it is loaded where the query of the rows does not say; null for as usual. */
    @Nullable Lazy lazy() {
        return many || reference == null ? null : reference.lazy();
    }

    /** What the relation is called by its owner; null where it has no name. */
    public @Nullable String name() {
        return name;
    }

    /** The same relation from the other side. */
    public Hop inverse() {
        Hop known = inverse;
        if (known == null) {
            if (reference != null && where.isEmpty()) {
                // of one through links: the way back from a link
                known = many ? reference.forward() : reference.backward();
            } else {
                known = new Hop(to, from, where, !many, reference, null);
                known.inverse = this;
            }
            inverse = known;
        }
        return known;
    }

    // ---- rows

    /** What a row has to match by; null for nothing, {@link Model#UNSET} where it is not known. */
    @Nullable Object keyOf(Model<?> row) {
        @Nullable Object[] values = row.values();
        return only >= 0 ? values[only] : keyOf(values);
    }

    private @Nullable Object keyOf(@Nullable Object[] values) {
        boolean known = true;
        for (Constant constant : constants(owner())) {
            Object value = values[constant.column.ordinal];
            known &= value != Model.UNSET;
            if (value != Model.UNSET && !Objects.deepEquals(value, constant.value)) {
                return null;
            }
        }
        Object[] parts = new Object[from.size()];
        for (int i = 0; i < parts.length; i++) {
            Object part = values[from.get(i).ordinal];
            if (part == null) {
                return null;
            }
            known &= part != Model.UNSET;
            parts[i] = part;
        }
        if (!known) {
            return Model.UNSET;
        }
        return parts.length == 1 ? parts[0] : CompositeKey.of(parts);
    }

    /** The row that has the columns by which another one was found: itself, or its link. */
    Model<?> holder(Model<?> found) {
        return via == null ? found : Objects.requireNonNull(found.joined(links()));
    }

    /** Whether what it leads to depends on a column of its owner. */
    boolean reads(int ordinal) {
        return from.stream().anyMatch(column -> column.ordinal == ordinal)
                || constants(owner()).stream().anyMatch(some -> some.column.ordinal == ordinal);
    }

    // ---- conditions

    /** Whether another relation finds its rows in the same way. */
    boolean findsLike(Hop other) {
        return to.equals(other.to)
                && Objects.equals(via, other.via)
                && constants(target()).equals(other.constants(other.target()));
    }

    /**
     * What a query of its rows reads: they themselves or, of those that links lead to, these with
     * links that have columns of their own, in the order of the relation where the query says none.
     */
    Select<? extends Model<?>> reading(Select<? extends Model<?>> rows) {
        if (via == null) {
            return rows;
        }
        SelectDefinition said = rows.definition();
        Select<? extends Model<?>> linked = rows.switchTo(said.root()).ensureJoin(links(), via.far);
        if (via.whole && said.items().isEmpty() && !said.folds()) {
            linked = linked.selectAlso(links());
        }
        return via.order.isEmpty() || !said.orderBy().isEmpty()
                ? linked
                : linked.orderBy(() -> via.order);
    }

    /** Of a query of its rows, the source that has the columns by which they are found. */
    Table<?, ?> place(Table<?, ?> root) {
        return via == null ? root : links();
    }

    /** Whether links lead to its rows. */
    boolean isLinked() {
        return via != null;
    }

    /** The table of the links. */
    private Table<?, ?> links() {
        return to.get(0).table;
    }

    /** Joins the rows of the two tables, or of aliases of them. */
    Condition on(Table<?, ?> left, Table<?, ?> right) {
        Condition all = null;
        for (int i = 0; i < from.size(); i++) {
            Column<?> own = left.column(from.get(i).ordinal);
            Column<?> other = right.column(to.get(i).ordinal);
            // the side that refers stands first
            all = and(all, many ? raw(other).eq(any(own)) : raw(own).eq(any(other)));
        }
        for (Constant constant : where) {
            Table<?, ?> of = constant.column.table == target() ? right : left;
            all = and(all, Keys.eq(of.column(constant.column.ordinal), constant.value));
        }
        return Objects.requireNonNull(all);
    }

    /** The rows of a table, or an alias, that are found by this key. */
    Condition matches(Table<?, ?> table, Object key) {
        Condition all = null;
        for (int i = 0; i < to.size(); i++) {
            Object part = to.size() == 1 ? key : ((CompositeKey) key).part(i);
            all = and(all, Keys.eq(table.column(to.get(i).ordinal), part));
        }
        return constant(table, Objects.requireNonNull(all));
    }

    /** The rows of a table, or an alias, that are found by one of these keys. */
    Condition matches(Table<?, ?> table, List<Object> keys) {
        Condition among;
        if (to.size() == 1) {
            among = raw(table.column(to.get(0).ordinal)).in(keys);
        } else {
            among = row(targets(table)).in(padded(keys));
        }
        return constant(table, among);
    }

    /** And a constant in the columns that want one. */
    Condition constant(Table<?, ?> table, Condition condition) {
        Condition all = condition;
        for (Constant constant : constants(target())) {
            all = all.and(Keys.eq(table.column(constant.column.ordinal), constant.value));
        }
        return all;
    }

    /** The columns of a table, or an alias, that its rows are found by. */
    List<Column<?>> targets(Table<?, ?> table) {
        List<Column<?>> own = new ArrayList<>(to.size());
        to.forEach(column -> own.add(table.column(column.ordinal)));
        return own;
    }

    /** Those and the ones that hold a constant: what says where a row belongs. */
    List<Column<?>> telling(Table<?, ?> table) {
        List<Column<?>> own = targets(table);
        constants(target()).forEach(some -> own.add(table.column(some.column.ordinal)));
        return own;
    }

    /** So that there are few texts, the number of keys is a power of two; the last one repeats. */
    static List<List<Object>> padded(List<Object> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        int size = Integer.highestOneBit(keys.size() * 2 - 1);
        List<List<Object>> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(((CompositeKey) keys.get(Math.min(i, keys.size() - 1))).parts());
        }
        return rows;
    }

    private List<Constant> constants(Table<?, ?> table) {
        if (where.isEmpty()) {
            return where;
        }
        return where.stream().filter(some -> some.column.table == table).toList();
    }

    static RowValue row(List<? extends Column<?>> columns) {
        return Fn.row(columns.get(0), columns.subList(1, columns.size()).toArray(Expr<?>[]::new));
    }

    /** One column as itself, several as a list: for messages. */
    static String shown(List<? extends Column<?>> columns) {
        return columns.size() == 1 ? columns.get(0).toString() : columns.toString();
    }

    private static Condition and(@Nullable Condition all, Condition one) {
        return all == null ? one : all.and(one);
    }

    private static Expr<Object> raw(Column<?> column) {
        return any(column instanceof ForeignKey<?, ?, ?> foreignKey ? foreignKey.key() : column);
    }

    @SuppressWarnings("unchecked") // columns that match each other are of one type
    private static Expr<Object> any(Expr<?> expr) {
        return (Expr<Object>) expr;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Hop that
                        && hash == that.hash
                        && many == that.many
                        && from.equals(that.from)
                        && to.equals(that.to)
                        && where.equals(that.where)
                        && Objects.equals(via, that.via);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The relation as a message names it: User.tweets, Tweet.user. */
    @Override
    public String toString() {
        if (via != null && name != null) {
            return name;
        }
        String called = name == null ? reference + " (back-reference)" : name;
        // other modules name the call of a relation that its owner has no name for
        return called.endsWith(")") && name != null ? called : owner() + "." + called;
    }
}

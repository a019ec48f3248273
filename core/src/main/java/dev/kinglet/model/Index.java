package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Sort;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index, declared in a table's constructor by {@link Table#index}, or made for a table that is
 * there by {@link #on}. It is changed in place by its modifiers, that of a constructor until the
 * table is first used.
 */
public final class Index {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Table<?, ?> table;
    private final boolean declared;
    private final List<Sort> parts;
    private @Nullable String name;
    private boolean unique;
    private boolean nullsNotDistinct;
    private @Nullable String method;
    private @Nullable String operators;
    private List<Column<?>> include = List.of();
    private @Nullable Condition where;

    Index(Table<?, ?> table, boolean declared, List<Ordering> parts) {
        this.table = table;
        this.declared = declared;
        List<Sort> sorts = new ArrayList<>();
        parts.forEach(part -> sorts.addAll(part.sorts()));
        this.parts = List.copyOf(sorts);
        if (this.parts.isEmpty()) {
            throw new ModelException(
                    "an index of " + table + " over nothing",
                    table.toString(),
                    "name at least one column");
        }
    }

    /** An index for a table that is there, to be made by {@code database.schema()}. */
    public static Index on(Table<?, ?> table, Ordering first, Ordering... more) {
        List<Ordering> parts = new ArrayList<>(List.of(first));
        parts.addAll(List.of(more));
        return new Index(table.base(), false, parts);
    }

    // ---- modifiers

    /** No two rows agree in all parts; NULL equals nothing in that. */
    public Index unique() {
        declaring("unique").unique = true;
        return this;
    }

    /** Of a unique index: NULL equals NULL. PostgreSQL only. */
    public Index nullsNotDistinct() {
        declaring("nullsNotDistinct").nullsNotDistinct = true;
        return this;
    }

    /** Only of the rows that meet the condition. */
    public Index where(Condition condition) {
        declaring("where").where = condition;
        return this;
    }

    /** Of a kind of its own, such as {@code brin} or {@code hash}. PostgreSQL only. */
    public Index using(String method) {
        declaring("using").method = word(method).toLowerCase(Locale.ROOT);
        return this;
    }

    /** With this operator class for each part, such as {@code gin_trgm_ops}. PostgreSQL only. */
    public Index operators(String operatorClass) {
        declaring("operators").operators = word(operatorClass);
        return this;
    }

    /** Holds these columns, too, so that a query finds them without the table. PostgreSQL only. */
    public Index include(Column<?>... columns) {
        declaring("include").include = List.of(columns);
        return this;
    }

    /** Its name, in place of the one made from table and columns; an expression needs one. */
    public Index named(String name) {
        declaring("named").name = name;
        return this;
    }

    // ---- what it is

    /** The table it is of. */
    public Table<?, ?> table() {
        return table;
    }

    /** What it is over, in order. */
    public List<Sort> parts() {
        return parts;
    }

    /** Its columns; null where a part is an expression. */
    public @Nullable List<Column<?>> columns() {
        List<Column<?>> columns = new ArrayList<>();
        for (Sort part : parts) {
            if (!(part.expr() instanceof Column<?> column)) {
                return null;
            }
            columns.add(column);
        }
        return columns;
    }

    /** Whether no two rows may agree in all parts. */
    public boolean isUnique() {
        return unique;
    }

    /** Whether NULL equals NULL in that. */
    public boolean isNullsNotDistinct() {
        return nullsNotDistinct;
    }

    /** Of which rows it is; null for all. */
    public @Nullable Condition condition() {
        return where;
    }

    /** Its kind on PostgreSQL, see {@link #method(Dialect)}. */
    public String method() {
        return method(Dialect.POSTGRES);
    }

    /**
     * Its kind there: as said, or that which serves the operators of what it is over; {@code btree}
     * for most types, where its parts differ, and of a unique one.
     */
    public String method(Dialect dialect) {
        if (method != null) {
            return method;
        }
        String natural = unique ? "btree" : null;
        for (Sort part : parts) {
            String one =
                    part.expr() instanceof ForeignKey<?, ?, ?>
                            ? "btree" // its type is the target's
                            : part.expr().type().indexMethod(dialect);
            natural = natural == null || natural.equals(one) ? one : "btree";
        }
        return natural == null ? "btree" : natural;
    }

    /** The operator class of its parts; null for the usual one. */
    public @Nullable String operators() {
        return operators;
    }

    /** What it holds beside its parts. */
    public List<Column<?>> included() {
        return include;
    }

    /** The name it was given; null where it gets the one made from table and columns. */
    public @Nullable String givenName() {
        return name;
    }

    /** Its name, or its parts. */
    @Override
    public String toString() {
        return (unique ? "unique index " : "index ") + (name == null ? parts : name);
    }

    /** Whether it finds what another one would: it has all rows, and begins with its columns. */
    boolean serves(Index other) {
        List<Column<?>> columns = columns();
        List<Column<?>> wanted = other.columns();
        return where == null
                && (unique || !other.unique)
                && columns != null
                && wanted != null
                && columns.size() >= wanted.size()
                && (!other.unique || columns.size() == wanted.size())
                && columns.subList(0, wanted.size()).equals(wanted);
    }

    /** Refuses what no database has. Asks nothing that a table would have to be sealed for. */
    void check(String model) {
        if (name == null && columns() == null) {
            throw new ModelException(
                    "an index of " + model + " is over an expression and has no name",
                    model,
                    "give it one: index(..).named(\"..\")");
        }
        if (nullsNotDistinct && !unique) {
            throw new ModelException(
                    "an index of " + model + " says nullsNotDistinct() and is not unique",
                    model,
                    "add unique(), or drop nullsNotDistinct()");
        }
        for (Sort part : parts) {
            if (part.expr() instanceof Column<?> column && column.table.base() != table.base()) {
                throw new ModelException(
                        "an index of " + model + " has a column of another table: " + column.table,
                        model,
                        "use its own columns");
            }
        }
    }

    private String word(String name) {
        if (!WORD.matcher(name).matches()) {
            throw new ModelException(
                    "'" + name + "' is no name of an index method or an operator class",
                    table.toString(),
                    "give the name alone, such as gin");
        }
        return name;
    }

    private Index declaring(String modifier) {
        if (declared && table.isSealed()) {
            throw new ModelException(
                    "the table of " + table + " is in use, so " + modifier + "() comes too late",
                    table.toString(),
                    "say it in the table's constructor");
        }
        return this;
    }
}

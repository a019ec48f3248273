package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.On;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Link;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table: a subclass declares its columns once, as fields, and is kept in a static field of its
 * model (in Kotlin: is the model's companion object). The constructor touches no other table and
 * makes no row; the declaration is checked when the table is first used.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
public abstract class Table<M extends Model<?>, K extends @Nullable Object> extends RowDoors<M, K>
        implements Source<M> {
    private final Supplier<? extends M> rows;
    private @Nullable Table<?, ?> base;
    private @Nullable String aliasName;
    private boolean isUnscoped;
    private volatile @Nullable Sealed sealed;
    private final Binding binding;
    final Backrefs backrefs = new Backrefs(this);

    /** A table whose rows this makes, usually {@code super(User::new)}. */
    protected Table(Supplier<? extends M> rows) {
        this.rows = rows;
        this.binding = new Binding();
    }

    /**
     * A table that goes with another one: it uses the database that the other one uses, and binding
     * one binds both.
     */
    protected Table(Supplier<? extends M> rows, Table<?, ?> with) {
        this.rows = rows;
        this.binding = with.binding();
    }

    /**
     * The database that this table uses when it is not bound to one; for base table classes. Null
     * for none.
     */
    protected @Nullable QueryExecutor database() {
        return null;
    }

    // ---- aliases

    /**
     * The same table under another name, with its own columns: {@code alias(USER,
     * "owner").username}. Makes a second instance by the constructor without arguments.
     */
    public static <T extends Table<?, ?>> T alias(T table, String name) {
        return Aliases.typed(table, name, Aliases.constructor(table));
    }

    /** As {@link #alias(Table, String)}, without reflection. */
    public static <T extends Table<?, ?>> T alias(
            T table, String name, Supplier<? extends T> constructor) {
        return Aliases.typed(table, name, constructor);
    }

    /** The same table under another name; its columns are read by {@link #col}. */
    public final Table<M, K> alias(String name) {
        return Aliases.untyped(this, name);
    }

    /** This table's or alias's own column, of whatever kind, in place of that of the base table. */
    @SuppressWarnings("unchecked") // the same column of the same table
    public final <C extends Column<?>> C col(C column) {
        Column<?> own = own(column);
        // the raw view of a foreign key stays one
        return (C)
                (own instanceof ForeignKey<?, ?, ?> fk && !(column instanceof ForeignKey<?, ?, ?>)
                        ? fk.key()
                        : own);
    }

    /**
     * The same table without its {@link #scope scopes}, where a statement really means all rows:
     * {@code NOTE.unscoped().update(..)}. Its columns are those of the table.
     */
    public final Table<M, K> unscoped() {
        return Aliases.unscoped(this);
    }

    // ---- what it is

    /** A new row that is not stored yet. */
    public final M newRow() {
        M row = rows.get();
        if (row.table == null) {
            row.table = base(); // rows of several tables may be of one class
        }
        return row;
    }

    /** Its name in SQL, unquoted and without the schema. */
    public final String tableName() {
        return sealed().tableName();
    }

    /** The names that it had before, in the order in which they were said; empty for none. */
    public final List<String> formerNames() {
        return Collections.unmodifiableList(base().declaration.formerNames);
    }

    /** Its schema; null for the database's default. */
    public final @Nullable String schema() {
        return base().declaration.schema;
    }

    /** All columns, in the order of declaration. */
    public final List<Column<?>> columns() {
        return declaration.columns;
    }

    /** The columns of the primary key, in order; empty where there is none. */
    public final List<Column<?>> primaryKey() {
        return sealed().primaryKey();
    }

    /** The foreign keys, in the order of declaration. */
    public final List<ForeignKey<?, ?, ?>> foreignKeys() {
        return declaration.foreignKeys;
    }

    /** The references to rows of several tables, in the order of declaration. */
    public final List<AnyReference<?, ?>> anyReferences() {
        return base().declaration.anyReferences;
    }

    /**
     * The references to this table, of the tables that were bound to a database so far, sorted by
     * table and declaration.
     */
    public final List<Reference<?, ?>> backrefs() {
        return base().backrefs.all();
    }

    /**
     * The reference behind a back-reference, by the name that it declares.
     *
     * @throws ModelException for a name that none has, of the tables that were bound so far
     */
    public final Reference<?, ?> backref(String name) {
        return base().backrefs.named(name);
    }

    /**
     * The relations in its fields that are no columns, by the names of the fields; of an alias
     * those in its own.
     */
    public final Map<String, TableRelation> relations() {
        return base == null
                ? sealed().relations()
                : TableFields.of(this, newRow().getClass()).relations();
    }

    /** What a new row has without being told, made anew. */
    public final List<Assignment> defaults() {
        List<Assignment> defaults = new ArrayList<>();
        sealed().withDefault().forEach(column -> defaults.add(Sealed.defaultOf(column)));
        return defaults;
    }

    /** The indexes that its constructor declares, in the order of declaration. */
    public final List<Index> indexes() {
        return sealed().indexes();
    }

    /** The conditions that every row has to meet, in the order of declaration. */
    public final List<Check> checks() {
        return sealed().checks();
    }

    /** The foreign keys of several columns, in the order of declaration. */
    public final List<CompositeForeignKey<?, ?>> compositeForeignKeys() {
        return declaration.compositeForeignKeys;
    }

    /** All of both kinds, those of one column first. */
    public final List<Reference<?, ?>> references() {
        if (declaration.compositeForeignKeys.isEmpty()) {
            return Collections.unmodifiableList(declaration.foreignKeys);
        }
        List<Reference<?, ?>> all = new ArrayList<>(declaration.foreignKeys);
        all.addAll(declaration.compositeForeignKeys);
        return all;
    }

    /** What few tables say. */
    public final Options options() {
        return base().declaration.options;
    }

    /** What it is about; null where it does not say. */
    public final @Nullable String comment() {
        return base().declaration.comment;
    }

    /** The view that it is; null for a table. */
    public final @Nullable View asView() {
        return base().declaration.view;
    }

    /** What module of SQLite keeps it; null for a usual table. */
    public final @Nullable Virtual asVirtual() {
        return base().declaration.virtual;
    }

    /** What is searched on both databases, in the order of declaration. */
    public final List<SearchIndex> searches() {
        return base().declaration.searches;
    }

    /** What is searched on PostgreSQL only, in the order of declaration. */
    public final List<SearchColumn> searchColumns() {
        return base().declaration.searchColumns;
    }

    /** The conditions that hold for the rows of this table that statements see, made anew. */
    public final List<Condition> scopes() {
        List<Supplier<? extends Condition>> declared = base().declaration.scopes;
        if (!isScoped()) {
            return List.of();
        }
        List<Condition> scopes = new ArrayList<>(declared.size());
        declared.forEach(scope -> scopes.add(scope.get()));
        return scopes;
    }

    /** Whether statements see only the rows that meet {@link #scopes()}. */
    public final boolean isScoped() {
        return !isUnscoped && !base().declaration.scopes.isEmpty();
    }

    /** The name it was given as an alias; null for the table itself. */
    public final @Nullable String aliasName() {
        return aliasName;
    }

    /** The table that this is an alias of; the table itself where it is none. */
    public final Table<?, ?> base() {
        return base == null ? this : base;
    }

    /**
     * Checks the declaration, that of the foreign keys' targets included, and throws what is wrong
     * with it.
     */
    public final void verify() {
        sealed();
        for (Reference<?, ?> reference : references()) {
            reference.target().backrefs.add(reference);
        }
        sealed().relations().values().forEach(TableRelation::verify);
        for (AnyReference<?, ?> reference : anyReferences()) {
            reference.verified().forEach(target -> target.base().backrefs.add(reference));
        }
        declaration.oneOfs.forEach(OneOf::verify);
    }

    @Override
    public final String qualifier() {
        return aliasName == null ? tableName() : aliasName;
    }

    @Override
    public final Link link(Source<?> target, @Nullable On on) {
        return Links.between(this, target, on);
    }

    @Override
    public final List<EagerLoad<M>> prefetching(List<? extends EagerLoad.Branch> branches) {
        return Flat.tree(this, branches);
    }

    @Override
    public final List<Assignment.Part> updating(List<Assignment.Part> set) {
        List<Assignment.Part> all = new ArrayList<>(set);
        sealed().addOnWrite(all);
        return all;
    }

    @Override
    public final List<Column<?>> keyColumns() {
        List<Column<?>> own = new ArrayList<>();
        for (Column<?> column : primaryKey()) {
            own.add(column(column.ordinal));
        }
        return own;
    }

    @Override
    public final @Nullable Runnable deleting(DeleteDefinition delete, QueryExecutor database) {
        return Dependants.of(this, delete.where(), database);
    }

    @Override
    public final boolean relates(Source<?> other) {
        return other instanceof Table<?, ?> table && Links.relates(this, table);
    }

    @Override
    public final QueryExecutor executor() {
        QueryExecutor executor = bound();
        if (executor == null) {
            String model = sealed().modelName();
            throw new ProgrammingException(
                    "the table of " + model + " is bound to no database",
                    model,
                    "call database.bind(table) once, or query.using(database)");
        }
        return executor;
    }

    /** The database that the table uses in this thread; null for none. */
    public final @Nullable QueryExecutor bound() {
        QueryExecutor executor = base().binding.executor();
        return executor == null ? base().database() : executor;
    }

    /** Which database the table uses; {@code database.bind(table)} is the usual way to say so. */
    public final Binding binding() {
        return base().binding;
    }

    /** Two aliases of one table and one name are equal. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Table<?, ?> that
                        && base() == that.base()
                        && Objects.equals(aliasName, that.aliasName);
    }

    @Override
    public final int hashCode() {
        return 31 * System.identityHashCode(base()) + Objects.hashCode(aliasName());
    }

    /** The simple name of the model; of an alias followed by the alias. */
    @Override
    public final String toString() {
        Sealed known = base().sealed;
        String model = known == null ? base().getClass().getSimpleName() : known.modelName();
        return aliasName == null ? model : model + " as " + aliasName;
    }

    // ---- inside

    @Override
    final Table<M, K> self() {
        return this;
    }

    int register(Column<?> column) {
        if (isSealed()) {
            throw new ModelException(
                    "the table of " + this + " is in use and takes no more columns",
                    toString(),
                    null);
        }
        declaration.columns.add(column);
        return declaration.columns.size() - 1;
    }

    int registerForeignKey(ForeignKey<?, ?, ?> foreignKey) {
        declaration.foreignKeys.add(foreignKey);
        return declaration.foreignKeys.size() - 1;
    }

    int registerReference(AnyReference<?, ?> reference) {
        if (isSealed()) {
            throw new ModelException(
                    "the table of " + this + " is in use and takes no more references",
                    toString(),
                    null);
        }
        declaration.anyReferences.add(reference);
        return declaration.anyReferences.size() - 1;
    }

    Column<?> column(int ordinal) {
        return declaration.columns.get(ordinal);
    }

    Declaration declaration() {
        return declaration;
    }

    void becomeUnscoped(Table<?, ?> of) {
        becomeAlias(of, of.aliasName());
        this.isUnscoped = true;
    }

    void becomeAlias(Table<?, ?> of, @Nullable String name) {
        this.base = of.base();
        this.aliasName = name;
        this.isUnscoped = of.isUnscoped;
        this.sealed = of.sealed();
    }

    boolean isSealed() {
        return sealed != null;
    }

    /**
     * The checked declaration. Made without a lock: two threads may both make it, and make it
     * equal.
     */
    Sealed sealed() {
        Sealed known = sealed;
        if (known == null) {
            known = base == null ? Sealer.seal(this) : base.sealed();
            sealed = known;
        }
        return known;
    }

    /** The rows whose column has this raw value. */
    Select<M> byColumn(Column<?> column, Object raw) {
        return where(Keys.eq(column(column.ordinal), raw));
    }

    /** Refuses an alias of another table. */
    void requireSame(Table<?, ?> other) {
        if (base() != other.base()) {
            throw new ModelException(
                    this + " is no alias of " + other.base(),
                    toString(),
                    "use an alias of " + other.base());
        }
    }

    /** This table's column for one of the same table, whatever alias it came from. */
    Column<?> own(ColumnExpr<?> column) {
        if (!(column instanceof Column<?> of) || of.table.base() != base()) {
            throw new ModelException(
                    column + " is no column of " + this, toString(), "use a column of " + base());
        }
        return column(of.ordinal);
    }

    /**
     * A condition that every row has to meet.
     *
     * @param name null where it has none
     */
    public record Check(@Nullable String name, Condition condition) {}

    /**
     * A view.
     *
     * @param query what it shows; null where it was made elsewhere
     * @param materialized whether its rows are kept
     */
    public record View(@Nullable Supplier<? extends Select<?>> query, boolean materialized) {}

    /**
     * A table that a module of SQLite keeps. SQLite only.
     *
     * @param module such as {@code fts5}
     * @param readOnly whether it is only read
     * @param arguments what the module is told, as SQL; asked for when the table is made
     * @param content the table whose rows it indexes, by triggers; null for none
     */
    public record Virtual(
            String module,
            boolean readOnly,
            Supplier<List<String>> arguments,
            Supplier<? extends @Nullable Table<?, ?>> content) {}

    /**
     * What few tables say.
     *
     * @param withoutRowid kept by its key alone; SQLite only
     * @param strict refuses values of another type; SQLite only
     * @param autoIncrement gives no key a second time; SQLite only
     * @param tablespace where it is kept, PostgreSQL only; null for the usual place
     */
    public record Options(
            boolean withoutRowid,
            boolean strict,
            boolean autoIncrement,
            @Nullable String tablespace) {
        /** Nothing. */
        public static final Options NONE = new Options(false, false, false, null);
    }
}

package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fts5;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.query.Select;
import dev.kinglet.type.DataType;
import dev.kinglet.type.JsonMapper;
import dev.kinglet.type.JsonType;
import dev.kinglet.type.Range;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a table's constructor says: its columns, by factories, and what holds for the table.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class Declaring<M extends Model<?>, K extends @Nullable Object> {
    final Declaration declaration;

    Declaring(Declaration declaration) {
        this.declaration = declaration;
    }

    abstract Table<M, K> self();

    // ---- declaring columns

    /** The primary key, a number that the database counts up. */
    protected final Column<Long> autoId() {
        Column<Long> column = new Column<>(self(), DataType.BIGINT);
        column.isPrimaryKey = true;
        column.isGenerated = true;
        return column;
    }

    /** A column of any type: one of {@link DataType}'s own, or one made of it. */
    protected final <T> Column<T> column(DataType<T> type) {
        return new Column<>(self(), type);
    }

    /**
     * A column of a type of the application's own, see {@link DataType#mapped}: {@code
     * column(Money.class, DataType.BIGINT, Money::cents, Money::new)}.
     *
     * @param javaType the class of its values
     * @param stored what they are stored as
     * @param to what is stored for a value; an IllegalArgumentException refuses the value
     * @param from the value of what is stored
     */
    protected final <T, S> Column<T> column(
            Class<T> javaType,
            DataType<S> stored,
            Function<? super T, ? extends S> to,
            Function<? super S, ? extends T> from) {
        return column(stored.mapped(javaType, to, from));
    }

    /** Text of any length. */
    protected final Column<String> text() {
        return column(DataType.TEXT);
    }

    /** Text of at most so many characters; longer text is an error on every database. */
    protected final Column<String> varchar(int length) {
        return column(DataType.varchar(length));
    }

    /** Text of just so many characters; see {@link DataType#character}. */
    protected final Column<String> character(int length) {
        return column(DataType.character(length));
    }

    /** Whole numbers of 32 bits. */
    protected final Column<Integer> integer() {
        return column(DataType.INTEGER);
    }

    /** Whole numbers of 64 bits. */
    protected final Column<Long> bigint() {
        return column(DataType.BIGINT);
    }

    /** Whole numbers of 16 bits. */
    protected final Column<Short> smallint() {
        return column(DataType.SMALLINT);
    }

    /** Floating point of 32 bits. */
    protected final Column<Float> real() {
        return column(DataType.REAL);
    }

    /** Floating point of 64 bits. */
    protected final Column<Double> doublePrecision() {
        return column(DataType.DOUBLE);
    }

    /**
     * Exact decimals: so many digits in all, so many of them behind the point; what is finer is
     * rounded, a half away from 0. With more than 15 digits SQLite does not calculate with it.
     */
    protected final Column<BigDecimal> decimal(int precision, int scale) {
        return column(DataType.decimal(precision, scale));
    }

    /** As {@link #decimal(int, int)}, rounded so; UNNECESSARY refuses what is finer. */
    protected final Column<BigDecimal> decimal(int precision, int scale, RoundingMode rounding) {
        return column(DataType.decimal(precision, scale, rounding));
    }

    /** True and false. */
    protected final Column<Boolean> bool() {
        return column(DataType.BOOLEAN);
    }

    /** Date and time to the microsecond, without a zone; what is finer is cut off. */
    protected final Column<LocalDateTime> datetime() {
        return column(DataType.DATETIME);
    }

    /** A day. */
    protected final Column<LocalDate> date() {
        return column(DataType.DATE);
    }

    /** A time of day to the microsecond; what is finer is cut off. */
    protected final Column<LocalTime> time() {
        return column(DataType.TIME);
    }

    /** A point in time to the microsecond, kept and read back in UTC. */
    protected final Column<OffsetDateTime> timestamptz() {
        return column(DataType.TIMESTAMPTZ);
    }

    /** As {@link #timestamptz()}, as an Instant. */
    protected final Column<Instant> instant() {
        return column(DataType.INSTANT);
    }

    /** A point in time as the number of ticks since 1970; see {@link DataType#epoch}. */
    protected final Column<Instant> epoch(int ticks) {
        return column(DataType.epoch(ticks));
    }

    /** A length of time to the microsecond. */
    protected final Column<Duration> interval() {
        return column(DataType.INTERVAL);
    }

    /**
     * A UUID: native on PostgreSQL, text of 36 characters on SQLite. {@link
     * dev.kinglet.type.UuidV7#next} makes those that sort by time.
     */
    protected final Column<UUID> uuid() {
        return column(DataType.UUID);
    }

    /** A UUID: native on PostgreSQL, 16 bytes on SQLite. */
    protected final Column<UUID> binaryUuid() {
        return column(DataType.BINARY_UUID);
    }

    /** Bytes. */
    protected final Column<byte[]> blob() {
        return column(DataType.BLOB);
    }

    /** The address of a host. */
    protected final Column<InetAddress> inet() {
        return column(DataType.INET);
    }

    /** JSON as plain maps, lists and scalars, without any library; see {@link DataType#JSON}. */
    protected final JsonColumn<Object> json() {
        return json(DataType.JSON);
    }

    /** JSON as objects of a class, through Jackson; see {@link DataType#json(Class)}. */
    protected final <T> JsonColumn<T> json(Class<T> type) {
        return json(DataType.json(type));
    }

    /** JSON as objects of a type with arguments: {@code json(new JsonType<List<Role>>() {})}. */
    protected final <T> JsonColumn<T> json(JsonType<T> type) {
        return json(DataType.json(type));
    }

    /** JSON as one of the types of {@link DataType#json(Class, JsonMapper)}, or made of it. */
    protected final <T> JsonColumn<T> json(DataType<T> type) {
        if (!type.isJson()) {
            throw new ModelException(
                    "json(..) of " + type + ", which is no type of JSON",
                    null,
                    "use one of DataType.json(..), or column(..)");
        }
        return new JsonColumn<>(self(), type);
    }

    /** A constant of an enum, stored by its name. */
    protected final <E extends Enum<E>> Column<E> enumByName(Class<E> type) {
        return column(DataType.enumByName(type));
    }

    /** A constant of an enum, stored by its place. */
    protected final <E extends Enum<E>> Column<E> enumByOrdinal(Class<E> type) {
        return column(DataType.enumByOrdinal(type));
    }

    /** A constant of an enum, of a type of its own; see {@link DataType#nativeEnum}. */
    protected final <E extends Enum<E>> Column<E> nativeEnum(Class<E> type) {
        return column(DataType.nativeEnum(type, Names.snake(type.getSimpleName())));
    }

    /** A set of constants of an enum as the bits of a number; see {@link DataType#flags}. */
    protected final <E extends Enum<E>> Column<Set<E>> flags(Class<E> type) {
        return column(DataType.flags(type));
    }

    /**
     * Lists of values of that type: {@code array(DataType.TEXT)}. PostgreSQL only. With {@code
     * index()} it gets an index of the kind {@code gin}, which serves contains and overlaps.
     */
    protected final <E> ArrayColumn<List<E>, E> array(DataType<E> element) {
        return new ArrayColumn<>(self(), DataType.array(element));
    }

    /** As {@link #array}, of lists that have nulls in them. */
    protected final <E> ArrayColumn<List<@Nullable E>, @Nullable E> arrayOfNullable(
            DataType<E> element) {
        return new ArrayColumn<>(self(), DataType.arrayOfNullable(element));
    }

    /**
     * Ranges of values of that type: {@code range(DataType.DATE)}; see {@link DataType#range} for
     * which there are. PostgreSQL only. With {@code index()} it gets an index of the kind {@code
     * gist}, which serves contains and overlaps.
     */
    protected final <E extends Comparable<? super E>> RangeColumn<Range<E>, E> range(
            DataType<E> element) {
        return new RangeColumn<>(self(), DataType.range(element));
    }

    /** A reference to the primary key of another model. The class is not initialised by this. */
    protected final <T extends Model<J>, J> ForeignKey<M, T, J> foreignKey(Class<T> target) {
        return new ForeignKey<>(self(), target, null);
    }

    /**
     * A reference to a unique column of another model, which is asked for when it is first needed.
     */
    protected final <T extends Model<?>, J> ForeignKey<M, T, J> foreignKey(
            Class<T> target, Supplier<? extends Column<J>> column) {
        return new ForeignKey<>(self(), target, column);
    }

    /** A reference to another row of this table. */
    protected final ForeignKey<M, M, K> selfReference() {
        return new ForeignKey<>(self(), null, null);
    }

    // ---- declaring the table

    /**
     * The name in SQL of a table that is not {@link #named}: for base table classes that name
     * theirs in another way. By default {@code HTTPRequest} becomes {@code http_request}.
     *
     * @param model the class of the rows
     */
    protected String nameOf(Class<?> model) {
        return Names.snake(model.getSimpleName());
    }

    /**
     * What messages call the model: for tables that other modules make, whose rows share a class.
     *
     * @param model the class of the rows
     */
    protected String modelNameOf(Class<?> model) {
        return model.getSimpleName();
    }

    /** Its name in SQL, in place of the one made from the model class. */
    protected final void named(String name) {
        declaring("named").name = name;
    }

    /**
     * A name that it had in SQL before, so that a schema diff renames it. It may be said again, for
     * names before that.
     */
    protected final void formerly(String name) {
        declaring("formerly").formerNames.add(name);
    }

    /** The schema it is in. SQLite calls an attached database so. */
    protected final void schema(String schema) {
        declaring("schema").schema = schema;
    }

    /** A primary key of these columns, in this order. */
    protected final void primaryKey(Column<?>... columns) {
        declaring("primaryKey").primaryKeys.add(List.of(columns));
    }

    /** An index over these columns or expressions, in this order. */
    protected final Index index(Ordering... parts) {
        Index index = new Index(self(), true, List.of(parts));
        declaring("index").indexes.add(index);
        return index;
    }

    /** An index over these columns that lets no two rows agree in all of them. */
    protected final Index uniqueIndex(Ordering... parts) {
        return index(parts).unique();
    }

    /**
     * A condition that rows meet which statements see: queries, joins, loading, counts, updates and
     * deletes, in subqueries too. {@link Table#unscoped()} lifts it, and nothing else does. What is
     * inserted is not looked at, and SQL as written is not changed. A subquery in it reads this
     * table under an alias.
     */
    protected final void scope(Condition condition) {
        scope(() -> condition);
    }

    /**
     * As {@link #scope(Condition)}, asked for by each statement before it is sent, in the thread
     * that sends it: {@code scope(() -> tenant.eq(Tenants.current()))}. What it throws stops the
     * statement.
     */
    protected final void scope(Supplier<? extends Condition> condition) {
        declaring("scope").scopes.add(condition);
    }

    /**
     * A value that is computed from others, in Java and in SQL: {@code attribute(first.concat("
     * ").concat(last), user -> user.getFirst() + " " + user.getLast())}.
     *
     * @param sql what queries use
     * @param java what {@code row.get(attribute)} answers, unless the query selected it
     */
    protected final <T extends @Nullable Object> Attribute<T> attribute(
            Expr<T> sql, Function<? super M, ? extends T> java) {
        return new Hybrid<>(self(), sql, java);
    }

    /** As {@link #attribute(Expr, Function)}, of a condition, which queries take as one. */
    protected final Attribute.Test attribute(
            Condition sql, Function<? super M, ? extends @Nullable Boolean> java) {
        return new Hybrid.OfCondition<>(self(), sql, java);
    }

    /**
     * Lets words be searched in these columns of text, on both databases: {@code public final
     * SearchIndex search = search(title.weight(4), body).language("english")}, and then {@code
     * ARTICLE.where(ARTICLE.search.matches(typed))}. On SQLite the key has to be {@code autoId()}.
     */
    protected final SearchIndex search(SearchPart first, SearchPart... more) {
        List<SearchIndex> searches = declaring("search").searches;
        SearchIndex index =
                new SearchIndex(self(), searches.size(), SearchField.weighted(first, more));
        searches.add(index);
        return index;
    }

    /**
     * A tsvector that PostgreSQL computes from these columns of text and stores, with a GIN index.
     * PostgreSQL only; {@link #search} is for both databases.
     *
     * @param language a text search configuration, such as {@code english}
     */
    protected final SearchColumn tsvector(String language, SearchPart first, SearchPart... more) {
        List<SearchColumn> columns = declaring("tsvector").searchColumns;
        SearchColumn column =
                new SearchColumn(
                        self(),
                        columns.size(),
                        TsQuery.checked(language),
                        SearchField.weighted(first, more));
        columns.add(column);
        return column;
    }

    /**
     * An R-Tree of SQLite: finds boxes fast. The key is a whole number, and behind it stand pairs
     * of columns of {@code real()}, the least and the most in each dimension. SQLite only.
     */
    protected final void rtree() {
        declaring("rtree").virtual =
                new Table.Virtual(
                        "rtree",
                        false,
                        () ->
                                self().columns().stream()
                                        .map(column -> Fts5.quoted(column.name()))
                                        .toList(),
                        () -> null);
    }

    /** A condition that every row has to meet. The error of one that does not has the name. */
    protected final void check(String name, Condition condition) {
        declaring("check").checks.add(new Table.Check(name, condition));
    }

    /** A condition that every row has to meet, without a name of its own. */
    protected final void check(Condition condition) {
        declaring("check").checks.add(new Table.Check(null, condition));
    }

    /**
     * Columns that refer to the primary key of another model together, in its order. The class is
     * not initialised by this.
     */
    protected final <T extends Model<?>> CompositeForeignKey<M, T> foreignKey(
            Class<T> target, List<? extends Column<?>> columns) {
        return new CompositeForeignKey<>(self(), columns, target, null);
    }

    /**
     * Columns that refer to a unique combination of columns of another model, which is asked for
     * when it is first needed.
     */
    protected final <T extends Model<?>> CompositeForeignKey<M, T> foreignKey(
            Class<T> target,
            List<? extends Column<?>> columns,
            Supplier<? extends List<? extends Column<?>>> targetColumns) {
        return new CompositeForeignKey<>(self(), columns, target, targetColumns);
    }

    /** What the table is about, for those who look into the database. SQLite keeps none. */
    protected final void comment(String comment) {
        declaring("comment").comment = comment;
    }

    /** Kept by its primary key alone. SQLite only; PostgreSQL makes a table as ever. */
    protected final void withoutRowid() {
        Table.Options said = declaring("withoutRowid").options;
        declaration.options =
                new Table.Options(true, said.strict(), said.autoIncrement(), said.tablespace());
    }

    /** Refuses values of another type than the column's. SQLite only; PostgreSQL always does. */
    protected final void strict() {
        Table.Options said = declaring("strict").options;
        declaration.options =
                new Table.Options(
                        said.withoutRowid(), true, said.autoIncrement(), said.tablespace());
    }

    /**
     * Never gives the key of a row that was deleted to another one; without it SQLite does, where
     * that was the largest. Of a table with {@link #autoId()}. SQLite only; PostgreSQL never does.
     */
    protected final void autoIncrement() {
        Table.Options said = declaring("autoIncrement").options;
        declaration.options =
                new Table.Options(said.withoutRowid(), said.strict(), true, said.tablespace());
    }

    /** Where the table is kept. PostgreSQL only. */
    protected final void tablespace(String name) {
        Table.Options said = declaring("tablespace").options;
        declaration.options =
                new Table.Options(said.withoutRowid(), said.strict(), said.autoIncrement(), name);
    }

    /** A view that is there: it is read like a table, writes are refused. */
    protected final void view() {
        declaring("view").view = new Table.View(null, false);
    }

    /**
     * A view of this query, whose columns have the names of this table's; {@code createTables}
     * makes it. Writes are refused.
     *
     * @param query asked for when the view is made
     */
    protected final void view(Supplier<? extends Select<?>> query) {
        declaring("view").view = new Table.View(query, false);
    }

    /**
     * As {@link #view(Supplier)}, with the rows kept until {@code database.schema().refresh(..)}.
     * PostgreSQL only.
     */
    protected final void materializedView(Supplier<? extends Select<?>> query) {
        declaring("materializedView").view = new Table.View(query, true);
    }

    int register(CompositeForeignKey<?, ?> foreignKey) {
        List<CompositeForeignKey<?, ?>> all = declaring("foreignKey").compositeForeignKeys;
        all.add(foreignKey);
        return all.size() - 1;
    }

    final Declaration declaring(String what) {
        if (self().isSealed()) {
            throw new ModelException(
                    "the table of " + self() + " is in use, so " + what + "(..) comes too late",
                    self().toString(),
                    "say it in the table's constructor");
        }
        return declaration;
    }
}

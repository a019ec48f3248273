package dev.kinglet.m2m;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Ordering;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.model.TableRelation;
import dev.kinglet.query.Join;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A many-to-many relation: each row of one model has any number of rows of another one, and the
 * other way round. What belongs together stands in a table of links. It is made for the relation,
 * or is that of a model of its own, which may have more columns ({@link #through(Class)}).
 *
 * <p>Declared in a field of a table; it touches no other table before it is used, or bound. The
 * methods that declare answer another relation.
 *
 * @param <L> the model whose rows are asked
 * @param <R> the model whose rows are the answer
 */
public final class ManyToMany<L extends Model<?>, R extends Model<?>> implements TableRelation {
    private final Declared declared;
    private final boolean reversed;
    private final @Nullable QueryExecutor database;
    private @Nullable Ends ends;
    private @Nullable ManyToMany<R, L> reverse;

    private ManyToMany(Declared declared, boolean reversed, @Nullable QueryExecutor database) {
        this.declared = declared;
        this.reversed = reversed;
        this.database = database;
    }

    // ---- declaring

    /**
     * A relation of the rows of this table to those of another model, or of the same. Its links are
     * kept in a table of their own, named after the table and the field: {@code course_students}.
     * The class is not initialised by this.
     */
    public static <L extends Model<?>, R extends Model<?>> ManyToMany<L, R> of(
            Table<L, ?> table, Class<R> target) {
        return new ManyToMany<>(new Declared(table, Said.of(target), false), false, null);
    }

    /**
     * A relation by two foreign keys of one table. It may be declared in a field of that table; no
     * other table is touched before it is used. Both may refer to the same model: then the first is
     * the side that is asked.
     *
     * @throws ModelException for foreign keys of two tables, or twice the same
     */
    public static <T extends Model<?>, L extends Model<?>, R extends Model<?>>
            ManyToMany<L, R> through(ForeignKey<T, L, ?> left, ForeignKey<T, R, ?> right) {
        Table<?, ?> table = left.table().base();
        if (table != right.table().base()) {
            throw new ModelException(
                    "a many-to-many relation goes through one table, and "
                            + left
                            + " and "
                            + right
                            + " are of two",
                    table.toString(),
                    "name two foreign keys of one table");
        }
        if (left.ordinal() == right.ordinal()) {
            throw new ModelException(
                    "a many-to-many relation has two sides, and " + left + " is given for both",
                    table.toString(),
                    "name another foreign key of " + table + " for one of them");
        }
        return new ManyToMany<>(
                new Declared(left.table(), Said.of(left, right), true), false, null);
    }

    /**
     * Keeps the links in the table of this model, which has one foreign key to each side, and any
     * other columns. The class is not initialised by this.
     */
    public ManyToMany<L, R> through(Class<? extends Model<?>> links) {
        return saying(said -> said.withModel(links));
    }

    /**
     * Keeps the links in the table of these foreign keys, which are asked for when they are first
     * needed: {@code through(() -> RELATIONSHIP.fromUser, () -> RELATIONSHIP.toUser)}.
     *
     * @param near refers to the rows that are asked
     * @param far refers to the rows that are the answer
     */
    public ManyToMany<L, R> through(
            Supplier<? extends ForeignKey<?, ? extends L, ?>> near,
            Supplier<? extends ForeignKey<?, ? extends R, ?>> far) {
        return saying(said -> said.withKeys(near, far));
    }

    /**
     * The name of the relation seen from the other side; two of one name on one target are refused
     * when tables are bound.
     */
    public ManyToMany<L, R> backref(String name) {
        return saying(said -> said.withBackref(name));
    }

    /**
     * What happens to the links of a row that is deleted, on either side: they are deleted, too,
     * unless told. Of a table that is made for the relation.
     */
    public ManyToMany<L, R> onDelete(OnDelete action) {
        return saying(said -> said.withOnDelete(action));
    }

    /** What happens to links when the key of a row changes; the database refuses unless told. */
    public ManyToMany<L, R> onUpdate(OnDelete action) {
        return saying(said -> said.withOnUpdate(action));
    }

    /**
     * What belongs to a row has that row belonging to it: friends. Each link is stored both ways,
     * in one statement, so reading and joining are as ever. For a model and itself.
     */
    public ManyToMany<L, R> symmetric() {
        return saying(Said::asSymmetric);
    }

    /**
     * The order of the rows, from both sides, unless a query says another one: {@code orderBy(() ->
     * ENROLMENT.position)}. Adds to what was said before.
     *
     * @param order by columns of the links, or of the target
     */
    public ManyToMany<L, R> orderBy(Supplier<? extends Ordering> order) {
        return saying(said -> said.withOrder(order));
    }

    // ---- using

    /**
     * The rows that belong to this one: a query, to which rows can be added.
     *
     * @throws ModelException for a row without a key
     */
    public Related<R> of(L row) {
        return Related.of(ends(), row, database);
    }

    /** The same relation, asked from the other side. */
    public ManyToMany<R, L> reverse() {
        ManyToMany<R, L> known = reverse;
        if (known == null) {
            known = new ManyToMany<>(declared, !reversed, database);
            reverse = known; // two threads may both make it, and make it equal
        }
        return known;
    }

    /** The same relation on this database, whatever its tables are bound to. */
    public ManyToMany<L, R> using(QueryExecutor database) {
        return new ManyToMany<>(declared, reversed, database);
    }

    /** The table of the links, a table like any other: to create, to query, to join. */
    public Table<?, ?> through() {
        return ends().through();
    }

    /** The foreign key of the links to the rows that are asked. */
    @SuppressWarnings("unchecked") // it refers to their table
    public ForeignKey<?, L, ?> near() {
        return (ForeignKey<?, L, ?>) ends().near();
    }

    /** The foreign key of the links to the rows that are the answer. */
    @SuppressWarnings("unchecked") // it refers to their table
    public ForeignKey<?, R, ?> far() {
        return (ForeignKey<?, R, ?>) ends().far();
    }

    /**
     * The query with the links and the target joined to its rows: {@code
     * COURSE.select().refine(COURSE.students::join)}. The next join starts from the target.
     *
     * @throws ProgrammingException for a query that does not read from the owner, or has one of the
     *     tables already
     */
    public <Q extends @Nullable Object> Select<Q> join(Select<Q> query) {
        return join(query, ends().far().target());
    }

    /** As {@link #join(Select)}, with an alias of the target. */
    public <Q extends @Nullable Object> Select<Q> join(Select<Q> query, Table<?, ?> target) {
        Ends ends = ends();
        return query.joinFrom(from(query, ends), ends.through(), ends.near())
                .joinFrom(ends.through(), target, ends.far());
    }

    /**
     * Loads the rows along with those of a query, all that belong to each, by one further query:
     * {@code COURSE.select().load(COURSE.students.load())}. One that belongs to two rows comes
     * twice, each with its link, {@code student.joined(ENROLMENT)}, where links have columns of
     * their own.
     */
    @SuppressWarnings("unchecked") // between these two
    public Load<L, R> load() {
        return (Load<L, R>) (Load<?, ?>) ends().relation().load();
    }

    /**
     * As {@link #load()}, those that a query has, in its order. The query may join the links, to
     * filter or to sort by them.
     *
     * @throws ProgrammingException for a query of other rows
     */
    @SuppressWarnings("unchecked") // between these two
    public Load<L, R> load(Select<? extends R> query) {
        return (Load<L, R>) (Load<?, ?>) ends().relation().load(query);
    }

    // ---- what it is

    @Override
    public Table<?, ?> table() {
        return declared.table();
    }

    @Override
    public Table<?, ?> owner() {
        return ends().near().target();
    }

    @Override
    public Table<?, ?> target() {
        return ends().far().target();
    }

    @Override
    public @Nullable String name() {
        return reversed ? declared.said().backref() : declared.field();
    }

    @Override
    public @Nullable String backref() {
        return reversed ? declared.field() : declared.said().backref();
    }

    @Override
    public void verify() {
        Ends checked = ends();
        if (declared.said().makesTable()) {
            checked.through().verify();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // a row of the owner
    public @Nullable List<R> rows(Model<?> row, boolean ask) {
        if (!row.persisted()) {
            return null; // nothing belongs to it yet
        }
        Related<R> rows = of((L) row);
        return ask ? rows.list() : rows.known();
    }

    /** What messages call it: Course.students. */
    @Override
    public String toString() {
        return ends().name();
    }

    // ---- inside

    boolean isOf(Declared other) {
        return declared == other;
    }

    /** As it was declared. */
    Ends declaredEnds() {
        return declared.ends();
    }

    private Ends ends() {
        Ends known = ends;
        if (known == null) {
            Ends said = declared.ends();
            known = reversed ? said.reverse() : said;
            ends = known; // two threads may both make it, and make it equal
        }
        return known;
    }

    private ManyToMany<L, R> saying(Function<Said, Said> change) {
        if (reversed || database != null) {
            throw new ModelException(
                    this + " is a view of a relation, which declares nothing",
                    declared.table().toString(),
                    "say it where the relation is declared");
        }
        return new ManyToMany<>(
                declared.saying(Objects.requireNonNull(change.apply(declared.said()))),
                false,
                null);
    }

    private Source<?> from(Select<?> query, Ends ends) {
        Table<?, ?> owner = ends.near().target();
        List<Source<?>> sources = new ArrayList<>(List.of(query.definition().root()));
        for (Join join : query.definition().joins()) {
            sources.add(join.right());
        }
        if (declared.table().base() == owner && sources.contains(declared.table())) {
            return declared.table(); // an alias, which it was said with
        }
        for (Source<?> source : sources) {
            if (source instanceof Table<?, ?> table && table.base() == owner) {
                return table;
            }
        }
        throw new ProgrammingException(
                this + " is joined to a query that does not read from " + owner,
                owner.toString(),
                "join " + owner + " first");
    }
}

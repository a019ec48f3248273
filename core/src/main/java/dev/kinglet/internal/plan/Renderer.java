package dev.kinglet.internal.plan;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Window;
import dev.kinglet.query.Compound;
import dev.kinglet.query.Cte;
import dev.kinglet.query.CteDefinition;
import dev.kinglet.query.Derived;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Join;
import dev.kinglet.query.Labels;
import dev.kinglet.query.Lock;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.RawDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.SelectOptions;
import dev.kinglet.query.Source;
import dev.kinglet.query.ValuesDefinition;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JoinType;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.RenderContext;
import org.jooq.SelectQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * From a query to the statement that jOOQ renders. Clauses are built in the order in which {@link
 * Shape} walks them; where jOOQ writes them does not matter, see {@link Slots}.
 */
final class Renderer {
    private final Dialect dialect;
    final DSLContext jooq;
    private final ExprRenderer exprs;
    final TableRenderer tables;
    private final WriteRenderer writes;

    /** In the order they were met; the recursive ones are here before they are in {@link #with}. */
    private final List<Cte<?>> ctes = new ArrayList<>();

    /** In the order in which they may stand: each behind those that it reads from. */
    private final List<QueryPart> with = new ArrayList<>();

    private final Map<String, Exposed> exposed = new HashMap<>();
    private boolean recursive;
    boolean onlyReads;

    Renderer(Dialect dialect, @Nullable String schema, Scopes scopes) {
        this.dialect = dialect;
        this.jooq = Jooq.of(dialect);
        this.exprs = ExprRenderer.of(dialect, this, scopes);
        this.tables = new TableRenderer(dialect, schema, exprs, this);
        this.writes = new WriteRenderer(dialect, exprs, tables, this);
    }

    /**
     * @param scopes as the walk for the shape found them
     */
    static Plan render(
            QueryDefinition query, Dialect dialect, @Nullable String schema, Scopes scopes) {
        try {
            return new Renderer(dialect, schema, scopes).plan(query);
        } catch (DataAccessException e) {
            throw new ProgrammingException(
                    "the query cannot be written for " + dialect,
                    ErrorContext.NONE.withModel(query.root().toString()),
                    e);
        }
    }

    /** A query with its values in the text, its columns under the names seen from outside. */
    static String inlined(
            SelectDefinition query, Dialect dialect, @Nullable String schema, Shape shape) {
        return new Renderer(dialect, schema, shape.scopes()).inlined(query, shape.takeValues());
    }

    String inlined(SelectDefinition query, @Nullable Object[] values) {
        onlyReads = true;
        QueryPart statement = body(null, query);
        RenderContext context = jooq.renderContext();
        Slots.inline(context, slot -> Literals.of(slot, values[slot.value()], dialect));
        with(context);
        return context.visit(statement).render();
    }

    private Plan plan(QueryDefinition query) {
        RowLayout layout = null;
        QueryPart statement;
        onlyReads = query instanceof SelectDefinition;
        if (query instanceof SelectDefinition select) {
            SelectList list = new SelectList(select, dialect);
            layout = list.layout();
            statement = select(null, select, list.columns(), null);
        } else if (query instanceof RawDefinition raw) {
            Scope before = exprs.enter(null, raw); // what comes out, the database will say
            statement =
                    Templates.part(
                            raw.sql(),
                            raw.arguments().stream().map(exprs::field).toArray(QueryPart[]::new));
            exprs.leave(before);
        } else {
            List<Selection> returning = Exposed.returning(query);
            if (!returning.isEmpty()) {
                layout =
                        new SelectList(SelectDefinition.of(query.root(), returning), dialect)
                                .layout();
            }
            statement = writes.write(query);
        }
        RenderContext context = jooq.renderContext();
        List<BindSlot> slots = Slots.begin(context);
        with(context);
        String sql = context.visit(statement).render();
        return new Plan(sql, slots, layout, query.root().toString(), onlyReads);
    }

    private void with(RenderContext context) {
        if (!with.isEmpty()) {
            context.sql(recursive ? "with recursive " : "with ", true)
                    .visit(Templates.joined(", ", with))
                    .sql(" ", true);
        }
    }

    // ---- queries

    /** A query inside of the one that is being built, which may read its columns. */
    QueryPart inner(SelectDefinition select) {
        return select(exprs.scope(), select, Exposed.expand(select), null);
    }

    /** What a value is compared with: the items of a query, or its key where it has none. */
    QueryPart compared(SelectDefinition select, Expr<?> operand) {
        List<? extends Expr<?>> columns =
                select.items().isEmpty() && Exprs.parts(operand) == 1
                        ? List.of(KeyOf.query(select, operand))
                        : Exposed.expand(select);
        if (columns.size() != Exprs.parts(operand)) {
            throw new ProgrammingException(
                    operand
                            + " is compared with a query of "
                            + columns.size()
                            + " columns: "
                            + columns,
                    select.root().toString(),
                    "select " + Exprs.parts(operand));
        }
        if (dialect == Dialect.SQLITE && columns.size() == 1) {
            TextDecimals.check(Operator.EQ, operand, columns.get(0));
        }
        return select(exprs.scope(), select, columns, null);
    }

    /** The body of a named query, its columns under the names that are seen from outside. */
    QueryPart body(@Nullable Scope outer, QueryDefinition query) {
        if (query instanceof SelectDefinition select) {
            Exposed columns = Exposed.of(select);
            return select(outer, select, columns.exprs(), columns.names());
        }
        if (query instanceof ValuesDefinition values) {
            return values(values);
        }
        if (dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite has no writes inside of other statements",
                    query.root().toString(),
                    "run the write by itself: returning(..).list(), in one transaction");
        }
        onlyReads = false;
        return writes.write(query);
    }

    /**
     * @param names for the columns, where others read them by name; null where none does
     */
    QueryPart select(
            @Nullable Scope outer,
            SelectDefinition select,
            List<? extends Expr<?>> columns,
            @Nullable List<String> names) {
        Scope before = exprs.enter(outer, select);
        SelectOptions options = select.options();
        for (Cte<?> cte : options.with()) {
            declare(cte);
        }
        QueryPart part =
                options.compound() == null
                        ? plain(select, columns, names)
                        : compound(outer, select, options.compound(), names);
        exprs.leave(before);
        return part;
    }

    private QueryPart plain(
            SelectDefinition select,
            List<? extends Expr<?>> columns,
            @Nullable List<String> names) {
        SelectQuery<Record> query = jooq.selectQuery();
        query.setDistinct(select.distinct());
        query.addFrom(tables.source(select.root(), false));
        addScope(query, select.root());
        for (int i = 0; i < columns.size(); i++) {
            Expr<?> column = columns.get(i);
            if (names == null || names.get(i).equals(Labels.sqlName(column))) {
                query.addSelect(exprs.selected(column));
            } else {
                query.addSelect(exprs.field(column).as(DSL.name(names.get(i))));
            }
        }
        for (Join join : select.joins()) {
            join(query, join);
        }
        org.jooq.Condition where = select.where() == null ? null : exprs.condition(select.where());
        for (Expr<?> expr : Exposed.expand(select.root(), select.groupBy())) {
            // visited even where only its place is written: its values are counted in the walk
            Field<?> field = exprs.field(expr);
            int place = indexOfAlias(columns, Exprs.alias(expr));
            // written twice, an expression with values would be two to PostgreSQL; by its name, the
            // column of that name would be meant, where there is one
            query.addGroupBy(place < 0 ? field : Templates.field(String.valueOf(place + 1)));
        }
        if (select.having() != null) {
            org.jooq.Condition having = exprs.condition(select.having());
            if (dialect == Dialect.SQLITE
                    && select.groupBy().isEmpty()
                    && columns.stream().anyMatch(Exprs::aggregates)) {
                // jOOQ would group by a constant for SQLite, and then no rows are no group
                where =
                        Templates.condition(
                                "{0} having {1}",
                                where == null ? DSL.trueCondition() : where, having);
            } else {
                query.addHaving(having);
            }
        }
        if (where != null) {
            query.addConditions(where);
        }
        if (select.options() != SelectOptions.NONE) {
            options(query, select);
        }
        for (Sort sort : select.orderBy()) {
            // visited even where only its name is written: its values are counted in the walk
            Field<?> field = exprs.field(sort.expr());
            query.addOrderBy(exprs.sort(sort, output(columns, names, sort.expr(), field)));
        }
        if (select.limit() != null) {
            query.addLimit(exprs.rows());
        }
        if (select.offset() != null) {
            if (select.limit() == null && dialect == Dialect.SQLITE) {
                // it wants a LIMIT before an OFFSET, and a negative one is none; jOOQ would write
                // that of an int
                query.addLimit(DSL.inline(-1));
            }
            query.addOffset(exprs.rows());
        }
        return query;
    }

    /** What ORDER BY says of an expression: the name or the number of what is selected under it. */
    private static Field<?> output(
            List<? extends Expr<?>> columns,
            @Nullable List<String> names,
            Expr<?> expr,
            Field<?> field) {
        String alias = Exprs.alias(expr);
        int index = indexOfAlias(columns, alias);
        if (alias == null || index < 0) {
            return field;
        }
        if (names != null) {
            return DSL.field(DSL.name(names.get(index)));
        }
        return outputs(columns, alias) == 1
                ? DSL.field(DSL.name(alias))
                : Templates.field(String.valueOf(index + 1)); // another column has that name
    }

    private static int indexOfAlias(List<? extends Expr<?>> columns, @Nullable String alias) {
        for (int i = 0; alias != null && i < columns.size(); i++) {
            if (alias.equals(Exprs.alias(columns.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private void join(SelectQuery<Record> query, Join join) {
        org.jooq.Table<?> right = tables.source(join.right(), join.lateral());
        var scope = exprs.scope(join.right());
        var condition = exprs.condition(join.link().condition());
        if (join.kind() == Join.Kind.CROSS) {
            query.addJoin(right, JoinType.CROSS_JOIN);
            query.addConditions(scope == null ? List.of() : List.of(scope));
        } else {
            query.addJoin(
                    right, joinType(join.kind()), scope == null ? condition : condition.and(scope));
        }
    }

    private void addScope(SelectQuery<Record> query, Source<?> root) {
        var scope = exprs.scope(root);
        if (scope != null) {
            query.addConditions(scope);
        }
    }

    private void options(SelectQuery<Record> query, SelectDefinition select) {
        SelectOptions options = select.options();
        if (!options.distinctOn().isEmpty()) {
            if (dialect == Dialect.SQLITE) {
                throw new ProgrammingException(
                        "SQLite has no DISTINCT ON",
                        select.root().toString(),
                        "number the rows with rowNumber().over(..) in a query of its own, and keep those of number 1");
            }
            options.distinctOn().forEach(expr -> query.addDistinctOn(exprs.field(expr)));
        }
        Set<String> names = new HashSet<>();
        for (Window window : options.windows()) {
            if (!names.add(String.valueOf(window.name()))) {
                throw new ProgrammingException(
                        "two windows are named '" + window.name() + "'",
                        select.root().toString(),
                        "give one of them another name");
            }
            query.addWindow(tables.window(window));
        }
        if (options.lock() != null) {
            onlyReads = false;
            lock(query, select, options.lock());
        }
    }

    private void lock(SelectQuery<Record> query, SelectDefinition select, Lock lock) {
        if (dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite locks the whole database and no rows",
                    select.root().toString(),
                    "leave lock(..) out: a transaction that writes keeps other writers out");
        }
        switch (lock.strength()) {
            case UPDATE -> query.setForUpdate(true);
            case NO_KEY_UPDATE -> query.setForNoKeyUpdate(true);
            case SHARE -> query.setForShare(true);
        }
        if (!lock.of().isEmpty()) {
            query.setForLockModeOf(
                    lock.of().stream()
                            .map(source -> DSL.table(DSL.name(source.qualifier())))
                            .toArray(org.jooq.Table<?>[]::new));
        }
        switch (lock.ifLocked()) {
            case WAIT -> {}
            case FAIL -> query.setForLockModeNoWait();
            case SKIP -> query.setForLockModeSkipLocked();
        }
    }

    private QueryPart compound(
            @Nullable Scope outer,
            SelectDefinition whole,
            Compound compound,
            @Nullable List<String> names) {
        QueryPart left = member(outer, compound.left(), names);
        QueryPart right = member(outer, compound.right(), null);
        StringBuilder text = new StringBuilder("{0} " + compound.operator() + " {1}");
        List<QueryPart> parts = new ArrayList<>(List.of(left, right));
        String separator = " order by ";
        for (Sort sort : whole.orderBy()) {
            text.append(separator).append('{').append(parts.size()).append('}');
            int index = output(outer, compound, sort);
            parts.add(
                    exprs.sort(
                            sort,
                            output(compound, names, index),
                            Nullness.mayBeNull(whole, index, outer)));
            separator = ", ";
        }
        if (whole.limit() != null) {
            text.append(" limit {").append(parts.size()).append('}');
            parts.add(exprs.rows());
        } else if (whole.offset() != null && dialect == Dialect.SQLITE) {
            text.append(" limit -1");
        }
        if (whole.offset() != null) {
            text.append(" offset {").append(parts.size()).append('}');
            parts.add(exprs.rows());
        }
        return Templates.part(text.toString(), parts.toArray(QueryPart[]::new));
    }

    /** PostgreSQL puts a member in parentheses; SQLite has none there, so it reads from it. */
    private QueryPart member(
            @Nullable Scope outer, SelectDefinition select, @Nullable List<String> names) {
        QueryPart part = select(outer, select, Exposed.expand(select), names);
        boolean simple =
                select.options().compound() == null
                        && select.orderBy().isEmpty()
                        && select.limit() == null
                        && select.offset() == null;
        if (simple) {
            return part;
        }
        return Templates.part(dialect == Dialect.POSTGRES ? "({0})" : "select * from ({0})", part);
    }

    /** Which column of the whole is meant. */
    private int output(@Nullable Scope outer, Compound compound, Sort sort) {
        List<Expr<?>> columns = Exposed.expand(compound.left());
        int index = Exposed.indexOf(columns, sort.expr());
        if (index < 0) {
            throw new ProgrammingException(
                    "the "
                            + compound.operator()
                            + " of two queries is sorted by "
                            + sort.expr()
                            + ", which they do not select",
                    compound.left().root().toString(),
                    "sort by one of " + columns);
        }
        // its values are counted in the walk; what it reads is seen in the first member only
        Scope before = exprs.enter(outer, first(compound));
        exprs.field(sort.expr());
        exprs.leave(before);
        return index;
    }

    /** A column of the whole, which only its name, or its number, stands for. */
    private static Field<?> output(Compound compound, @Nullable List<String> names, int index) {
        List<Expr<?>> columns = Exposed.expand(compound.left());
        Expr<?> column = columns.get(index);
        boolean aliased = Exprs.alias(column) != null;
        // without an alias SQLite looks for a column of that name in FROM: of joins several may
        // have
        // it, and a query around this one is not looked at
        SelectDefinition first = first(compound);
        boolean plain =
                column instanceof ColumnExpr<?> own
                        && first.joins().isEmpty()
                        && own.qualifier().equals(first.root().qualifier());
        if (names != null
                && (aliased || plain || !names.get(index).equals(Labels.sqlName(column)))) {
            return DSL.field(DSL.name(names.get(index)));
        }
        if (names == null && (aliased || plain)) {
            String name = Labels.sqlName(column);
            if (outputs(columns, name) == 1) {
                return DSL.field(DSL.name(name));
            }
        }
        return Templates.field(String.valueOf(index + 1));
    }

    /** How many columns of a select list go by that name. */
    private static long outputs(List<? extends Expr<?>> columns, String name) {
        return columns.stream()
                .filter(e -> e instanceof ColumnExpr<?> || Exprs.alias(e) != null)
                .filter(e -> Labels.sqlName(e).equals(name))
                .count();
    }

    private static SelectDefinition first(Compound compound) {
        Compound inner = compound.left().options().compound();
        return inner == null ? compound.left() : first(inner);
    }

    private QueryPart values(ValuesDefinition values) {
        values.columns().forEach(exprs::unscoped);
        if (values.times() == InsertDefinition.MANY) {
            List<QueryPart> arrays = new ArrayList<>();
            values.columns().forEach(column -> arrays.add(exprs.array(column)));
            return Templates.part("select * from unnest({0})", Templates.joined(", ", arrays));
        }
        List<QueryPart> rows = new ArrayList<>();
        for (int i = 0; i < values.times(); i++) {
            for (List<Expr<?>> row : values.rows()) {
                // the first row gives PostgreSQL the types of all
                boolean typed = dialect == Dialect.POSTGRES && rows.isEmpty();
                rows.add(row(values, row, typed));
            }
        }
        return Templates.part("values {0}", Templates.joined(", ", rows));
    }

    private QueryPart row(ValuesDefinition values, List<Expr<?>> row, boolean typed) {
        List<QueryPart> parts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Field<?> field = exprs.field(row.get(i));
            parts.add(typed ? exprs.typed(field, values.columns().get(i).type()) : field);
        }
        return Templates.part("({0})", Templates.joined(", ", parts));
    }

    // ---- common table expressions

    /** Puts a query in front of the statement, unless it is there. */
    void declare(Cte<?> cte) {
        if (!Ctes.isNew(ctes, cte)) {
            return;
        }
        ctes.add(cte);
        CteDefinition definition = Ctes.definition(cte);
        exposed.put(cte.qualifier(), Exposed.of(definition.body()));
        // it sees nothing of the queries around the place where it was met
        QueryPart body =
                definition.recursion() == null
                        ? body(null, definition.body())
                        : recursion(definition, definition.recursion());
        String hint =
                definition.materialized() == null
                        ? ""
                        : definition.materialized() ? "materialized " : "not materialized ";
        List<QueryPart> parts = new ArrayList<>(List.of(DSL.name(cte.qualifier()), body));
        String columns = "";
        if (definition.body() instanceof ValuesDefinition) {
            List<String> names = exposed(cte).names();
            columns = " (" + Templates.numbered(", ", 2, names.size()) + ")";
            names.forEach(name -> parts.add(DSL.name(name)));
        }
        with.add(
                Templates.part(
                        "{0}" + columns + " as " + hint + "({1})",
                        parts.toArray(QueryPart[]::new)));
    }

    private QueryPart recursion(CteDefinition definition, SelectDefinition next) {
        recursive = true;
        QueryPart base =
                definition.body() instanceof SelectDefinition select
                        ? member(null, select, Exposed.of(select).names())
                        : body(null, definition.body());
        QueryPart recursion = member(null, next, null);
        return Templates.part("{0} " + definition.operator() + " {1}", base, recursion);
    }

    /** What a named query shows; of one that stands for itself inside of it, what it will show. */
    Exposed exposed(NamedQuery<?> named) {
        if (named instanceof Cte<?> cte) {
            // not declared here: its values are counted where the walk meets it, in FROM
            Exposed known = exposed.get(cte.qualifier());
            return known == null ? Exposed.of(Ctes.definition(cte).body()) : known;
        }
        return Exposed.of(((Derived<?>) named).body());
    }

    /** Refuses a named window that the query does not declare. */
    void requireWindow(Window window, QueryDefinition query) {
        if (query instanceof SelectDefinition select) {
            for (Window declared : select.options().windows()) {
                if (declared.name() != null
                        && declared.name().equals(window.name())
                        && declared.partitionBy().equals(window.partitionBy())
                        && declared.orderBy().equals(window.orderBy())) {
                    return;
                }
            }
        }
        throw new ProgrammingException(
                "the window '" + window.name() + "' is not declared in the query",
                query.root().toString(),
                "declare it: query.window(window), or leave out its name");
    }

    // ---- parts

    private static JoinType joinType(Join.Kind kind) {
        return switch (kind) {
            case INNER -> JoinType.JOIN;
            case LEFT -> JoinType.LEFT_OUTER_JOIN;
            case RIGHT -> JoinType.RIGHT_OUTER_JOIN;
            case FULL -> JoinType.FULL_OUTER_JOIN;
            case CROSS -> JoinType.CROSS_JOIN;
        };
    }

    @SuppressWarnings("unchecked") // jOOQ's types only choose bind casts, and the binds are ours
    static Field<Object> untyped(Field<?> field) {
        return (Field<Object>) field;
    }
}

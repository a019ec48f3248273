package dev.kinglet.internal.plan;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.FunctionCall;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Subquery;
import dev.kinglet.expr.Window;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Attached;
import dev.kinglet.query.Compound;
import dev.kinglet.query.Cte;
import dev.kinglet.query.CteDefinition;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.Derived;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Join;
import dev.kinglet.query.JsonRows;
import dev.kinglet.query.Lock;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawDefinition;
import dev.kinglet.query.Relation;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.SelectOptions;
import dev.kinglet.query.Source;
import dev.kinglet.query.Unnest;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.query.ValuesDefinition;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import dev.kinglet.type.HasType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a query, everything but its values, as a list of tokens; and its values, collected
 * in the same walk.
 *
 * <p>A shape is reused from call to call, so a look-up allocates no key: it is itself a key that
 * equals the {@link ShapeKey} of the same tokens. {@link Renderer} walks in the same order, clause
 * by clause and node by node, so that the n-th value here is the n-th slot there.
 */
final class Shape implements ExprVisitor<@Nullable Void> {

    private static final @Nullable Object[] NONE = {};

    /** For so many values there is room from the start, and for more where they come. */
    private static final int MANY = 32;

    private final Dialect dialect;
    private final Tokens tokens = new Tokens();
    private @Nullable Object @Nullable [] values;
    private int valueCount;
    private int lastValueCount = 4;
    private boolean lent;
    private final List<Cte<?>> ctes = new ArrayList<>(2);
    private final Scopes scopes = new Scopes();
    private final Home home = new Home();
    private final WriteShape writes = new WriteShape(this);
    private boolean inline;

    Shape(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Takes the shape of a query, in place of the one of before.
     *
     * @param schema where tables are that say no schema; null for the database's default
     * @param database where the query is to run; null where that does not matter
     */
    void take(QueryDefinition query, @Nullable String schema, @Nullable QueryExecutor database) {
        tokens.clear();
        valueCount = 0;
        ctes.clear();
        scopes.clear();
        home.begin(database);
        if (schema != null) {
            token(schema);
        }
        query(query);
    }

    /** The values of the query, in the order of the walk. */
    @Nullable Object[] takeValues() {
        @Nullable Object[] all = values;
        lastValueCount = Math.min(valueCount, MANY);
        if (all == null) {
            return NONE;
        }
        return valueCount == all.length ? all : Arrays.copyOf(all, valueCount);
    }

    /** Whether it is free; then it is not until {@link #clear}. */
    boolean lend() {
        boolean free = !lent;
        lent = true;
        return free;
    }

    /**
     * Forgets the values, so that a shape at rest keeps no row alive; the cache keeps the tokens.
     */
    void clear() {
        lent = false;
        values = null;
        valueCount = 0;
        scopes.clear();
        ctes.clear();
        home.begin(null);
    }

    ShapeKey toKey() {
        return tokens.toKey();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof ShapeKey key && tokens.areThoseOf(key);
    }

    @Override
    public int hashCode() {
        return tokens.hash();
    }

    // ---- queries

    private void query(QueryDefinition query) {
        if (query instanceof SelectDefinition select) {
            select(select);
        } else if (query instanceof InsertDefinition insert) {
            writes.insert(insert);
        } else if (query instanceof UpdateDefinition update) {
            writes.update(update);
        } else if (query instanceof DeleteDefinition delete) {
            writes.delete(delete);
        } else if (query instanceof RawDefinition raw) {
            token(Mark.RAW);
            token(raw.root());
            token(raw.sql());
            visitAll(raw.arguments());
        } else {
            values((ValuesDefinition) query);
        }
    }

    void select(SelectDefinition select) {
        token(Mark.SELECT);
        SelectOptions options = select.options();
        if (options == SelectOptions.NONE) {
            token(Mark.ABSENT);
        } else {
            token(options.with().size());
            for (Cte<?> cte : options.with()) {
                cte(cte);
            }
            if (options.compound() != null) {
                compound(select, options.compound());
                return;
            }
        }
        token(select.distinct());
        scoped(select.root());
        items(select.items());
        List<Join> joins = select.joins();
        token(joins.size());
        for (int i = 0; i < joins.size(); i++) {
            Join join = joins.get(i);
            token(join.kind());
            token(join.lateral());
            token(join.left().qualifier());
            scoped(join.right());
            scopes.refuseOutside(join, select);
            visit(join.link().condition());
            token(join.link().relation());
        }
        optional(select.where());
        items(select.groupBy());
        optional(select.having());
        if (options != SelectOptions.NONE) {
            visitAll(options.distinctOn());
            token(options.windows().size());
            for (Window window : options.windows()) {
                token(window.name());
                window(window);
            }
            lock(options.lock());
        }
        sorts(select.orderBy());
        rows(select.limit());
        rows(select.offset());
    }

    private void compound(SelectDefinition whole, Compound compound) {
        token(Mark.COMPOUND);
        token(compound.operator());
        select(compound.left());
        select(compound.right());
        sorts(whole.orderBy());
        rows(whole.limit());
        rows(whole.offset());
    }

    private void lock(@Nullable Lock lock) {
        if (lock == null) {
            token(Mark.ABSENT);
            return;
        }
        token(lock.strength());
        token(lock.ifLocked());
        token(lock.of().size());
        for (Source<?> source : lock.of()) {
            token(source.qualifier());
        }
    }

    private void values(ValuesDefinition values) {
        token(Mark.VALUES);
        visitAll(values.columns());
        token(values.times());
        token(values.rows().size());
        for (List<Expr<?>> row : values.rows()) {
            visitAll(row);
        }
    }

    void items(List<? extends Selection> items) {
        token(items.size());
        for (int i = 0; i < items.size(); i++) {
            Selection item = items.get(i);
            if (item instanceof Expr<?> expr) {
                visit(expr);
            } else if (item instanceof Attached attached) {
                token(Mark.ATTACHED);
                token(attached.source().qualifier());
                visit(attached.expr());
            } else {
                // what it is was said where it stands in FROM
                token(Mark.SOURCE);
                token(item instanceof Table<?, ?> ? item : ((Source<?>) item).qualifier());
            }
        }
    }

    void source(Source<?> source) {
        if (source instanceof Derived<?> derived) {
            token(Mark.DERIVED);
            token(derived.qualifier());
            select(derived.body());
        } else if (source instanceof Cte<?> cte) {
            cte(cte);
        } else if (source instanceof JsonRows rows) {
            source(rows.relation());
        } else if (source instanceof Relation relation) {
            token(Mark.RELATION);
            token(relation.name());
            token(relation.alias());
            token(relation.columns());
            token(relation.template());
            if (relation.arguments() == null) {
                token(Mark.ABSENT);
            } else {
                visitAll(relation.arguments());
            }
        } else if (source instanceof Unnest<?> unnest) {
            token(Mark.UNNEST);
            token(unnest.alias());
            visit(unnest.array());
        } else {
            token(source); // a Table: equal by base table and alias name
            home.meet((Table<?, ?>) source);
        }
    }

    /** A source whose rows are seen, and what those have to meet. */
    void scoped(Source<?> source) {
        source(source);
        if (source instanceof Table<?, ?> table) {
            Condition scope = scopes.enter(table);
            if (scope != null) {
                token(Mark.SCOPED);
                visit(scope);
                scopes.leave();
            }
        }
    }

    /** The scopes that were met, for the renderer. */
    Scopes scopes() {
        return scopes.met();
    }

    /** Walked where it is met first, as the renderer does; then its name is enough. */
    void cte(Cte<?> cte) {
        token(Mark.CTE);
        token(cte.qualifier());
        if (!Ctes.isNew(ctes, cte)) {
            return;
        }
        ctes.add(cte);
        CteDefinition definition = Ctes.definition(cte);
        token(Mark.DEFINED);
        query(definition.body());
        if (definition.recursion() == null) {
            token(Mark.ABSENT);
        } else {
            token(definition.operator());
            select(definition.recursion());
        }
        token(definition.materialized());
    }

    private void sorts(List<Sort> sorts) {
        token(sorts.size());
        for (int i = 0; i < sorts.size(); i++) {
            Sort sort = sorts.get(i);
            visit(sort.expr());
            token(sort.descending());
            token(sort.nulls());
        }
    }

    private void window(Window window) {
        visitAll(window.partitionBy());
        sorts(window.orderBy());
        token(window.frame());
    }

    void optional(@Nullable Expr<?> expr) {
        if (expr == null) {
            token(Mark.ABSENT);
        } else {
            visit(expr);
        }
    }

    private void rows(@Nullable Long rows) {
        if (rows == null) {
            token(Mark.ABSENT);
        } else {
            value(rows, DataType.BIGINT);
        }
    }

    // ---- expressions

    void visit(Expr<?> expr) {
        expr.accept(this);
    }

    @Override
    public @Nullable Void column(ColumnExpr<?> said) {
        ColumnExpr<?> column = scopes.standingFor(said);
        Object identity = column.identity();
        if (identity instanceof Expr<?> inner && inner != column && !(inner instanceof Column<?>)) {
            token(Mark.OUTSIDE);
            withoutValues(inner);
        } else {
            token(identity);
        }
        beside(column.qualifier());
        return null;
    }

    /** Walks what is written with its values, which are part of the key then. */
    void inlined(Runnable walk) {
        inline = true;
        walk.run();
        inline = false;
    }

    /**
     * Walks what a column of a named query stands for. Only its name is written here, so its values
     * are no values of this place, and are not in the key either.
     */
    private void withoutValues(Expr<?> expr) {
        int valuesBefore = valueCount;
        int ctesBefore = ctes.size();
        int scopesBefore = scopes.size();
        visit(expr);
        valueCount = valuesBefore;
        scopes.forgetFrom(scopesBefore);
        ctes.subList(ctesBefore, ctes.size()).clear();
    }

    @Override
    public @Nullable Void value(@Nullable Object value, HasType type) {
        token(Mark.VALUE);
        beside(type.type());
        add(value);
        return null;
    }

    @Override
    public @Nullable Void operator(Operator operator, Expr<?> left, Expr<?> right) {
        token(operator);
        visit(left);
        visit(right);
        return null;
    }

    @Override
    public @Nullable Void not(Condition condition) {
        token(Mark.NOT);
        visit(condition);
        return null;
    }

    @Override
    public @Nullable Void isNull(Expr<?> operand, boolean negated) {
        token(negated ? Mark.IS_NOT_NULL : Mark.IS_NULL);
        visit(operand);
        return null;
    }

    @Override
    public @Nullable Void between(Expr<?> operand, Expr<?> low, Expr<?> high) {
        token(Mark.BETWEEN);
        visit(operand);
        visit(low);
        visit(high);
        return null;
    }

    @Override
    public @Nullable Void inList(
            Expr<?> operand, List<? extends @Nullable Object> list, boolean negated) {
        token(negated ? Mark.NOT_IN_LIST : Mark.IN_LIST);
        visit(operand);
        DataType<?> type = operand.type().unlimited();
        token(type);
        token(
                BindSlot.padded(type, dialect)
                        ? (Integer) BindSlot.bucket(list.size())
                        : Mark.ABSENT);
        add(list);
        return null;
    }

    @Override
    public @Nullable Void inQuery(Expr<?> operand, Subquery query, boolean negated) {
        token(negated ? Mark.NOT_IN_QUERY : Mark.IN_QUERY);
        visit(operand);
        select(((Select<?>) query).definition());
        return null;
    }

    @Override
    public @Nullable Void exists(Subquery query) {
        token(Mark.EXISTS);
        select(((Select<?>) query).definition());
        return null;
    }

    @Override
    public @Nullable Void constant(boolean value) {
        token(value ? Mark.TRUE : Mark.FALSE);
        return null;
    }

    @Override
    public @Nullable Void inRows(Expr<?> row, List<Expr<?>> rows, boolean negated) {
        token(negated ? Mark.NOT_IN_ROWS : Mark.IN_ROWS);
        visit(row);
        visitAll(rows);
        return null;
    }

    @Override
    public @Nullable Void row(List<Expr<?>> parts) {
        token(Mark.ROW);
        visitAll(parts);
        return null;
    }

    @Override
    public @Nullable Void function(FunctionCall call) {
        token(Mark.FUNCTION);
        token(call.function());
        token(call.type().type());
        token(call.nulls());
        token(call.distinct());
        visitAll(call.arguments());
        sorts(call.orderBy());
        optional(call.filter());
        return null;
    }

    @Override
    public @Nullable Void over(FunctionCall call, Window window) {
        token(Mark.OVER);
        function(call);
        token(window.name());
        if (window.name() == null) {
            window(window);
        } else {
            token(window.frame()); // the rest was said where the query declares it
        }
        return null;
    }

    @Override
    public @Nullable Void caseOf(
            @Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise) {
        token(Mark.CASE);
        optional(subject);
        visitAll(branches);
        optional(otherwise);
        return null;
    }

    @Override
    public @Nullable Void subquery(Subquery query, HasType type) {
        token(Mark.SUBQUERY);
        token(type.type());
        select(((Select<?>) query).definition());
        return null;
    }

    @Override
    public @Nullable Void collate(Expr<?> operand, String collation) {
        token(Mark.COLLATE);
        token(collation);
        visit(operand);
        return null;
    }

    @Override
    public @Nullable Void orNull(Expr<?> operand) {
        token(Mark.OR_NULL);
        visit(operand);
        return null;
    }

    @Override
    public @Nullable Void cast(Expr<?> operand, DataType<?> type) {
        token(Mark.CAST);
        token(type);
        visit(operand);
        return null;
    }

    @Override
    public @Nullable Void alias(Expr<?> operand, String name) {
        token(Mark.ALIAS);
        token(name);
        visit(operand);
        return null;
    }

    @Override
    public @Nullable Void byDialect(Expr<?> sqlite, Expr<?> postgres) {
        visit(dialect == Dialect.SQLITE ? sqlite : postgres);
        return null;
    }

    @Override
    public @Nullable Void raw(String sql, List<Expr<?>> arguments, HasType type) {
        token(Mark.RAW);
        token(sql);
        token(type.type());
        visitAll(arguments);
        return null;
    }

    void visitAll(List<Expr<?>> exprs) {
        token(exprs.size());
        for (int i = 0; i < exprs.size(); i++) {
            visit(exprs.get(i));
        }
    }

    // ---- the buffers

    void token(@Nullable Enum<?> token) {
        tokens.add(token, token == null ? 0 : token.ordinal() + 1);
    }

    void token(int token) {
        tokens.add(token, token);
    }

    void token(boolean token) {
        tokens.add(token, token ? 1 : 0);
    }

    void token(@Nullable Object token) {
        tokens.add(token, token == null ? 0 : token.hashCode());
    }

    /** A token that the one before nearly always decides: it is compared, and not in the hash. */
    private void beside(@Nullable Object token) {
        tokens.add(token, 0);
    }

    private void add(@Nullable Object value) {
        if (inline) {
            token(value);
            return;
        }
        @Nullable Object[] all = values;
        if (all == null) {
            // most threads ask for the same again, and then it is handed over as it is
            all = new Object[Math.max(lastValueCount, 1)];
            values = all;
        } else if (valueCount == all.length) {
            all = Arrays.copyOf(all, valueCount * 2);
            values = all;
        }
        all[valueCount++] = value;
    }
}

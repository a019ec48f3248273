package dev.kinglet.internal.plan;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Subquery;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.Derived;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Join;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import dev.kinglet.type.HasType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

    /**
     * Where a clause or a node begins; what may follow is fixed for each, or preceded by its
     * number.
     */
    private enum Mark {
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        ABSENT,
        DERIVED,
        VALUE,
        NOT,
        IS_NULL,
        IS_NOT_NULL,
        BETWEEN,
        IN_LIST,
        NOT_IN_LIST,
        IN_QUERY,
        NOT_IN_QUERY,
        EXISTS,
        TRUE,
        FALSE,
        FUNCTION,
        DISTINCT_FUNCTION,
        CAST,
        ALIAS,
        RAW
    }

    private final Dialect dialect;
    private @Nullable Object[] tokens = new Object[64];
    private int size;
    private int hash;
    private @Nullable Object[] values = new Object[8];
    private int valueCount;

    Shape(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Takes the shape of a query, in place of the one of before. */
    void take(QueryDefinition query) {
        size = 0;
        valueCount = 0;
        if (query instanceof SelectDefinition select) {
            select(select);
        } else if (query instanceof InsertDefinition insert) {
            insert(insert);
        } else if (query instanceof UpdateDefinition update) {
            update(update);
        } else if (query instanceof DeleteDefinition delete) {
            token(Mark.DELETE);
            source(delete.root());
            optional(delete.where());
        }
        int h = 1;
        for (int i = 0; i < size; i++) {
            h = 31 * h + Objects.hashCode(tokens[i]);
        }
        hash = h;
    }

    /** The values of the query, in the order of the walk. */
    @Nullable Object[] takeValues() {
        return Arrays.copyOf(values, valueCount);
    }

    /** Forgets values and tokens, so that a shape at rest keeps no row and no secret alive. */
    void clear() {
        Arrays.fill(tokens, 0, size, null);
        Arrays.fill(values, 0, valueCount, null);
        size = 0;
        valueCount = 0;
    }

    ShapeKey toKey() {
        return new ShapeKey(Arrays.copyOf(tokens, size), hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ShapeKey key
                        && key.hashCode() == hash
                        && key.sameAs(tokens, size);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    static boolean equal(@Nullable Object[] some, @Nullable Object[] others, int size) {
        for (int i = 0; i < size; i++) {
            if (some[i] != others[i] && !Objects.equals(some[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    // ---- queries

    private void select(SelectDefinition select) {
        token(Mark.SELECT);
        token(select.distinct());
        source(select.root());
        List<Selection> items = select.items();
        token(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Expr<?> expr) {
                visit(expr);
            } else {
                source((Source<?>) items.get(i));
            }
        }
        List<Join> joins = select.joins();
        token(joins.size());
        for (int i = 0; i < joins.size(); i++) {
            Join join = joins.get(i);
            token(join.kind());
            token(join.left().qualifier());
            source(join.right());
            visit(join.link().condition());
            token(join.link().foreignKey());
            token(join.link().forward());
        }
        optional(select.where());
        List<Expr<?>> groupBy = select.groupBy();
        token(groupBy.size());
        for (int i = 0; i < groupBy.size(); i++) {
            visit(groupBy.get(i));
        }
        optional(select.having());
        List<Sort> orderBy = select.orderBy();
        token(orderBy.size());
        for (int i = 0; i < orderBy.size(); i++) {
            Sort sort = orderBy.get(i);
            visit(sort.expr());
            token(sort.descending());
            token(sort.nulls());
        }
        rows(select.limit());
        rows(select.offset());
    }

    private void insert(InsertDefinition insert) {
        token(Mark.INSERT);
        source(insert.root());
        token(insert.columns().size());
        for (int i = 0; i < insert.columns().size(); i++) {
            visit(insert.columns().get(i));
            visit(insert.values().get(i));
        }
        token(insert.returning().size());
        for (Expr<?> expr : insert.returning()) {
            visit(expr);
        }
    }

    private void update(UpdateDefinition update) {
        token(Mark.UPDATE);
        source(update.root());
        token(update.set().size());
        for (Assignment.Part part : update.set()) {
            visit(part.column());
            visit(part.value());
        }
        optional(update.where());
    }

    private void source(Source<?> source) {
        if (source instanceof Derived<?> derived) {
            token(Mark.DERIVED);
            token(derived.qualifier());
            select(derived.definition());
        } else {
            token(source); // a Table: equal by base table and alias name
        }
    }

    private void optional(@Nullable Condition condition) {
        if (condition == null) {
            token(Mark.ABSENT);
        } else {
            visit(condition);
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

    private void visit(Expr<?> expr) {
        expr.accept(this);
    }

    @Override
    public @Nullable Void column(ColumnExpr<?> column) {
        token(column.identity());
        token(column.qualifier());
        return null;
    }

    @Override
    public @Nullable Void value(@Nullable Object value, HasType type) {
        token(Mark.VALUE);
        token(type.type());
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
        DataType<?> type = operand.type();
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
    public @Nullable Void function(
            String name, boolean distinct, List<Expr<?>> arguments, HasType type) {
        token(distinct ? Mark.DISTINCT_FUNCTION : Mark.FUNCTION);
        token(name);
        token(type.type());
        visitAll(arguments);
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
    public @Nullable Void raw(String sql, List<Expr<?>> arguments, HasType type) {
        token(Mark.RAW);
        token(sql);
        token(type.type());
        visitAll(arguments);
        return null;
    }

    private void visitAll(List<Expr<?>> exprs) {
        token(exprs.size());
        for (int i = 0; i < exprs.size(); i++) {
            visit(exprs.get(i));
        }
    }

    // ---- the buffers

    private void token(@Nullable Object token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    private void add(@Nullable Object value) {
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, valueCount * 2);
        }
        values[valueCount++] = value;
    }
}

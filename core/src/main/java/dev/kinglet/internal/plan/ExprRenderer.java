package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Subquery;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.Select;
import dev.kinglet.type.Codec;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import dev.kinglet.type.HasType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** From expressions to jOOQ's fields, in the order in which {@link Shape} walks them. */
final class ExprRenderer implements ExprVisitor<Field<?>> {
    private final Dialect dialect;
    private final @Nullable Renderer queries;
    private @Nullable Scope scope;
    private int values;

    /**
     * Without a renderer of queries, expressions are written for DDL: values inlined, columns
     * unqualified.
     */
    private ExprRenderer(Dialect dialect, @Nullable Renderer queries) {
        this.dialect = dialect;
        this.queries = queries;
    }

    static ExprRenderer of(Dialect dialect, Renderer queries) {
        return new ExprRenderer(dialect, queries);
    }

    static ExprRenderer inline(Dialect dialect) {
        return new ExprRenderer(dialect, null);
    }

    void enter(QueryDefinition query) {
        scope = Scope.of(scope, query);
    }

    void leave() {
        scope = Objects.requireNonNull(scope).outer();
    }

    Field<?> field(Expr<?> expr) {
        return expr.accept(this);
    }

    org.jooq.Condition condition(Condition condition) {
        return DSL.condition(boolField(field(condition)));
    }

    /** An item of a select list, with its name. */
    Field<?> selected(Expr<?> expr) {
        Field<?> field = field(expr);
        String alias = Exprs.alias(expr);
        return alias == null ? field : field.as(DSL.name(alias));
    }

    /** The number in LIMIT or OFFSET. */
    Field<Long> rows() {
        return number(Renderer.untyped(value(null, DataType.BIGINT)));
    }

    @Override
    public Field<?> column(ColumnExpr<?> column) {
        if (scope == null) {
            return DSL.field(DSL.name(column.name()));
        }
        scope.check(column);
        String schema = column.schema();
        return schema == null
                ? DSL.field(DSL.name(column.qualifier(), column.name()))
                : DSL.field(DSL.name(schema, column.qualifier(), column.name()));
    }

    @Override
    public Field<?> value(@Nullable Object value, HasType type) {
        if (queries == null) {
            return value == null ? DSL.inline((Object) null) : DSL.inline(literal(value, type));
        }
        return Slots.field(
                new BindSlot(values++, type.type().codec(dialect), null, -1, label(type)));
    }

    @Override
    public Field<?> operator(Operator operator, Expr<?> left, Expr<?> right) {
        Field<Object> l = any(left);
        Field<Object> r = any(right);
        return switch (operator) {
            case EQ -> l.eq(r);
            case NE -> l.ne(r);
            case LT -> l.lt(r);
            case LE -> l.le(r);
            case GT -> l.gt(r);
            case GE -> l.ge(r);
            case AND -> DSL.condition(boolField(l)).and(DSL.condition(boolField(r)));
            case OR -> DSL.condition(boolField(l)).or(DSL.condition(boolField(r)));
            case LIKE -> DSL.condition("{0} like {1}", l, r);
            case ILIKE_ESCAPED ->
                    DSL.condition(
                            dialect == Dialect.SQLITE
                                    ? "{0} like {1} escape '!'"
                                    : "{0} ilike {1} escape '!'",
                            l,
                            r);
            case PLUS -> l.add(r);
            case MINUS -> l.sub(r);
            case TIMES -> l.mul(number(r));
            case DIVIDE -> l.div(number(r));
        };
    }

    @Override
    public Field<?> not(Condition condition) {
        return condition(condition).not();
    }

    @Override
    public Field<?> isNull(Expr<?> operand, boolean negated) {
        Field<?> field = field(operand);
        return negated ? field.isNotNull() : field.isNull();
    }

    @Override
    public Field<?> between(Expr<?> operand, Expr<?> low, Expr<?> high) {
        return any(operand).between(any(low), any(high));
    }

    @Override
    public Field<?> inList(
            Expr<?> operand, List<? extends @Nullable Object> list, boolean negated) {
        Field<Object> left = any(operand);
        if (queries == null) {
            List<Field<?>> literals = new ArrayList<>();
            list.forEach(element -> literals.add(value(element, operand)));
            return negated ? left.notIn(literals) : left.in(literals);
        }
        int value = values++;
        Codec<?> codec = operand.type().codec(dialect);
        String listType = codec.listType();
        if (listType == null) {
            List<Field<?>> slots = new ArrayList<>();
            for (int i = 0; i < BindSlot.bucket(list.size()); i++) {
                slots.add(Slots.field(new BindSlot(value, codec, null, i, label(operand))));
            }
            return negated ? left.notIn(slots) : left.in(slots);
        }
        Field<Object> slot = Slots.field(new BindSlot(value, codec, listType, -1, label(operand)));
        if (dialect == Dialect.SQLITE) {
            return DSL.condition(
                    negated
                            ? "{0} not in (select value from json_each({1}))"
                            : "{0} in (select value from json_each({1}))",
                    left,
                    slot);
        }
        return DSL.condition(negated ? "{0} <> all ({1})" : "{0} = any ({1})", left, slot);
    }

    @Override
    public Field<?> inQuery(Expr<?> operand, Subquery query, boolean negated) {
        Field<Object> left = any(operand);
        var select = queries().subquery(((Select<?>) query).definition(), operand);
        return DSL.condition(negated ? "{0} not in ({1})" : "{0} in ({1})", left, select);
    }

    @Override
    public Field<?> exists(Subquery query) {
        return DSL.exists(queries().subquery(((Select<?>) query).definition(), null));
    }

    @Override
    public Field<?> constant(boolean value) {
        return value ? DSL.condition("1 = 1") : DSL.condition("1 = 0");
    }

    @Override
    public Field<?> function(String name, boolean distinct, List<Expr<?>> arguments, HasType type) {
        Field<?>[] fields = all(arguments);
        return distinct
                ? DSL.field(name + "(distinct {0})", SQLDataType.OTHER, fields)
                : DSL.function(DSL.unquotedName(name), SQLDataType.OTHER, fields);
    }

    @Override
    public Field<?> cast(Expr<?> operand, DataType<?> type) {
        return DSL.field("cast({0} as " + castName(type) + ")", SQLDataType.OTHER, field(operand));
    }

    @Override
    public Field<?> alias(Expr<?> operand, String name) {
        return field(operand); // named only where it stands in a select list, see selected()
    }

    @Override
    public Field<?> raw(String sql, List<Expr<?>> arguments, HasType type) {
        return type == DataType.BOOLEAN
                ? DSL.condition(sql, all(arguments))
                : DSL.field(sql, SQLDataType.OTHER, all(arguments));
    }

    /**
     * SQLite casts by affinity, and the affinity of its own name would turn a date into its year.
     */
    private String castName(DataType<?> type) {
        if (dialect == Dialect.POSTGRES) {
            return type.ddl(dialect);
        }
        Class<?> java = type.javaType();
        if (java == Double.class) {
            return "real";
        }
        if (java == BigDecimal.class) {
            return "numeric";
        }
        if (java == byte[].class) {
            return "blob";
        }
        return java == Boolean.class || Number.class.isAssignableFrom(java) ? "integer" : "text";
    }

    @SuppressWarnings({
        "unchecked",
        "rawtypes"
    }) // jOOQ's types only choose bind casts, and the binds are ours
    private static Field<Long> number(Field<Object> field) {
        return (Field<Long>) (Field) field;
    }

    private Renderer queries() {
        if (queries == null) {
            throw new ProgrammingException(
                    "a check cannot hold a query", null, "compare columns and values only");
        }
        return queries;
    }

    @SuppressWarnings("unchecked") // a value of that type
    private Object literal(Object value, HasType type) {
        Codec<Object> codec = (Codec<Object>) type.type().codec(dialect);
        return codec.listType() == null ? value : codec.listElement(value);
    }

    private Field<Object> any(Expr<?> expr) {
        return Renderer.untyped(field(expr));
    }

    private Field<?>[] all(List<Expr<?>> exprs) {
        Field<?>[] fields = new Field<?>[exprs.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(exprs.get(i));
        }
        return fields;
    }

    @SuppressWarnings("unchecked") // a condition, or a raw fragment that was said to be one
    private static Field<Boolean> boolField(Field<?> field) {
        return (Field<Boolean>) field;
    }

    private static String label(HasType type) {
        return type instanceof ColumnExpr<?> column ? column.toString() : type.type().toString();
    }
}

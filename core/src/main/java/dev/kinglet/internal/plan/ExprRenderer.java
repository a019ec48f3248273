package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.FunctionCall;
import dev.kinglet.expr.Operator;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Subquery;
import dev.kinglet.expr.Window;
import dev.kinglet.model.Table;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Codec;
import dev.kinglet.type.Compared;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import dev.kinglet.type.HasType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** From expressions to jOOQ's fields, in the order in which {@link Shape} walks them. */
final class ExprRenderer implements ExprVisitor<Field<?>> {
    private final Dialect dialect;
    private final @Nullable Renderer queries;
    private final Scopes scopes;
    private @Nullable Scope scope;
    private int values;

    /**
     * Without a renderer of queries, expressions are written for DDL: values inlined, columns
     * unqualified.
     */
    private ExprRenderer(Dialect dialect, @Nullable Renderer queries, Scopes scopes) {
        this.dialect = dialect;
        this.queries = queries;
        this.scopes = scopes;
    }

    static ExprRenderer of(Dialect dialect, Renderer queries, Scopes scopes) {
        return new ExprRenderer(dialect, queries, scopes);
    }

    static ExprRenderer inline(Dialect dialect) {
        return new ExprRenderer(dialect, null, new Scopes());
    }

    /** What encloses the query that is being built; null for none. */
    @Nullable Scope scope() {
        return scope;
    }

    /** Begins a query inside of an outer one; {@link #leave} goes back to where it was called. */
    @Nullable Scope enter(@Nullable Scope outer, QueryDefinition query) {
        Scope before = scope;
        scope = Scope.of(outer, query);
        return before;
    }

    void leave(@Nullable Scope before) {
        scope = before;
    }

    Field<?> field(Expr<?> expr) {
        return expr.accept(this);
    }

    /** Walks an expression for its values alone; it may be of a source that is not there. */
    void unscoped(Expr<?> expr) {
        Scope before = scope;
        scope = null;
        field(expr);
        scope = before;
    }

    /** What the rows of a source have to meet; null for nothing. */
    org.jooq.@Nullable Condition scope(Source<?> source) {
        Condition scope = source instanceof Table<?, ?> table ? scopes.next(table) : null;
        if (scope == null) {
            return null;
        }
        org.jooq.Condition condition = condition(scope);
        scopes.leave();
        return condition;
    }

    org.jooq.Condition condition(Condition condition) {
        return test(field(condition));
    }

    /** A function that is a condition is one as it is written. */
    private static org.jooq.Condition test(Field<?> field) {
        return field instanceof org.jooq.Condition condition
                ? condition
                : Templates.condition("{0}", field);
    }

    /** An item of a select list, with its name. */
    Field<?> selected(Expr<?> expr) {
        Field<?> field = field(expr);
        String alias = Exprs.alias(expr);
        return alias == null ? field : field.as(DSL.name(alias));
    }

    /** Values of a column, in one array. */
    Field<?> array(Expr<?> column) {
        DataType<?> type = column.type();
        Codec<?> codec = type.codec(dialect);
        BindSlot slot = new BindSlot(values++, codec, codec.listType(), -1, label(column));
        return told(type, Slots.field(slot), "[]");
    }

    /** A value, which may be a list of such a type. */
    private Field<Object> one(DataType<?> type, Field<Object> value) {
        return type.stored().element() == null ? value : told(type, value, "");
    }

    /** Lists of a type that the server was told of travel as texts. */
    private Field<Object> told(DataType<?> type, Field<Object> list, String brackets) {
        return type.labels().isEmpty() || dialect == Dialect.SQLITE
                ? list
                : Templates.field("cast({0} as " + type.ddl(dialect) + brackets + ")", list);
    }

    /** What a column is set to, in a select list, which does not tell PostgreSQL its type. */
    Field<?> stored(Expr<?> value, ColumnExpr<?> column) {
        Field<?> field = any(value);
        return dialect == Dialect.SQLITE || !Exprs.isValue(value)
                ? field
                : typed(field, column.type());
    }

    /** Tells PostgreSQL the type of a value, as it is: a cast to varchar(5) would cut it off. */
    Field<?> typed(Field<?> field, DataType<?> type) {
        return Templates.field("cast({0} as " + castName(type.unlimited()) + ")", field);
    }

    /** The number in LIMIT or OFFSET. */
    Field<Long> rows() {
        return number(Renderer.untyped(value(null, DataType.BIGINT)));
    }

    /**
     * A direction; NULL is the largest value, as PostgreSQL has it, unless something else was said.
     */
    SortField<?> sort(Sort sort, Field<?> field) {
        return sort(sort, field, Nullness.mayBeNull(sort.expr(), scope));
    }

    SortField<?> sort(Sort sort, Field<?> field, boolean mayBeNull) {
        SortField<?> sorted = sort.descending() ? field.desc() : field.asc();
        return switch (sort.nulls()) {
            case DEFAULT -> {
                if (dialect == Dialect.POSTGRES || !mayBeNull) {
                    yield sorted;
                }
                yield sort.descending() ? sorted.nullsFirst() : sorted.nullsLast();
            }
            case FIRST -> sorted.nullsFirst();
            case LAST -> sorted.nullsLast();
        };
    }

    @Override
    public Field<?> column(ColumnExpr<?> said) {
        ColumnExpr<?> column = scopes.standingFor(said);
        if (scope == null) {
            return DSL.field(DSL.name(column.name()));
        }
        Source<?> source = scope.source(column);
        String name =
                source instanceof NamedQuery<?> named
                        ? queries().exposed(named).name(column)
                        : column.name();
        String schema = column.schema();
        return schema == null
                ? DSL.field(DSL.name(column.qualifier(), name))
                : DSL.field(DSL.name(schema, column.qualifier(), name));
    }

    @Override
    public Field<?> value(@Nullable Object value, HasType type) {
        DataType<?> known = type.type();
        Codec<?> codec = known.codec(dialect);
        Field<Object> field =
                queries == null
                        ? Literals.field(Literals.of(value, codec, dialect))
                        : Slots.field(new BindSlot(values++, codec, null, -1, label(type)));
        return one(known, field);
    }

    @Override
    public Field<?> operator(Operator operator, Expr<?> left, Expr<?> right) {
        if (operator == Operator.AND || operator == Operator.OR) {
            org.jooq.Condition some = test(field(left));
            org.jooq.Condition other = test(field(right));
            return operator == Operator.AND ? some.and(other) : some.or(other);
        }
        boolean sqlite = dialect == Dialect.SQLITE;
        if (sqlite) {
            TextDecimals.check(operator, left, right);
        }
        Field<Object> l = operator.isPattern() && !sqlite ? unpadded(left) : any(left);
        Field<Object> r = any(right);
        return switch (operator) {
            case EQ -> isRow(left) ? condition("{0} = {1}", l, r) : l.eq(r);
            case NE -> isRow(left) ? condition("{0} <> {1}", l, r) : l.ne(r);
            case LT -> isRow(left) ? condition("{0} < {1}", l, r) : l.lt(r);
            case LE -> isRow(left) ? condition("{0} <= {1}", l, r) : l.le(r);
            case GT -> isRow(left) ? condition("{0} > {1}", l, r) : l.gt(r);
            case GE -> isRow(left) ? condition("{0} >= {1}", l, r) : l.ge(r);
            case DISTINCT ->
                    condition(sqlite ? "{0} is not {1}" : "{0} is distinct from {1}", l, r);
            case NOT_DISTINCT ->
                    condition(sqlite ? "{0} is {1}" : "{0} is not distinct from {1}", l, r);
            case AND, OR -> throw new IllegalStateException(operator.toString());
            case LIKE -> {
                if (!sqlite) {
                    yield condition("{0} like {1}", l, r);
                }
                // a value was made a pattern of GLOB when it was bound
                yield condition(
                        Exprs.isValue(right) ? "{0} glob {1}" : "{0} glob like_to_glob({1})", l, r);
            }
            case ILIKE -> condition(sqlite ? "{0} like {1} escape '\\'" : "{0} ilike {1}", l, r);
            case ILIKE_ESCAPED ->
                    condition(
                            sqlite ? "{0} like {1} escape '!'" : "{0} ilike {1} escape '!'", l, r);
            case REGEXP -> condition(sqlite ? "{0} regexp {1}" : "{0} ~ {1}", l, r);
            case IREGEXP -> condition(sqlite ? "{0} regexp ('(?iu)' || {1})" : "{0} ~* {1}", l, r);
            case PLUS -> l.add(r);
            case MINUS -> l.sub(r);
            case TIMES -> l.mul(number(r));
            case DIVIDE ->
                    sqlite && isFraction(left)
                            // SQLite keeps 1.00 as the integer 1, and divides integers as such
                            ? Templates.field("(cast({0} as real) / {1})", l, r)
                            : l.div(number(r));
            case MODULO -> Templates.field("({0} % {1})", l, r);
            case CONCAT -> Templates.field("({0} || {1})", l, r);
            case BIT_AND -> Templates.field("({0} & {1})", l, r);
            case BIT_OR -> Templates.field("({0} | {1})", l, r);
            case BIT_XOR ->
                    Templates.field(sqlite ? "(({0} | {1}) - ({0} & {1}))" : "({0} # {1})", l, r);
            case SHIFT_LEFT -> Templates.field("({0} << {1})", l, r);
            case SHIFT_RIGHT -> Templates.field("({0} >> {1})", l, r);
        };
    }

    @Override
    public Field<?> not(Condition condition) {
        return condition(condition).not();
    }

    @Override
    public Field<?> isNull(Expr<?> operand, boolean negated) {
        Field<?> field = any(operand);
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
        DataType<?> type = operand.type().unlimited();
        Codec<?> codec = type.codec(dialect);
        String listType = codec.listType();
        if (listType == null) {
            List<Field<?>> slots = new ArrayList<>();
            for (int i = 0; i < BindSlot.bucket(list.size()); i++) {
                BindSlot slot = new BindSlot(value, codec, null, i, label(operand));
                slots.add(one(type, Slots.field(slot)));
            }
            return negated ? left.notIn(slots) : left.in(slots);
        }
        Field<Object> slot = Slots.field(new BindSlot(value, codec, listType, -1, label(operand)));
        if (dialect == Dialect.SQLITE) {
            return condition(
                    negated
                            ? "{0} not in (select value from json_each({1}))"
                            : "{0} in (select value from json_each({1}))",
                    left,
                    slot);
        }
        Field<Object> array = told(type, slot, "[]");
        return condition(negated ? "{0} <> all ({1})" : "{0} = any ({1})", left, array);
    }

    @Override
    public Field<?> inQuery(Expr<?> operand, Subquery query, boolean negated) {
        Field<Object> left = any(operand);
        QueryPart select = queries().compared(definition(query), operand);
        return condition(negated ? "{0} not in ({1})" : "{0} in ({1})", left, select);
    }

    @Override
    public Field<?> exists(Subquery query) {
        return condition("exists ({0})", queries().inner(definition(query)));
    }

    @Override
    public Field<?> constant(boolean value) {
        return condition(value ? "(1 = 1)" : "(1 = 0)");
    }

    @Override
    public Field<?> inRows(Expr<?> row, List<Expr<?>> rows, boolean negated) {
        Field<?> left = field(row);
        List<QueryPart> parts = new ArrayList<>(List.of(left));
        rows.forEach(expr -> parts.add(field(expr)));
        // PostgreSQL would take a column of NULLs in VALUES for one of texts; SQLite has no other
        // way
        String values = dialect == Dialect.SQLITE ? "values " : "";
        return condition(
                (negated ? "{0} not in (" : "{0} in (")
                        + values
                        + Templates.numbered(", ", 1, rows.size())
                        + ")",
                parts.toArray(QueryPart[]::new));
    }

    @Override
    public Field<?> row(List<Expr<?>> parts) {
        return Templates.field("(" + Templates.numbered(", ", 0, parts.size()) + ")", all(parts));
    }

    @Override
    public Field<?> function(FunctionCall call) {
        return summed(call, call(call));
    }

    /** What the databases make different of an aggregate. */
    private Field<?> summed(FunctionCall call, Field<?> field) {
        String name = call.function().name();
        if (dialect == Dialect.SQLITE) {
            // of no rows it makes an empty one, which it never makes of any
            return name.equals("json_agg")
                    ? Templates.field("nullif(json_canonical({0}), '[]')", field)
                    : name.equals("json_object_agg")
                            ? Templates.field("nullif(json_canonical({0}), '{}')", field)
                            : field;
        }
        // PostgreSQL sums 64 bits to a numeric, which divides with a rest and has no bits
        return name.equals("sum") && call.type().type().javaType() == Long.class
                ? Templates.field("cast({0} as bigint)", field)
                : field;
    }

    private Field<?> call(FunctionCall call) {
        if (dialect == Dialect.SQLITE) {
            TextDecimals.check(call);
        }
        List<QueryPart> parts = new ArrayList<>();
        String template = call.function().template(dialect);
        int arguments = call.arguments().size();
        if (call.distinct() && arguments > 1 && dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite cannot leave out equal values in " + call.function(),
                    null,
                    "leave them out in a derived table: select(..).distinct().as(\"t\")");
        }
        call.arguments().forEach(argument -> parts.add(field(argument)));
        StringBuilder text = new StringBuilder();
        if (template != null) {
            text.append(template);
        } else {
            text.append(call.function().name(dialect)).append('(');
            text.append(call.distinct() ? "distinct " : "");
            text.append(Templates.numbered(", ", 0, arguments));
            if (!call.orderBy().isEmpty()) {
                text.append(" order by ");
                text.append(Templates.numbered(", ", arguments, call.orderBy().size()));
                call.orderBy().forEach(sort -> parts.add(sort(sort, field(sort.expr()))));
            }
            text.append(')');
        }
        if (call.filter() != null) {
            text.append(" filter (where {").append(parts.size()).append("})");
            parts.add(condition(call.filter()));
        }
        return Templates.field(text.toString(), parts.toArray(QueryPart[]::new));
    }

    @Override
    public Field<?> over(FunctionCall call, Window window) {
        return summed(call, windowed(call, window));
    }

    private Field<?> windowed(FunctionCall call, Window window) {
        Field<?> function = call(call);
        List<QueryPart> parts = new ArrayList<>(List.of(function));
        List<String> texts = new ArrayList<>();
        if (window.name() != null) {
            queries().requireWindow(window, Objects.requireNonNull(scope).query());
            parts.add(DSL.name(window.name()));
            if (window.frame() == null) {
                return Templates.field("{0} over {1}", parts.toArray(QueryPart[]::new));
            }
            texts.add("{1}");
        } else {
            if (!window.partitionBy().isEmpty()) {
                texts.add(
                        "partition by "
                                + Templates.numbered(
                                        ", ", parts.size(), window.partitionBy().size()));
                window.partitionBy().forEach(expr -> parts.add(field(expr)));
            }
            if (!window.orderBy().isEmpty()) {
                texts.add(
                        "order by "
                                + Templates.numbered(", ", parts.size(), window.orderBy().size()));
                window.orderBy().forEach(sort -> parts.add(sort(sort, field(sort.expr()))));
            }
        }
        if (window.frame() != null) {
            texts.add(window.frame().toString());
        }
        return Templates.field(
                "{0} over (" + String.join(" ", texts) + ")", parts.toArray(QueryPart[]::new));
    }

    @Override
    public Field<?> caseOf(
            @Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise) {
        List<QueryPart> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder("case");
        if (subject != null) {
            text.append(" {0}");
            parts.add(field(subject));
        }
        for (int i = 0; i < branches.size(); i += 2) {
            text.append(" when {").append(parts.size()).append('}');
            text.append(" then {").append(parts.size() + 1).append('}');
            parts.add(field(branches.get(i)));
            parts.add(field(branches.get(i + 1)));
        }
        if (otherwise != null) {
            text.append(" else {").append(parts.size()).append('}');
            parts.add(field(otherwise));
        }
        return Templates.field(text.append(" end").toString(), parts.toArray(QueryPart[]::new));
    }

    @Override
    public Field<?> subquery(Subquery query, HasType type) {
        return Templates.field("({0})", queries().inner(definition(query)));
    }

    @Override
    public Field<?> collate(Expr<?> operand, String collation) {
        return Templates.field("{0} collate {1}", field(operand), DSL.name(collation));
    }

    @Override
    public Field<?> orNull(Expr<?> operand) {
        return field(operand);
    }

    @Override
    public Field<?> cast(Expr<?> operand, DataType<?> type) {
        if (dialect == Dialect.SQLITE) {
            TextDecimals.checkCast(operand, type);
        }
        String converted = converted(operand.type(), type);
        return converted == null
                ? Templates.field("cast({0} as " + castName(type) + ")", field(operand))
                : Templates.field(converted, any(operand));
    }

    /** The casts that a database does not have, or not to the form that is stored; else null. */
    private @Nullable String converted(DataType<?> from, DataType<?> to) {
        Class<?> source = from.javaType();
        Class<?> target = to.javaType();
        if (target == Boolean.class && Number.class.isAssignableFrom(source)) {
            return "({0} <> 0)";
        }
        if (dialect == Dialect.POSTGRES) {
            return source == Boolean.class
                            && Number.class.isAssignableFrom(target)
                            && target != Integer.class
                    ? "cast(cast({0} as integer) as " + castName(to) + ")"
                    : null;
        }
        if (source == LocalDateTime.class && target == LocalDate.class) {
            return "substr({0}, 1, 10)";
        }
        if (source == LocalDateTime.class && target == LocalTime.class) {
            return "substr({0}, 12)";
        }
        if (source == LocalDate.class && target == LocalDateTime.class) {
            return "({0} || ' 00:00:00.000000')";
        }
        return null;
    }

    @Override
    public Field<?> alias(Expr<?> operand, String name) {
        return field(operand); // named only where it stands in a select list, see selected()
    }

    @Override
    public Field<?> byDialect(Expr<?> sqlite, Expr<?> postgres) {
        return field(dialect == Dialect.SQLITE ? sqlite : postgres);
    }

    @Override
    public Field<?> raw(String sql, List<Expr<?>> arguments, HasType type) {
        return type == DataType.BOOLEAN
                ? condition("(" + sql + ")", all(arguments))
                : Templates.field(sql, all(arguments));
    }

    /**
     * SQLite casts by affinity, and the affinity of its own name would turn a date into its year.
     */
    String castName(DataType<?> type) {
        return dialect == Dialect.POSTGRES ? type.ddl(dialect) : SqlTypes.storage(type);
    }

    private static Field<?> condition(String template, QueryPart... parts) {
        return Templates.condition(template, parts);
    }

    private static SelectDefinition definition(Subquery query) {
        return ((Select<?>) query).definition();
    }

    private static boolean isRow(Expr<?> expr) {
        return Exprs.parts(expr) > 1;
    }

    private static boolean isFraction(Expr<?> expr) {
        Class<?> type = expr.type().javaType();
        return type == Double.class || type == Float.class || type == BigDecimal.class;
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
                    "a check, an index or a default cannot hold a query",
                    null,
                    "use columns and values only");
        }
        return queries;
    }

    /** An operand; a condition in parentheses, because it binds weaker than most operators. */
    Field<Object> any(Expr<?> expr) {
        Field<?> field = field(expr);
        return expr instanceof Condition
                ? Templates.field("({0})", field)
                : Renderer.untyped(field);
    }

    /** PostgreSQL matches patterns with the padding of char(n), which is no part of the value. */
    private Field<Object> unpadded(Expr<?> expr) {
        return expr.type().ddl(dialect).startsWith("char(")
                ? Renderer.untyped(Templates.field("cast({0} as text)", any(expr)))
                : any(expr);
    }

    private QueryPart[] all(List<Expr<?>> exprs) {
        QueryPart[] fields = new QueryPart[exprs.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = any(exprs.get(i));
        }
        return fields;
    }

    private static String label(HasType type) {
        if (type instanceof Compared compared) {
            return label(compared.of());
        }
        return type instanceof ColumnExpr<?> column ? column.toString() : type.type().toString();
    }
}

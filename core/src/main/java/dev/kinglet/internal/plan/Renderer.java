package dev.kinglet.internal.plan;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.Derived;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Join;
import dev.kinglet.query.Labels;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.query.UpdateDefinition;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.DeleteQuery;
import org.jooq.Field;
import org.jooq.InsertQuery;
import org.jooq.JoinType;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.RenderContext;
import org.jooq.SelectQuery;
import org.jooq.SortField;
import org.jooq.StoreQuery;
import org.jooq.UpdateQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * From a query to the statement that jOOQ renders. Clauses are built in the order in which {@link
 * Shape} walks them; where jOOQ writes them does not matter, see {@link Slots}.
 */
final class Renderer {
    private final Dialect dialect;
    private final DSLContext jooq;
    private final ExprRenderer exprs;

    private Renderer(Dialect dialect) {
        this.dialect = dialect;
        this.jooq = Jooq.of(dialect);
        this.exprs = ExprRenderer.of(dialect, this);
    }

    static Plan render(QueryDefinition query, Dialect dialect) {
        try {
            return new Renderer(dialect).plan(query);
        } catch (DataAccessException e) {
            throw new ProgrammingException(
                    "the query cannot be written for " + dialect,
                    ErrorContext.NONE.withModel(query.root().toString()),
                    e);
        }
    }

    private Plan plan(QueryDefinition query) {
        RowLayout layout = null;
        Query statement;
        if (query instanceof SelectDefinition select) {
            SelectList list = new SelectList(select, dialect);
            layout = list.layout();
            statement = select(select, list.columns());
        } else if (query instanceof InsertDefinition insert) {
            layout = insert.returning().isEmpty() ? null : returning(insert);
            statement = insert(insert);
        } else if (query instanceof UpdateDefinition update) {
            statement = update(update);
        } else {
            statement = delete((DeleteDefinition) query);
        }
        RenderContext context = jooq.renderContext();
        List<BindSlot> slots = Slots.begin(context);
        context.visit(statement);
        if (query instanceof InsertDefinition insert && !insert.returning().isEmpty()) {
            // jOOQ leaves it out for SQLite, which has had it since 3.35
            context.sql(" returning ")
                    .visit(
                            DSL.list(
                                    insert.returning().stream()
                                            .map(expr -> DSL.field(DSL.name(Labels.sqlName(expr))))
                                            .toList()));
        }
        String sql = context.render();
        return new Plan(sql, slots, layout, query.root().toString());
    }

    // ---- statements

    SelectQuery<Record> select(SelectDefinition select, List<? extends Expr<?>> columns) {
        exprs.enter(select);
        SelectQuery<Record> query = jooq.selectQuery();
        query.setDistinct(select.distinct());
        // The walk goes root, items, joins; a derived root has values of its own, so it is built
        // first here, too.
        query.addFrom(table(select.root()));
        Set<String> aliases = new HashSet<>();
        for (Expr<?> column : columns) {
            query.addSelect(exprs.selected(column));
            String alias = Exprs.alias(column);
            if (alias != null) {
                aliases.add(alias);
            }
        }
        for (Join join : select.joins()) {
            org.jooq.Table<?> right = table(join.right());
            query.addJoin(right, joinType(join.kind()), exprs.condition(join.link().condition()));
        }
        if (select.where() != null) {
            query.addConditions(exprs.condition(select.where()));
        }
        for (Expr<?> expr : select.groupBy()) {
            query.addGroupBy(exprs.field(expr));
        }
        if (select.having() != null) {
            query.addHaving(exprs.condition(select.having()));
        }
        for (Sort sort : select.orderBy()) {
            query.addOrderBy(sort(sort, aliases));
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
        exprs.leave();
        return query;
    }

    private Query insert(InsertDefinition insert) {
        exprs.enter(insert);
        InsertQuery<Record> query = jooq.insertQuery(target(insert.root()));
        if (insert.columns().isEmpty()) {
            query.setDefaultValues();
        }
        for (int i = 0; i < insert.columns().size(); i++) {
            set(query, insert.columns().get(i), insert.values().get(i));
        }
        exprs.leave();
        return query;
    }

    private Query update(UpdateDefinition update) {
        exprs.enter(update);
        UpdateQuery<Record> query = jooq.updateQuery(target(update.root()));
        for (Assignment.Part part : update.set()) {
            set(query, part.column(), part.value());
        }
        if (update.where() != null) {
            query.addConditions(exprs.condition(update.where()));
        }
        exprs.leave();
        return query;
    }

    private Query delete(DeleteDefinition delete) {
        exprs.enter(delete);
        DeleteQuery<Record> query = jooq.deleteQuery(target(delete.root()));
        if (delete.where() != null) {
            query.addConditions(exprs.condition(delete.where()));
        }
        exprs.leave();
        return query;
    }

    private RowLayout returning(InsertDefinition insert) {
        List<RowLayout.Item> items = new ArrayList<>();
        for (Expr<?> expr : insert.returning()) {
            items.add(
                    new RowLayout.Item(
                            expr,
                            Labels.label(expr),
                            items.size() + 1,
                            expr.type().codec(dialect),
                            false));
        }
        return new RowLayout(items, List.of(), items);
    }

    // ---- parts

    private org.jooq.Table<?> table(Source<?> source) {
        if (source instanceof Derived<?> derived) {
            SelectDefinition inner = derived.definition();
            return DSL.table(select(inner, SelectList.expand(inner)))
                    .as(DSL.name(derived.qualifier()));
        }
        Table<?, ?> table = (Table<?, ?>) source;
        org.jooq.Table<?> plain = DSL.table(name(table));
        return table.aliasName() == null ? plain : plain.as(DSL.name(table.aliasName()));
    }

    private org.jooq.Table<Record> target(Source<?> source) {
        if (!(source instanceof Table<?, ?> table) || table.aliasName() != null) {
            throw new ProgrammingException(
                    "'" + source.qualifier() + "' is no table that can be written to",
                    source.toString(),
                    "write to the table itself, not to an alias of it");
        }
        return DSL.table(name(table));
    }

    private static Name name(Table<?, ?> table) {
        String schema = table.schema();
        return schema == null ? DSL.name(table.tableName()) : DSL.name(schema, table.tableName());
    }

    private SortField<?> sort(Sort sort, Set<String> aliases) {
        // visited even where only its name is written: its values are counted in the walk
        Field<?> field = exprs.field(sort.expr());
        String alias = Exprs.alias(sort.expr());
        if (alias != null && aliases.contains(alias)) {
            field = DSL.field(DSL.name(alias));
        }
        SortField<?> sorted = sort.descending() ? field.desc() : field.asc();
        return switch (sort.nulls()) {
            case DEFAULT -> sorted;
            case FIRST -> sorted.nullsFirst();
            case LAST -> sorted.nullsLast();
        };
    }

    private static JoinType joinType(Join.Kind kind) {
        return switch (kind) {
            case INNER -> JoinType.JOIN;
            case LEFT -> JoinType.LEFT_OUTER_JOIN;
        };
    }

    /**
     * Untyped values would make jOOQ's two overloads ambiguous, hence the Long that none of them
     * has to be.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void set(StoreQuery<Record> query, ColumnExpr<?> column, Expr<?> value) {
        Field<Long> target = (Field<Long>) (Field) DSL.field(DSL.name(column.name()));
        query.addValue(target, (Field<Long>) (Field) exprs.field(value));
    }

    @SuppressWarnings("unchecked") // jOOQ's types only choose bind casts, and the binds are ours
    static Field<Object> untyped(Field<?> field) {
        return (Field<Object>) field;
    }

    /**
     * What a subquery selects: its items, or the column that is compared with where it has none.
     */
    SelectQuery<Record> subquery(SelectDefinition select, @Nullable Expr<?> comparedWith) {
        if (comparedWith == null || !select.items().isEmpty()) {
            return select(select, SelectList.expand(select));
        }
        return select(select, List.of(KeyOf.query(select, comparedWith)));
    }
}

package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Join;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a query are counted.
 *
 * @param cap where counting stops
 * @param isEstimate whether the planner is asked instead, where there is one that knows
 */
record Counting(long cap, boolean isEstimate) {
    static final Counting EXACT = new Counting(Long.MAX_VALUE, false);

    // JDK 25 reads that a raw expression may be NULL, and JDK 17 before 17.0.19 does not
    @SuppressWarnings("NullAway")
    private static final Expr<Integer> ONE = Fn.raw(Integer.class, "1");

    private static final Pattern ROWS = Pattern.compile("\\brows=(\\d+)");

    /**
     * Runs one statement.
     *
     * @param seen how many rows there are at least, because somebody saw them
     */
    Total total(Select<?> query, long seen) {
        if (isEstimate && executor(query).dialect() == Dialect.POSTGRES) {
            return new Total.Estimated(Math.max(seen, estimate(query)));
        }
        Select<?> rows = lean(query);
        if (cap == Long.MAX_VALUE) {
            return new Total.Exact(Math.max(seen, rows.count()));
        }
        Long limit = rows.definition().limit();
        Select<?> few = rows.definition().folds() ? rows : rows.select(ONE);
        long counted = few.limit(limit == null ? cap + 1 : Math.min(limit, cap + 1)).count();
        return counted > cap
                ? new Total.AtLeast(cap)
                : new Total.Exact(Math.max(Math.min(seen, cap), counted));
    }

    private static long estimate(Select<?> query) {
        Select<?> unordered =
                query.definition().options().distinctOn().isEmpty() ? query.orderBy() : query;
        Matcher plan = ROWS.matcher(lean(unordered).explain());
        return plan.find() ? Long.parseLong(plan.group(1)) : 0;
    }

    /**
     * The query without the outer joins that can neither add rows nor take any away: each row finds
     * one of theirs at most, and nothing else speaks of them.
     */
    static Select<?> lean(Select<?> query) {
        SelectDefinition select = query.definition();
        boolean plain =
                !select.folds()
                        && select.options().lock() == null
                        && select.options().windows().isEmpty()
                        && select.options().with().isEmpty()
                        && select.joins().stream().allMatch(Counting::isPlain);
        if (!plain || select.joins().isEmpty()) {
            return query;
        }
        List<Join> kept = new ArrayList<>(select.joins());
        List<Source<?>> dropped = new ArrayList<>();
        for (int i = kept.size() - 1; i >= 0; i--) {
            Join join = kept.get(i);
            if (join.kind() == Join.Kind.LEFT
                    && RowKeys.toOne(join)
                    && !isUsed(join.right(), select, kept, i)) {
                dropped.add(kept.remove(i).right());
            }
        }
        if (dropped.isEmpty()) {
            return query;
        }
        Select<?> lean = without(query, kept);
        return lean == null || speaksOf(lean, dropped) ? query : lean;
    }

    private static boolean isPlain(Join join) {
        return !join.lateral() && (join.kind() == Join.Kind.LEFT || join.kind() == Join.Kind.INNER);
    }

    private static boolean isUsed(
            Source<?> source, SelectDefinition select, List<Join> joins, int at) {
        if (select.where() != null && reads(select.where(), source)) {
            return true;
        }
        for (int i = at + 1; i < joins.size(); i++) {
            Join join = joins.get(i);
            if (join.left().qualifier().equals(source.qualifier())
                    || reads(join.link().condition(), source)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reads(Expr<?> expr, Source<?> source) {
        for (ColumnExpr<?> column : Exprs.columns(expr)) {
            if (column.qualifier().equals(source.qualifier())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Select<?> without(Select<?> query, List<Join> joins) {
        SelectDefinition select = query.definition();
        Select<?> lean = Select.from(select.root(), ONE);
        for (Join join : joins) {
            lean =
                    join.kind() == Join.Kind.LEFT
                            ? lean.leftJoinFrom(join.left(), join.right(), join.link().condition())
                            : lean.joinFrom(join.left(), join.right(), join.link().condition());
        }
        if (select.where() != null) {
            lean = lean.where(select.where());
        }
        if (select.limit() != null) {
            lean = lean.limit(select.limit());
        }
        if (select.offset() != null) {
            lean = lean.offset(select.offset());
        }
        return lean.using(executor(query));
    }

    /** Whether subqueries or SQL as written may mean what is gone. */
    private static boolean speaksOf(Select<?> lean, List<Source<?>> dropped) {
        try {
            String sql = lean.sql().text().toLowerCase(Locale.ROOT);
            return dropped.stream()
                    .map(source -> source.qualifier().toLowerCase(Locale.ROOT))
                    .anyMatch(
                            name ->
                                    Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                                            .matcher(sql)
                                            .find());
        } catch (ProgrammingException e) {
            return true; // a subquery reads a column that is not there any more
        }
    }

    private static QueryExecutor executor(Select<?> query) {
        QueryExecutor told = query.usedDatabase();
        return told == null ? query.definition().root().executor() : told;
    }
}

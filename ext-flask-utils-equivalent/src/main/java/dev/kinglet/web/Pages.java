package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query cut into numbered pages: {@code Pages.of(query).size(20).number(text)}. An immutable
 * value; nothing runs before {@link #number(int) number}, which may be called any number of times.
 *
 * <p>The order is that of the query, and where it leaves rows equal, that of the primary key in the
 * same direction: without it rows could repeat or be missing from page to page. A query that folds
 * rows (distinct, grouped) keeps its own order. A limit and an offset of the query hold: only the
 * rows within them are cut into pages.
 *
 * @param <M> the rows
 */
public final class Pages<M extends @Nullable Object> {
    private static final int USUAL_SIZE = 20;

    private final Select<M> query;
    private final int size;

    private Pages(Select<M> query, int size) {
        this.query = query;
        this.size = size;
    }

    /** Pages of 20 rows, until {@link #size} says otherwise. */
    public static <M extends @Nullable Object> Pages<M> of(Select<M> query) {
        return new Pages<>(query, USUAL_SIZE);
    }

    /**
     * So many rows a page.
     *
     * @param rows 1 or more. It is the application's own number: one that a visitor sends needs a
     *     limit first
     * @throws ProgrammingException for less than 1
     */
    public Pages<M> size(int rows) {
        if (rows < 1) {
            throw new ProgrammingException(
                    "a page of " + rows + " rows",
                    query.definition().root().toString(),
                    "ask for 1 row or more");
        }
        return new Pages<>(query, rows);
    }

    /**
     * The page that a visitor asks for, as it stands in the address. Any text ends on a page: what
     * is no number, or below 1, on the first; a number beyond the last page, however long, on the
     * last.
     *
     * @param text may be null, for an address that names no page
     */
    public Page<M> number(@Nullable String text) {
        return number(PageNumbers.parse(text));
    }

    /**
     * The page of this number, which counts from 1. A smaller one means the first page, one beyond
     * the last page the last.
     *
     * <p>Runs two statements, first the number of rows and then the rows of the page; only the
     * first where there are none. They see one state of the database only in a transaction that
     * says so: without one, a page whose rows were deleted in between may be shorter than its
     * numbers say.
     */
    public Page<M> number(int number) {
        long total = query.count();
        int page = Math.min(Math.max(number, 1), PageNumbers.last(total, size));
        List<M> items = total == 0 ? List.of() : rows(page).list();
        return new Page<>(items, page, size, new Total.Exact(total), null);
    }

    /** Counts so many rows at most. */
    public Pages<M> capped(long rows) {
        return this;
    }

    /** Asks the database's planner instead of counting. */
    public Pages<M> estimated() {
        return this;
    }

    /** The total travels in the links of the pages, signed, and is counted again after a while. */
    public Cached<M> cached(CursorKeys keys, Duration age) {
        return new Cached<>(this);
    }

    /** Counts nothing. */
    public Uncounted<M> uncounted() {
        return new Uncounted<>(this);
    }

    /** Cut at the values of the rows instead of at their numbers. */
    public Keyset<M> keyset(CursorKeys keys) {
        return new Keyset<>(query, size, keys, null);
    }

    /** Pages whose total travels in their links. */
    public static final class Cached<M extends @Nullable Object> {
        private final Pages<M> pages;

        Cached(Pages<M> pages) {
            this.pages = pages;
        }

        /** As {@link Pages#number(String)}, with the parameter {@code counted} of the address. */
        public Page<M> number(@Nullable String text, @Nullable String counted) {
            return pages.number(text);
        }
    }

    /** Pages without a total. */
    public static final class Uncounted<M extends @Nullable Object> {
        private final Pages<M> pages;

        Uncounted(Pages<M> pages) {
            this.pages = pages;
        }

        /** As {@link Pages#number(String)}. */
        public UncountedPage<M> number(@Nullable String text) {
            return number(PageNumbers.parse(text));
        }

        /** As {@link Pages#number(int)}. */
        public UncountedPage<M> number(int number) {
            int page = Math.max(number, 1);
            List<M> rows = pages.rows(page).list();
            return new UncountedPage<>(rows, page, pages.size, rows.size() == pages.size);
        }
    }

    private Select<M> rows(int page) {
        SelectDefinition definition = query.definition();
        long before = (page - 1L) * size;
        Long limit = definition.limit();
        Long offset = definition.offset();
        return inTotalOrder()
                .limit(limit == null ? size : Math.min(size, limit - before))
                .offset(offset == null ? before : offset + before);
    }

    private Select<M> inTotalOrder() {
        SelectDefinition definition = query.definition();
        if (definition.folds() || !(definition.root() instanceof Table<?, ?> table)) {
            return query;
        }
        List<Ordering> order = new ArrayList<>(definition.orderBy());
        boolean descending = false;
        for (Sort sort : definition.orderBy()) {
            if (isUnique(sort, table)) {
                return query;
            }
            descending = sort.descending();
        }
        for (Column<?> key : table.primaryKey()) {
            Column<?> own = table.col(key);
            order.add(descending ? own.desc() : own.asc());
        }
        return query.orderBy(order.toArray(Ordering[]::new));
    }

    /** Whether no two rows of the table are equal in this. */
    private static boolean isUnique(Sort sort, Table<?, ?> table) {
        return sort.expr() instanceof Column<?> column
                && column.table().equals(table)
                && !column.isNullable()
                && (column.isUnique() || table.primaryKey().size() == 1 && column.isPrimaryKey());
    }
}

package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Select;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query cut into pages: {@code Pages.of(query).size(20).number(text)}. An immutable value;
 * nothing runs before a page is asked for, which may be done any number of times.
 *
 * <p>Numbered pages know how many there are. What that costs is chosen here: {@linkplain #number
 * counted} each time, {@linkplain #capped counted up to a limit}, {@linkplain #estimated guessed},
 * {@linkplain #cached counted once and carried in the links}, or {@linkplain #uncounted not at
 * all}. {@linkplain #keyset By cursor} a page has neither a number nor a total, and costs the same
 * wherever it is.
 *
 * <p>The order is that of the query, and where it leaves rows equal, that of the primary key in the
 * same direction: without it rows could repeat or be missing from page to page. Rows that are
 * folded (distinct, grouped) are told apart by what they are folded by, and those of joins by the
 * keys of all sources that can repeat a row. A limit and an offset of the query hold: only the rows
 * within them are cut into numbered pages.
 *
 * @param <M> the rows
 */
public final class Pages<M extends @Nullable Object> {
    private static final int USUAL_SIZE = 20;

    private final Select<M> query;
    private final int size;
    private final Counting counting;

    private Pages(Select<M> query, int size, Counting counting) {
        this.query = query;
        this.size = size;
        this.counting = counting;
    }

    /** Pages of 20 rows, until {@link #size} says otherwise. */
    public static <M extends @Nullable Object> Pages<M> of(Select<M> query) {
        return new Pages<>(query, USUAL_SIZE, Counting.EXACT);
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
            throw refused("a page of " + rows + " rows");
        }
        return new Pages<>(query, rows, counting);
    }

    /**
     * Counts no further than this: a search that finds millions need not read them all to show
     * {@code 10000+}. Pages behind the limit are not offered, and a number beyond them means the
     * last one within it.
     *
     * @param rows 1 or more
     * @throws ProgrammingException for less than 1
     */
    public Pages<M> capped(long rows) {
        if (rows < 1) {
            throw refused("a count of up to " + rows + " rows");
        }
        return new Pages<>(query, size, new Counting(rows, false));
    }

    /**
     * Asks PostgreSQL's planner how many rows there may be, instead of counting them; SQLite, which
     * has no such number, counts. A page that turns out to be the last makes the total exact.
     */
    public Pages<M> estimated() {
        return new Pages<>(query, size, new Counting(Long.MAX_VALUE, true));
    }

    /**
     * The total travels in the links of the pages, signed, and is counted again when it is older
     * than this: leafing through ten pages counts once.
     */
    public Cached<M> cached(CursorKeys keys, Duration age) {
        return new Cached<>(this, keys, age);
    }

    /** Counts nothing: a page knows whether another one follows, and that is all. */
    public Uncounted<M> uncounted() {
        return new Uncounted<>(this);
    }

    /** Cut at the values of the rows instead of at their numbers. */
    public Keyset<M> keyset(CursorKeys keys) {
        return new Keyset<>(query, size, keys, null);
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
     * <p>Runs two statements at most: a first page that is not full is all there is and is not
     * counted. (Of an {@linkplain #estimated estimated} total, a number beyond the last page takes
     * a third.) They see one state of the database only in a transaction that says so: without one,
     * a page whose rows were deleted in between may be shorter than its numbers say.
     */
    public Page<M> number(int number) {
        if (counting.isEstimate()) {
            return guessed(Math.max(number, 1));
        }
        if (number <= 1) {
            List<M> rows = rows(1, size).list();
            Total total =
                    rows.size() < size
                            ? new Total.Exact(rows.size())
                            : counting.total(query, rows.size());
            return new Page<>(rows, 1, size, total, null);
        }
        return counted(number);
    }

    /**
     * The numbered page that holds the first row that meets a condition, usually that it has a key:
     * {@code holding(TWEET.id.eq(42))}. Finds the row and counts those before it, which takes two
     * statements more than {@link #number(int)}.
     *
     * @throws NotFound where no row of the query does
     * @throws ProgrammingException for a query with a limit
     */
    public Page<M> holding(Condition row) throws NotFound {
        List<@Nullable Object> values = Keyset.find(query, row);
        long before = new KeysetReader<>(query).countBefore(values);
        return number((int) Math.min(before / size + 1, Integer.MAX_VALUE));
    }

    /**
     * The rows of one page after the other, for work on all of them: a statement a page, no
     * connection between them, and as {@link #keyset} each lasting row once, whatever others insert
     * and delete meanwhile. No page is read before it is needed, and none is empty.
     *
     * @throws ProgrammingException as {@link Keyset#at} does
     */
    public Stream<List<M>> stream() {
        KeysetReader<M> reader = new KeysetReader<>(query);
        record Step<M extends @Nullable Object>(KeysetReader.Slice<M> slice, boolean begun) {}
        Step<M> start = new Step<>(new KeysetReader.Slice<>(List.of(), true), false);
        return Stream.iterate(
                        start,
                        step -> !step.begun || !step.slice.rows().isEmpty(),
                        step -> {
                            List<M> rows = step.slice.rows();
                            if (!step.slice.more()) {
                                return new Step<>(new KeysetReader.Slice<>(List.of(), false), true);
                            }
                            KeysetReader.Place place =
                                    rows.isEmpty()
                                            ? KeysetReader.Place.START
                                            : reader.behind(rows.get(rows.size() - 1));
                            return new Step<>(reader.read(place, size), true);
                        })
                .skip(1)
                .map(step -> step.slice.rows());
    }

    // ---- inside

    private Page<M> counted(int number) {
        Total total = counting.total(query, 0);
        int page = Math.min(number, PageNumbers.last(total.rows(), size));
        List<M> rows = total.rows() == 0 ? List.of() : rows(page, size).list();
        return new Page<>(rows, page, size, total, null);
    }

    private Page<M> guessed(int number) {
        List<M> rows = rows(number, size + 1L).list();
        long before = (number - 1L) * size;
        if (rows.isEmpty() && number > 1) {
            // the guess of the planner does not say which page is the last
            return new Pages<>(query, size, Counting.EXACT).counted(number);
        }
        Total total =
                rows.size() <= size
                        ? new Total.Exact(before + rows.size())
                        : counting.total(query, before + rows.size());
        return new Page<>(rows.subList(0, Math.min(size, rows.size())), number, size, total, null);
    }

    /** The rows of a page within the limit of the query. */
    private Select<M> rows(int page, long most) {
        long before = (page - 1L) * size;
        Long limit = query.definition().limit();
        Long offset = query.definition().offset();
        return RowOrder.completed(query)
                .limit(limit == null ? most : Math.max(0, Math.min(most, limit - before)))
                .offset(offset == null ? before : offset + before);
    }

    private ProgrammingException refused(String what) {
        return new ProgrammingException(
                what, query.definition().root().toString(), "ask for 1 row or more");
    }

    /**
     * Pages whose total travels in their links.
     *
     * @param <M> the rows
     */
    public static final class Cached<M extends @Nullable Object> {
        private final Pages<M> pages;
        private final CarriedCount<M> carried;

        private Cached(Pages<M> pages, CursorKeys keys, Duration age) {
            this.pages = pages;
            this.carried = new CarriedCount<>(pages.query, keys, age);
        }

        /**
         * As {@link Pages#number(String)}. Runs one statement where the count is known.
         *
         * @param counted the parameter of that name, as it stands in the address. One that is too
         *     old, of another query or was not signed here is as good as none: the rows are counted
         */
        public Page<M> number(@Nullable String text, @Nullable String counted) {
            int number = Math.max(PageNumbers.parse(text), 1);
            Total.Counted known = counted == null ? null : carried.read(counted);
            if (known != null) {
                int page = Math.min(number, PageNumbers.last(known.rows(), pages.size));
                List<M> rows = pages.rows(page, pages.size).list();
                if (!rows.isEmpty() || known.rows() == 0) {
                    return new Page<>(rows, page, pages.size, known, counted);
                }
            }
            Page<M> fresh = pages.number(number);
            String token = fresh.totalPages() > 1 ? carried.write(fresh.total().rows()) : "";
            return new Page<>(fresh.items(), fresh.number(), pages.size, fresh.total(), token);
        }
    }

    /**
     * Pages without a total.
     *
     * @param <M> the rows
     */
    public static final class Uncounted<M extends @Nullable Object> {
        private final Pages<M> pages;

        private Uncounted(Pages<M> pages) {
            this.pages = pages;
        }

        /**
         * The page that a visitor asks for. What is no number, or below 1, is the first; a number
         * beyond the last page is an empty page.
         *
         * @param text may be null, for an address that names no page
         */
        public UncountedPage<M> number(@Nullable String text) {
            return number(PageNumbers.parse(text));
        }

        /** The page of this number, which counts from 1. Runs one statement. */
        public UncountedPage<M> number(int number) {
            int page = Math.max(number, 1);
            List<M> rows = pages.rows(page, pages.size + 1L).list();
            boolean more = rows.size() > pages.size;
            return new UncountedPage<>(
                    more ? rows.subList(0, pages.size) : rows, page, pages.size, more);
        }
    }
}

package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import dev.kinglet.query.Select;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query cut into pages at the values of its rows: as fast on the last page as on the first, and
 * no row repeats or is missing while others are inserted and deleted. An immutable value; nothing
 * runs before {@link #at} or {@link #from} is called.
 *
 * <p>The order is that of the query: any expressions, also of joined sources, in any directions,
 * with NULLs where the order has them. What tells equal rows apart is appended by itself. A page
 * reads an index range where an index begins with the order, ended by the primary key; with the log
 * {@code dev.kinglet.web.index} at debug, an order that no declared index has is told once, and the
 * index that would have it.
 *
 * @param <M> the rows
 */
public final class Keyset<M extends @Nullable Object> {
    private static final int QUERY = 8;
    private static final int SHORT = 4;
    private static final int BACKWARD = 1;
    private static final int INCLUSIVE = 2;

    private final Select<M> query;
    private final int size;
    private final CursorKeys keys;
    private final @Nullable String principal;

    Keyset(Select<M> query, int size, CursorKeys keys, @Nullable String principal) {
        this.query = query;
        this.size = size;
        this.keys = keys;
        this.principal = principal;
    }

    /**
     * Cursors are good only for those for whom they were made.
     *
     * @param principal the id of a user, or of a tenant; it is not readable in the cursor
     */
    public Keyset<M> principal(String principal) {
        return new Keyset<>(query, size, keys, principal);
    }

    /**
     * The page that a cursor leads to, with one statement.
     *
     * <p>A cursor is good for the query that gave it out: the same conditions with the same values,
     * the same order. The number of rows a page may change. A value that changes by itself, such as
     * the time of the request, makes another query of it each time: let the database compute it.
     *
     * @param cursor as it stands in the address; null or empty for the first page
     * @throws BadCursor for one that this list did not give out
     * @throws dev.kinglet.errors.ProgrammingException for a query whose rows cannot be told apart,
     *     and for one with a limit
     */
    public KeysetPage<M> at(@Nullable String cursor) {
        KeysetReader<M> reader = new KeysetReader<>(query);
        IndexAdvice.tell(reader.keys(), query.definition());
        byte[] fingerprint = fingerprint(reader);
        KeysetReader.Place place =
                cursor == null || cursor.isEmpty()
                        ? KeysetReader.Place.START
                        : place(cursor, fingerprint, reader);
        KeysetReader.Slice<M> slice = reader.read(place, size);
        boolean came = !place.values().isEmpty();
        boolean next = place.forward() ? slice.more() : came;
        boolean previous = place.forward() ? came : slice.more();
        return page(reader, fingerprint, slice.rows(), place, previous, next);
    }

    /**
     * The page that begins with the first row that meets a condition, usually that it has a key:
     * {@code from(TWEET.id.eq(42))}. Runs three statements at most: what the row is sorted by, the
     * page, and whether anything comes before it.
     *
     * @throws NotFound where no row of the query does
     */
    public KeysetPage<M> from(Condition row) throws NotFound {
        KeysetReader<M> reader = new KeysetReader<>(query);
        List<@Nullable Object> values = find(query, row);
        KeysetReader.Place place = new KeysetReader.Place(values, true, true);
        KeysetReader.Slice<M> slice = reader.read(place, size);
        boolean previous = reader.exists(new KeysetReader.Place(values, false, false));
        return page(reader, fingerprint(reader), slice.rows(), place, previous, slice.more());
    }

    /** The keys of the first row that meets a condition. */
    static <M extends @Nullable Object> List<@Nullable Object> find(Select<M> query, Condition row)
            throws NotFound {
        KeysetReader<M> one = new KeysetReader<>(query.where(row));
        List<M> found = one.read(KeysetReader.Place.START, 1).rows();
        if (found.isEmpty()) {
            throw NotFound.of(query.definition().root());
        }
        return one.valuesOf(found.get(0));
    }

    private KeysetPage<M> page(
            KeysetReader<M> reader,
            byte[] fingerprint,
            List<M> rows,
            KeysetReader.Place place,
            boolean hasPrevious,
            boolean hasNext) {
        String previous = null;
        String next = null;
        if (rows.isEmpty()) {
            // all that was there is gone: back to what is on the other side of the place
            KeysetReader.Place back =
                    new KeysetReader.Place(place.values(), !place.forward(), !place.inclusive());
            previous = hasPrevious ? cursor(back, fingerprint) : null;
            next = hasNext ? cursor(back, fingerprint) : null;
        } else {
            if (hasPrevious) {
                List<@Nullable Object> first = reader.valuesOf(rows.get(0));
                previous = cursor(new KeysetReader.Place(first, false, false), fingerprint);
            }
            if (hasNext) {
                List<@Nullable Object> last = reader.valuesOf(rows.get(rows.size() - 1));
                next = cursor(new KeysetReader.Place(last, true, false), fingerprint);
            }
        }
        String end = cursor(KeysetReader.Place.END, fingerprint);
        return new KeysetPage<>(rows, size, previous, next, end);
    }

    // ---- cursors

    /** The query without its order in 8 bytes, the order and the principal in 4 each. */
    private byte[] fingerprint(KeysetReader<M> reader) {
        byte[] all = new byte[QUERY + 2 * SHORT];
        System.arraycopy(Fingerprint.of(query.orderBy().sql()), 0, all, 0, QUERY);
        System.arraycopy(Fingerprint.of(reader.ordered().sql()), 0, all, QUERY, SHORT);
        System.arraycopy(Fingerprint.of(principal), 0, all, QUERY + SHORT, SHORT);
        return all;
    }

    private String cursor(KeysetReader.Place place, byte[] fingerprint) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((place.forward() ? 0 : BACKWARD) | (place.inclusive() ? INCLUSIVE : 0));
        out.writeBytes(fingerprint);
        for (Object value : place.values()) {
            KeyValues.write(value, out);
        }
        return keys.sign(CursorKeys.Kind.CURSOR, out.toByteArray());
    }

    private KeysetReader.Place place(String cursor, byte[] fingerprint, KeysetReader<M> reader) {
        ByteBuffer in = keys.verify(CursorKeys.Kind.CURSOR, cursor).content();
        int flags = in.get();
        byte[] of = new byte[fingerprint.length];
        in.get(of);
        require(of, fingerprint, 0, QUERY, BadCursor.Reason.OTHER_QUERY);
        require(of, fingerprint, QUERY + SHORT, SHORT, BadCursor.Reason.OTHER_PRINCIPAL);
        require(of, fingerprint, QUERY, SHORT, BadCursor.Reason.OTHER_ORDER);
        List<@Nullable Object> values = new ArrayList<>();
        try {
            if (in.hasRemaining()) {
                for (SortKey key : reader.keys()) {
                    values.add(KeyValues.read(in, key.stored().javaType()));
                }
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            // signed here, and the SQL is the same: the column is of another type since
            throw new BadCursor(BadCursor.Reason.OTHER_QUERY);
        }
        return new KeysetReader.Place(
                Collections.unmodifiableList(values),
                (flags & BACKWARD) == 0,
                (flags & INCLUSIVE) != 0);
    }

    private static void require(
            byte[] of, byte[] wanted, int from, int length, BadCursor.Reason reason) {
        if (!Arrays.equals(of, from, from + length, wanted, from, from + length)) {
            throw new BadCursor(reason);
        }
    }
}

package dev.kinglet.postgres;

import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.query.Insert;
import dev.kinglet.query.Select;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.util.Collection;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to PostgreSQL can do beside queries. Asked of a database each time; all threads
 * may use it.
 */
public interface Postgres {

    // ---- COPY

    /**
     * Stores rows by COPY: {@code copyIn(USER.insertMany(columns, rows))}. They are asked for while
     * they are sent, so no more than a few are in memory. All are stored, or none; in a transaction
     * that goes on unharmed after a failure. Keys that the database makes are not told.
     *
     * <p>They travel as bytes where the values are whole numbers, floating ones of eight bytes,
     * flags, texts and dates with a time without zone, and the table has these types; else all of
     * them as text, which takes longer.
     *
     * <p>The connection does nothing else meanwhile. Rows that ask the same database something on
     * their way take a second connection; where this thread keeps one, for a scope, a stream or a
     * transaction, they are refused.
     *
     * @param rows an insert of many rows without conflicts and conditions
     * @return how many rows were stored: those that a trigger passed over are not among them
     * @throws dev.kinglet.errors.DataException and others, with the number of the row, from 1
     */
    long copyIn(Insert<?, ?> rows);

    /**
     * As {@link #copyIn(Insert)}.
     *
     * @param progress is told how many rows were sent, every 10,000 and at the end, in this thread
     */
    long copyIn(Insert<?, ?> rows, LongConsumer progress);

    /**
     * Stores what stands in a file. Nothing of it is looked at here: values are in PostgreSQL's own
     * spelling, and defaults of the program are not known. All is stored, or nothing.
     *
     * @param data UTF-8, read to its end and not closed
     * @param columns those that the file has, in its order; none for all columns of the table in
     *     the order in which they were declared
     * @throws java.io.UncheckedIOException where the data cannot be read; nothing is stored then
     * @throws dev.kinglet.errors.DataException and others, with the number of the line, from 1
     */
    long copyIn(CopyFormat format, InputStream data, Table<?, ?> table, Column<?>... columns);

    /** As {@link #copyIn(CopyFormat, InputStream, Table, Column...)}, of characters. */
    long copyIn(CopyFormat format, Reader data, Table<?, ?> table, Column<?>... columns);

    /**
     * Writes what a query answers, row by row as the server sends it. COPY takes no bound values,
     * so those of the query stand in the text of the statement, as literals of the types that they
     * would be bound as; they are in the log of statements, too.
     *
     * @param target gets UTF-8; it is neither flushed nor closed
     * @return how many rows were written
     * @throws java.io.UncheckedIOException where the target takes no more
     */
    long copyOut(Select<?> query, CopyFormat format, OutputStream target);

    /** As {@link #copyOut(Select, CopyFormat, OutputStream)}, as characters. */
    long copyOut(Select<?> query, CopyFormat format, Writer target);

    // ---- LISTEN and NOTIFY

    /**
     * Sends a message to all who listen on a channel: when the transaction of this thread is
     * committed, and never if it is rolled back; at once outside of one. Of equal messages of one
     * transaction only the first is sent.
     *
     * @param payload of less than 8,000 bytes; "" for none
     */
    void notify(String channel, String payload);

    /**
     * Listens until it is closed, or the database is; on a connection of its own, which is not of
     * the pool, and in a thread of its own, which calls the handler. When this returns nothing that
     * is sent from now on is missed, as long as the connection lasts.
     *
     * @throws dev.kinglet.errors.OperationalException where no connection can be made
     * @throws dev.kinglet.errors.ProgrammingException behind a transaction pooler
     */
    Listener listen(Collection<String> channels, Listener.Handler handler);

    /** Listens on one channel; see {@link #listen(Collection, Listener.Handler)}. */
    Listener listen(String channel, Listener.Handler handler);

    // ---- advisory locks

    /**
     * A lock of the application's own, known by a text: everybody who asks the same database for
     * the same text means the same lock. The text becomes a number, see {@link AdvisoryLock#key()}.
     */
    AdvisoryLock lock(String name);

    /** A lock known by a number. */
    AdvisoryLock lock(long key);

    /** A lock known by two numbers, which is another one than any of a single number. */
    AdvisoryLock lock(int first, int second);

    // ---- cursors

    /**
     * The rows one by one, as by {@link Select#stream()}, and what is done meanwhile commits as
     * ever: the cursor outlives transactions ({@code WITH HOLD}). The server runs the whole query
     * first and keeps its rows until the stream is closed, which costs it memory or disk.
     *
     * <p>Not for long loops behind a transaction pooler, where it is refused, nor inside of a
     * transaction, where {@link Select#stream()} does the same for less.
     *
     * @return close it: it keeps a connection of this thread until then
     */
    <M extends @Nullable Object> Stream<M> streamHeld(Select<M> query);
}

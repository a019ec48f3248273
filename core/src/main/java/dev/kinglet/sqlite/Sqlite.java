package dev.kinglet.sqlite;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a SQLite database can be told while it is open. It holds for all connections: for that of
 * this thread at once, for others from their next loan on. What is refused changes nothing. Not
 * inside of a transaction; all threads may use it.
 */
public interface Sqlite {

    // ---- pragmas

    /**
     * The value of a pragma on a connection of this thread: as text, null where it has none.
     *
     * @param name with its schema where that matters: {@code archive.journal_mode}
     * @throws dev.kinglet.errors.ProgrammingException where SQLite does not know it
     */
    @Nullable String pragma(String name);

    /**
     * Sets a pragma on each connection from now on. What a file keeps for the application ({@code
     * user_version}, {@code application_id}) is set once.
     *
     * @throws dev.kinglet.errors.ProgrammingException where SQLite does not know it
     */
    void pragma(String name, Object value);

    // ---- files

    /**
     * Another file as a schema, of tables that name it or of {@code inSchema(..)}; made where it is
     * not there. The same file twice is once.
     *
     * @throws dev.kinglet.errors.ProgrammingException where that name has another file
     */
    void attach(String schema, String file);

    /**
     * Lets go of a file.
     *
     * @throws dev.kinglet.errors.ProgrammingException where none is attached by that name
     */
    void detach(String schema);

    /** The attached files by the names of their schemas. */
    Map<String, String> attached();

    /**
     * Copies the database into a file, while others read and write it; what is there is replaced
     * when the copy is whole.
     *
     * @param progress is told the part that is done, from 0 to 1, every hundred pages
     */
    void backup(Path file, DoubleConsumer progress);

    /** Copies the database into a file; see {@link #backup(Path, DoubleConsumer)}. */
    void backup(Path file);

    // ---- functions

    /** A function for SQL. It takes the place of one with that name, also of one of SQLite's. */
    void register(SqliteFunction function);

    /** An order of texts for {@code collate}. It takes the place of one with that name. */
    void collation(String name, Comparator<? super String> order);

    /**
     * Takes away the function and the order with that name. Indexes that use them cannot be used
     * any more. One of SQLite's own, which the function stood in for, is there again on connections
     * that are made later only.
     *
     * @throws dev.kinglet.errors.ProgrammingException where the application has none by that name
     */
    void unregister(String name);
}

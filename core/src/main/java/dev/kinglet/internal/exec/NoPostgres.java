package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.postgres.AdvisoryLock;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.postgres.Listener;
import dev.kinglet.postgres.Postgres;
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

/** SQLite, asked for what it does not have. */
public final class NoPostgres implements Postgres {

    @Override
    public long copyIn(Insert<?, ?> rows) {
        throw none("COPY", "execute() the insert: it takes few statements");
    }

    @Override
    public long copyIn(Insert<?, ?> rows, LongConsumer progress) {
        return copyIn(rows);
    }

    @Override
    public long copyIn(
            CopyFormat format, InputStream data, Table<?, ?> table, Column<?>... columns) {
        throw none("COPY", "read the file, and give its rows to insertMany(..)");
    }

    @Override
    public long copyIn(CopyFormat format, Reader data, Table<?, ?> table, Column<?>... columns) {
        throw none("COPY", "read the file, and give its rows to insertMany(..)");
    }

    @Override
    public long copyOut(Select<?> query, CopyFormat format, OutputStream target) {
        throw none("COPY", "write the rows of streamRows()");
    }

    @Override
    public long copyOut(Select<?> query, CopyFormat format, Writer target) {
        throw none("COPY", "write the rows of streamRows()");
    }

    @Override
    public void notify(String channel, String payload) {
        throw none("NOTIFY", "store the message in a table");
    }

    @Override
    public Listener listen(Collection<String> channels, Listener.Handler handler) {
        throw none("LISTEN", "look into a table of messages from time to time");
    }

    @Override
    public Listener listen(String channel, Listener.Handler handler) {
        throw none("LISTEN", "look into a table of messages from time to time");
    }

    @Override
    public AdvisoryLock lock(String name) {
        throw none("advisory locks", "a transaction that writes is the only one there");
    }

    @Override
    public AdvisoryLock lock(long key) {
        throw none("advisory locks", "a transaction that writes is the only one there");
    }

    @Override
    public AdvisoryLock lock(int first, int second) {
        throw none("advisory locks", "a transaction that writes is the only one there");
    }

    @Override
    public <M extends @Nullable Object> Stream<M> streamHeld(Select<M> query) {
        throw none("cursors that are held", "stream() goes on there whatever is committed");
    }

    private static ProgrammingException none(String what, String hint) {
        return new ProgrammingException("SQLite has no " + what, null, hint);
    }
}

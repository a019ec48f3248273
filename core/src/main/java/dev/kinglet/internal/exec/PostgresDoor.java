package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.model.Column;
import dev.kinglet.model.Table;
import dev.kinglet.postgres.AdvisoryLock;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.postgres.Listener;
import dev.kinglet.postgres.Postgres;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import dev.kinglet.query.RowShape;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What only PostgreSQL has, on its connections. */
public final class PostgresDoor implements Postgres {
    private final Planner planner;
    private final StatementRunner statements;
    private final Transactions transactions;
    private final QueryExecutor database;
    private final Streams streams;

    public PostgresDoor(
            Planner planner,
            StatementRunner statements,
            Transactions transactions,
            QueryExecutor database,
            Streams streams) {
        this.planner = planner;
        this.statements = statements;
        this.transactions = transactions;
        this.database = database;
        this.streams = streams;
    }

    // ---- COPY

    @Override
    public long copyIn(Insert<?, ?> rows) {
        return copyIn(rows, sent -> {});
    }

    @Override
    public long copyIn(Insert<?, ?> rows, LongConsumer progress) {
        InsertDefinition insert = rows.definition();
        refuseWhatCopyCannot(insert);
        Insert.Many many = rows.given();
        if (many == null) {
            throw new ProgrammingException(
                    "COPY stores rows that are given to it, and this insert has one, or a query",
                    insert.root().toString(),
                    "give it insertMany(..) or insertRows(..)");
        }
        if (many.columns().isEmpty()) {
            return 0;
        }
        RowsCopy copy = new RowsCopy(planner, insert.root(), many, progress);
        return copied(statements, copy.planned(), true, copy);
    }

    @Override
    public long copyIn(
            CopyFormat format, InputStream data, Table<?, ?> table, Column<?>... columns) {
        return in(format, table, columns, data::transferTo);
    }

    @Override
    public long copyIn(CopyFormat format, Reader data, Table<?, ?> table, Column<?>... columns) {
        return in(
                format,
                table,
                columns,
                target -> {
                    Writer encoded = new OutputStreamWriter(target, StandardCharsets.UTF_8);
                    data.transferTo(encoded);
                    encoded.flush();
                });
    }

    @Override
    public long copyOut(Select<?> query, CopyFormat format, OutputStream target) {
        Plan plan = planner.copyOut(query.definition(), format, database);
        return copied(
                statements.forRead(plan),
                plan,
                !plan.onlyReads(),
                lease -> {
                    try {
                        return PostgresCopy.out(lease, plan.sql(), target);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public long copyOut(Select<?> query, CopyFormat format, Writer target) {
        return copyOut(
                query,
                format,
                new OutputStream() {
                    @Override
                    public void write(int single) {
                        throw new IllegalStateException("COPY gives whole rows");
                    }

                    @Override
                    public void write(byte[] row) throws IOException {
                        target.write(new String(row, StandardCharsets.UTF_8));
                    }
                });
    }

    private long in(
            CopyFormat format, Table<?, ?> table, Column<?>[] columns, PostgresCopy.Sender sender) {
        List<Column<?>> meant =
                columns.length == 0 ? table.columns() : Arrays.<Column<?>>asList(columns);
        for (Column<?> column : meant) {
            if (!column.qualifier().equals(table.qualifier())) {
                throw new ProgrammingException(
                        column + " is no column of " + table,
                        table.toString(),
                        "name columns of the table that is copied into");
            }
        }
        Plan plan = planner.copyIn(table, meant, format);
        return in(
                plan,
                "line",
                target -> {
                    try {
                        sender.send(target);
                    } catch (PostgresCopy.Refused e) {
                        throw e;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private long in(Plan plan, String unit, PostgresCopy.Sender sender) {
        return copied(
                statements, plan, true, lease -> PostgresCopy.in(lease, plan.sql(), unit, sender));
    }

    /** In a savepoint where there is a transaction, so that a failure leaves that as it was. */
    private long copied(
            StatementRunner runner, Plan plan, boolean writes, StatementRunner.Direct<Long> copy) {
        if (transactions.depth() == 0) {
            return runner.direct(plan, writes, copy);
        }
        return transactions.<Long, RuntimeException>run(open -> runner.direct(plan, writes, copy));
    }

    private static void refuseWhatCopyCannot(InsertDefinition insert) {
        String what =
                insert.conflict() != null
                        ? "conflicts"
                        : insert.condition() != null
                                ? "conditions"
                                : insert.with().isEmpty() ? null : "queries in front of it";
        if (what != null) {
            throw new ProgrammingException(
                    "COPY knows no " + what,
                    insert.root().toString(),
                    "execute() the insert, or copy into a table of its own and insert from there");
        }
    }

    // ---- LISTEN and NOTIFY

    @Override
    public void notify(String channel, String payload) {
        var unused =
                RawQuery.<@Nullable Object>of(
                                Relation.table("query"),
                                "select pg_notify({0}, {1})",
                                channel,
                                payload)
                        .using(database)
                        .maps();
    }

    @Override
    public Listener listen(Collection<String> channels, Listener.Handler handler) {
        return PostgresListener.start(statements.connections(), channels, handler);
    }

    @Override
    public Listener listen(String channel, Listener.Handler handler) {
        return listen(List.of(channel), handler);
    }

    // ---- advisory locks

    @Override
    public AdvisoryLock lock(String name) {
        return PostgresLock.of(statements.connections(), database, name);
    }

    @Override
    public AdvisoryLock lock(long key) {
        return PostgresLock.of(statements.connections(), database, key);
    }

    @Override
    public AdvisoryLock lock(int first, int second) {
        return PostgresLock.of(statements.connections(), database, first, second);
    }

    // ---- cursors

    @Override
    public <M extends @Nullable Object> Stream<M> streamHeld(Select<M> query) {
        return streams.held(query.definition(), query.rowShape());
    }

    /** Reads rows from cursors that are held; in the room to the right. */
    public interface Streams {
        <R extends @Nullable Object> Stream<R> held(SelectDefinition query, RowShape<R> shape);
    }
}

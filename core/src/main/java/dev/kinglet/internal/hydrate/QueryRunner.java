package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.Bulk;
import dev.kinglet.internal.exec.CallSite;
import dev.kinglet.internal.exec.Cursor;
import dev.kinglet.internal.exec.PostgresDoor;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.exec.Statements;
import dev.kinglet.internal.exec.Transactions;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.model.RowOrigin;
import dev.kinglet.query.BoundSql;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawDefinition;
import dev.kinglet.query.RowShape;
import dev.kinglet.query.RowsUpdate;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.type.Dialect;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole road: plan, run, read. */
public final class QueryRunner implements QueryExecutor, PostgresDoor.Streams {
    /** Rows that a stream has in memory on PostgreSQL. */
    static final int PORTION = 1_000;

    private static final Function<Plan, SingleReader> SINGLE =
            plan -> new SingleReader(plan, false);
    private static final Function<Plan, SingleReader> MAYBE_NULL =
            plan -> new SingleReader(plan, true);

    private final Planner planner;
    private final StatementRunner statements;
    private final Transactions transactions;
    private final Dialect dialect;
    private final QueryExecutor database;
    private final Bulk bulk;
    private final Function<Plan, GraphReader> graphs; // made once, not at each call

    public QueryRunner(
            Planner planner,
            StatementRunner statements,
            Transactions transactions,
            Dialect dialect,
            QueryExecutor database) {
        this.planner = planner;
        this.statements = statements;
        this.transactions = transactions;
        this.dialect = dialect;
        this.database = database; // what rows remember, since it has transactions
        this.bulk = new Bulk(planner, transactions);
        this.graphs = plan -> new GraphReader(plan, database);
    }

    @Override
    public <R extends @Nullable Object> List<R> list(QueryDefinition query, RowShape<R> shape) {
        if (query instanceof RawDefinition raw) {
            return raw(raw, shape, Integer.MAX_VALUE);
        }
        Runnable before = before(query);
        if (before != null) {
            return transactions.run(
                    open -> {
                        before.run();
                        return listed(query, shape);
                    });
        }
        return listed(query, shape);
    }

    private <R extends @Nullable Object> List<R> listed(QueryDefinition query, RowShape<R> shape) {
        Call call = planner.plan(query, database);
        RowReader<R> reader = reader(call.plan(), shape, query, false);
        List<R> all = returned(call, query, reader);
        if (loadsAlong(shape)) {
            loadAlong(all, shape, query);
        }
        reader.finish();
        return all;
    }

    private <R extends @Nullable Object> List<R> returned(
            Call call, QueryDefinition query, RowReader<R> reader) {
        return at(call).query(
                        call,
                        writes(query),
                        result -> {
                            List<R> rows = new ArrayList<>();
                            while (result.next()) {
                                rows.add(read(reader, result, call.plan()));
                            }
                            return rows;
                        },
                        List::size);
    }

    @Override
    public <R extends @Nullable Object> @Nullable R first(
            QueryDefinition query, RowShape<R> shape) {
        if (query instanceof RawDefinition raw) {
            List<R> rows = raw(raw, shape, 1);
            return rows.isEmpty() ? null : rows.get(0);
        }
        Runnable before = before(query);
        if (before != null) {
            List<R> rows =
                    transactions.run(
                            open -> {
                                before.run();
                                return listed(query, shape);
                            });
            return rows.isEmpty() ? null : rows.get(0);
        }
        Call call = planner.plan(query, database);
        RowReader<R> reader = reader(call.plan(), shape, query, true);
        boolean writes = writes(query);
        R first =
                at(call).<@Nullable R>query(
                                call,
                                writes,
                                reader.first(statements, call.plan(), writes),
                                row -> row == null ? 0 : 1);
        if (first != null) {
            if (loadsAlong(shape)) {
                loadAlong(List.of(first), shape, query);
            }
            reader.finish();
        }
        return first;
    }

    @Override
    public <R extends @Nullable Object> Stream<R> stream(
            SelectDefinition query, RowShape<R> shape) {
        return stream(query, shape, call -> at(call).open(call, PORTION));
    }

    @Override
    public <R extends @Nullable Object> Stream<R> held(SelectDefinition query, RowShape<R> shape) {
        return stream(query, shape, call -> at(call).openHeld(call, PORTION));
    }

    private <R extends @Nullable Object> Stream<R> stream(
            SelectDefinition query, RowShape<R> shape, Function<Call, Cursor> open) {
        Call call = planner.plan(query, database);
        RowReader<R> reader = reader(call.plan(), shape, query, false);
        return RowStream.of(
                open.apply(call),
                result -> read(reader, result, call.plan()),
                ahead(shape, reader),
                portion -> {
                    loadAlong(portion, shape, null);
                    reader.finish();
                });
    }

    @Override
    public <R extends @Nullable Object> Stream<List<R>> chunks(
            SelectDefinition query, RowShape<R> shape, int size) {
        Call call = planner.plan(query, database);
        RowReader<R> reader = reader(call.plan(), shape, query, false);
        return RowStream.chunks(
                at(call).open(call, Math.min(size, PORTION)),
                result -> read(reader, result, call.plan()),
                size,
                chunk -> {
                    loadAlong(chunk, shape, null);
                    reader.finish();
                });
    }

    @Override
    public int execute(QueryDefinition write) {
        Runnable before = before(write);
        if (before == null) {
            return statements.update(planner.plan(write, database));
        }
        return transactions.<Integer, RuntimeException>run(
                open -> {
                    before.run();
                    return statements.update(planner.plan(write, database));
                });
    }

    /** What a delete has to do first, because no database knows it; null for nothing. */
    private @Nullable Runnable before(QueryDefinition query) {
        return query instanceof DeleteDefinition delete
                ? delete.root().deleting(delete, database)
                : null;
    }

    @Override
    public int insertAll(InsertDefinition insert, Rows rows) {
        int[] count = new int[1];
        bulk.run(
                insert.columns(),
                insert::withRows,
                rows,
                call -> count[0] += statements.update(call));
        return count[0];
    }

    @Override
    public <R extends @Nullable Object> List<R> insertAll(
            InsertDefinition insert, Rows rows, RowShape<R> shape) {
        List<R> all = new ArrayList<>();
        bulk.run(
                insert.columns(),
                insert::withRows,
                rows,
                call -> {
                    RowReader<R> reader = reader(call.plan(), shape, insert, false);
                    all.addAll(returned(call, insert, reader));
                    reader.finish();
                });
        return all;
    }

    @Override
    public int updateAll(RowsUpdate update, Rows rows) {
        int[] count = new int[1];
        bulk.run(update.columns(), update::of, rows, call -> count[0] += statements.update(call));
        return count[0];
    }

    @Override
    public Insert.Outcome outcome(InsertDefinition insert) {
        return Outcomes.of(insert, this, dialect);
    }

    @Override
    public BoundSql sql(QueryDefinition query) {
        Call call = planner.plan(query, database);
        return new BoundSql(call.plan().sql(), Statements.binds(call.plan(), call.values()));
    }

    @Override
    public QueryExecutor.Mark mark() {
        return statements.mark();
    }

    @Override
    public <R extends @Nullable Object> R atomically(Supplier<R> work) {
        return transactions.<R, RuntimeException>run(open -> work.get());
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void afterCommit(Runnable work) {
        transactions.afterCommit(work);
    }

    @Override
    public String explain(QueryDefinition query) {
        Call call = planner.plan(query, database);
        return Explain.of(statements, call, dialect);
    }

    @Override
    public String explainAnalyze(SelectDefinition query) {
        Call call = planner.plan(query, database);
        if (dialect == Dialect.SQLITE) {
            return Explain.analyzing(statements, call, dialect); // a query there cannot write
        }
        return transactions.<String, RuntimeException>run(
                open -> {
                    String text = Explain.analyzing(statements, call, dialect);
                    open.restart(); // a function or a part of the query may have written
                    return text;
                });
    }

    /** What comes out of SQL as written is known when it comes. */
    private <R extends @Nullable Object> List<R> raw(
            RawDefinition raw, RowShape<R> shape, int most) {
        Call call = planner.plan(raw, database);
        Read<R> all =
                statements.queryAsWritten(
                        call,
                        result -> {
                            ResultSetMetaData meta = result.getMetaData();
                            List<String> names = new ArrayList<>();
                            for (int i = 1; i <= meta.getColumnCount(); i++) {
                                names.add(meta.getColumnLabel(i));
                            }
                            Plan plan = call.plan().described(raw.root(), names, dialect);
                            RowReader<R> reader = reader(plan, shape, raw, false);
                            List<R> rows = new ArrayList<>();
                            while (rows.size() < most && result.next()) {
                                rows.add(read(reader, result, plan));
                            }
                            return new Read<>(rows, reader);
                        },
                        read -> read.rows().size());
        all.reader().finish();
        return all.rows();
    }

    private record Read<R extends @Nullable Object>(List<R> rows, RowReader<R> reader) {}

    /** How many rows a stream reads before it gives the first of them. */
    private static IntSupplier ahead(RowShape<?> shape, RowReader<?> reader) {
        if (shape instanceof RowShape.Models<?> models && !models.loads().isEmpty()) {
            return () -> PORTION;
        }
        return reader instanceof GraphReader.Rows rows ? rows::ahead : () -> 1;
    }

    /** Where a call runs: the database, or a replica of it. */
    private StatementRunner at(Call call) {
        return statements.forRead(call.plan());
    }

    private static boolean writes(QueryDefinition query) {
        return !(query instanceof SelectDefinition);
    }

    private <R extends @Nullable Object> R read(RowReader<R> reader, ResultSet result, Plan plan)
            throws SQLException {
        try {
            return reader.read(result);
        } catch (IllegalArgumentException e) {
            throw statements.unreadable(e, plan);
        }
    }

    private static boolean loadsAlong(RowShape<?> shape) {
        return shape instanceof RowShape.Models<?> models
                ? !models.loads().isEmpty()
                : shape instanceof RowShape.Flat<?>;
    }

    @SuppressWarnings("unchecked") // a load hangs on rows of the type that the query has
    private <R extends @Nullable Object> void loadAlong(
            List<R> rows, RowShape<R> shape, @Nullable QueryDefinition query) {
        RowShape<R> read = shape instanceof RowShape.Flat<R> flat ? flat.models() : shape;
        if (read instanceof RowShape.Models<R> models && !rows.isEmpty()) {
            SelectDefinition asked = query instanceof SelectDefinition select ? select : null;
            for (EagerLoad<?> load : models.loads()) {
                ((EagerLoad<R>) load).load(rows, database, asked);
            }
        }
    }

    /** Null where there is nothing to say of a query beside its SQL. */
    private RowOrigin.@Nullable ReadBy readBy(Plan plan, RowShape.Models<?> shape) {
        Lazy said = shape.lazy();
        boolean strict = (said == null ? database.lazy() : said) == Lazy.STRICT;
        if (said == null && !strict) {
            return null;
        }
        return new RowOrigin.ReadBy(plan.sql(), said, strict ? CallSite.ofThisThread() : null);
    }

    @SuppressWarnings("unchecked") // each shape is read by the reader that makes its rows
    private <R extends @Nullable Object> RowReader<R> reader(
            Plan plan, RowShape<R> shape, QueryDefinition query, boolean one) {
        if (shape instanceof RowShape.Models<?> models) {
            GraphReader graph = plan.modelReader(graphs);
            RowOrigin.@Nullable ReadBy how = readBy(plan, models);
            return (RowReader<R>) (one ? graph.one(how, query) : graph.all(how, query));
        }
        if (shape instanceof RowShape.Flat<?> rows) {
            FlatReader flat = plan.reader(RowShape.Flat.class, p -> new FlatReader(p, database));
            return (RowReader<R>) flat.all(readBy(plan, rows.models()), query);
        }
        if (shape instanceof RowShape.Single<?> single) {
            return (RowReader<R>) plan.reader(single, single.nullable() ? MAYBE_NULL : SINGLE);
        }
        if (shape instanceof RowShape.Maps) {
            return (RowReader<R>) plan.reader(RowShape.Maps.class, MapReader::new);
        }
        if (shape instanceof RowShape.Rows) {
            ValuesReader values = plan.reader(RowShape.Rows.class, ValuesReader::new);
            return (RowReader<R>) values.of(query);
        }
        Class<?> type = ((RowShape.Into<?>) shape).type();
        return (RowReader<R>) plan.reader(type, p -> ObjectReader.of(type, p));
    }
}

package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes of many rows, in few statements of few texts: where the database takes arrays, any number
 * of rows is one text; else rows go in lists of values, and what does not fill a list in lists of
 * powers of two, or of few rows. More than one statement are a transaction.
 */
public final class Bulk {
    /** Rows of one statement that travel in arrays; all of them are in memory. */
    private static final int ARRAY_ROWS = 10_000;

    /** Rows of one statement that are written out: a power of two. */
    private static final int VALUES_ROWS = 128;

    /** So many rows have a text for each number of them. */
    private static final int FEW_ROWS = 16;

    /** Placeholders of one statement; SQLite takes 32,766 and PostgreSQL 65,535. */
    private static final int PLACEHOLDERS = 16_384;

    private final Planner planner;
    private final Transactions transactions;

    public Bulk(Planner planner, Transactions transactions) {
        this.planner = planner;
        this.transactions = transactions;
    }

    /**
     * Sends all rows.
     *
     * @param columns what a row of values consists of; these values are the first of the statement
     * @param write the statement for so many rows, or for {@link InsertDefinition#MANY}
     * @param send runs one statement
     */
    public void run(
            List<ColumnExpr<?>> columns,
            IntFunction<? extends QueryDefinition> write,
            QueryExecutor.Rows rows,
            Consumer<Call> send) {
        Ahead ahead = new Ahead(rows, columns.size());
        if (!ahead.there) {
            return;
        }
        Portions portions =
                planner.inArrays(columns)
                        ? new InArrays(write, ahead)
                        : new InValues(planner, write, ahead);
        portions.fill();
        if (!ahead.there && portions.single()) {
            portions.send(send);
            return;
        }
        transactions.<@Nullable Void, RuntimeException>run(
                open -> {
                    portions.send(send);
                    while (ahead.there) {
                        portions.fill();
                        portions.send(send);
                    }
                    return null;
                });
    }

    /** The next row, read before it is needed: whether there is one decides on a transaction. */
    private static final class Ahead {
        private final QueryExecutor.Rows rows;
        final @Nullable Object[] row;
        boolean there;
        private int expected;

        Ahead(QueryExecutor.Rows rows, int width) {
            this.rows = rows;
            this.row = new Object[width];
            this.expected = rows.expected();
            read();
        }

        void read() {
            there = rows.next(row, 0);
            expected--;
        }

        /** How many rows there may be from this one on; at least a few. */
        int expected() {
            return Math.max(16, expected + 1);
        }
    }

    /** The rows that are sent together. */
    private interface Portions {
        /** Takes as many rows as there are, and as one portion has. */
        void fill();

        /** Whether what was taken is one statement. */
        boolean single();

        void send(Consumer<Call> send);
    }

    private final class InArrays implements Portions {
        private final Ahead ahead;
        private final Call template;
        private @Nullable Object[] values = new Object[0];

        InArrays(IntFunction<? extends QueryDefinition> write, Ahead ahead) {
            this.ahead = ahead;
            this.template = planner.plan(write.apply(InsertDefinition.MANY));
        }

        @Override
        public void fill() {
            int width = ahead.row.length;
            Elements[] columns = new Elements[width];
            for (BindSlot slot : template.plan().binds()) {
                if (slot.value() < width) {
                    int size = Math.min(ahead.expected(), ARRAY_ROWS);
                    columns[slot.value()] = new Elements(slot.codec(), slot.listType(), size);
                }
            }
            for (int n = 0; ahead.there && n < ARRAY_ROWS; n++) {
                add(columns);
                ahead.read();
            }
            values = template.values().clone();
            System.arraycopy(columns, 0, values, 0, width);
        }

        private void add(Elements[] columns) {
            int i = 0;
            try {
                for (; i < columns.length; i++) {
                    columns[i].add(ahead.row[i]);
                }
            } catch (IllegalArgumentException e) {
                throw refused(i, e);
            }
        }

        @Override
        public boolean single() {
            return true;
        }

        /** What a codec refuses is refused here, before anything is bound. */
        private DataException refused(int place, IllegalArgumentException problem) {
            Plan plan = template.plan();
            String label = "";
            for (BindSlot slot : plan.binds()) {
                label = slot.value() == place ? slot.label() + ": " : label;
            }
            return new DataException(
                    label + problem.getMessage(),
                    new ErrorContext(plan.sql(), List.of(), plan.model(), null),
                    problem);
        }

        @Override
        public void send(Consumer<Call> send) {
            send.accept(new Call(template.plan(), values));
        }
    }

    private static final class InValues implements Portions {
        private final Planner planner;
        private final IntFunction<? extends QueryDefinition> write;
        private final Ahead ahead;
        private final int width;
        private final int most;
        private @Nullable Object[] values = new Object[0];
        private int count;
        private @Nullable Call full;

        InValues(Planner planner, IntFunction<? extends QueryDefinition> write, Ahead ahead) {
            this.planner = planner;
            this.write = write;
            this.ahead = ahead;
            this.width = ahead.row.length;
            this.most =
                    Math.max(1, Math.min(VALUES_ROWS, Integer.highestOneBit(PLACEHOLDERS / width)));
        }

        @Override
        public void fill() {
            for (count = 0; ahead.there && count < most; count++) {
                int at = count * width;
                if (values.length < at + width) {
                    int rows = Math.min(most, Math.max(16, count * 2));
                    values = Arrays.copyOf(values, rows * width);
                }
                System.arraycopy(ahead.row, 0, values, at, width);
                ahead.read();
            }
        }

        @Override
        public boolean single() {
            return together(count) == count;
        }

        @Override
        public void send(Consumer<Call> send) {
            int sent = 0;
            while (sent < count) {
                int rows = together(count - sent);
                Call template = rows == most ? full() : planner.plan(write.apply(rows));
                int others = template.values().length - width;
                @Nullable Object[] part = values;
                if (sent > 0 || others > 0 || rows * width < values.length) {
                    part = Arrays.copyOfRange(values, sent * width, (sent + rows) * width + others);
                    System.arraycopy(template.values(), width, part, rows * width, others);
                }
                send.accept(new Call(template.plan(), part));
                sent += rows;
            }
        }

        /** Few rows are one statement, whatever their number; many are not worth a text each. */
        private int together(int rows) {
            return rows <= FEW_ROWS ? rows : Integer.highestOneBit(rows);
        }

        private Call full() {
            Call known = full;
            if (known == null) {
                known = planner.plan(write.apply(most));
                full = known;
            }
            return known;
        }
    }
}

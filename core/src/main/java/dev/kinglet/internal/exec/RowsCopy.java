package dev.kinglet.internal.exec;

import dev.kinglet.internal.plan.CopyTarget;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.query.Insert;
import dev.kinglet.query.Source;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * COPY of the rows of an insert: as bytes where the types of all columns are known here and the
 * table has just these, else as text, which the server reads into whatever it has.
 */
final class RowsCopy implements StatementRunner.Direct<Long> {
    private final Insert.Many rows;
    private final LongConsumer progress;
    private final Plan text;
    private final BinaryType @Nullable [] types;
    private final Plan binary;
    private final CopyTarget target;
    private Plan sent;

    RowsCopy(Planner planner, Source<?> table, Insert.Many rows, LongConsumer progress) {
        this.rows = rows;
        this.progress = progress;
        this.text = planner.copyIn(table, rows.columns(), CopyFormat.text());
        this.types = CopyBinary.types(text);
        this.binary = types == null ? text : planner.copyInBinary(table, rows.columns());
        this.target = planner.copyTarget(table, rows.columns());
        this.sent = binary;
    }

    /** What is sent, most likely. */
    Plan planned() {
        return sent;
    }

    @Override
    public Plan sent(Plan planned) {
        return sent;
    }

    @Override
    public Long on(Lease lease) throws SQLException {
        BinaryType[] known = types;
        return known == null
                ? send(lease, new CopyText(text, rows.rows(), progress))
                : PostgresCopy.together(lease, () -> send(lease, chosen(lease, known)));
    }

    private CopyRows chosen(Lease lease, BinaryType[] known) throws SQLException {
        if (CopyBinary.fits(known, lease, target)) {
            return new CopyBinary(binary, known, rows.rows(), progress);
        }
        sent = text;
        return new CopyText(text, rows.rows(), progress);
    }

    private static long send(Lease lease, CopyRows rows) throws SQLException {
        return PostgresCopy.in(lease, rows.plan().sql(), "row", rows::send);
    }
}

package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import java.util.List;

/**
 * A check or a foreign key of a table with rows: added for new rows, which needs a strong lock for
 * a moment, and then proved for those that are there, while others read and write. Where a row does
 * not meet it, it is taken away again.
 */
public final class Validation implements Step.Guarded {
    private static final String STATE =
            "select convalidated as valid from pg_constraint where conrelid = to_regclass({0}) and"
                    + " conname = {1}";
    private static final String REQUIRED =
            "select attnotnull as required from pg_attribute where attrelid = to_regclass({0}) and"
                    + " attname = {1}";

    private final LockPolicy policy;
    private final String table;
    private final String constraint;
    private final String needless;
    private final Step.Lock lock;
    private final String add;

    private Validation(
            LockPolicy policy,
            SchemaName table,
            String constraint,
            String needless,
            Step.Lock lock,
            String add) {
        this.policy = policy;
        this.table = SqlNames.quote(table);
        this.constraint = constraint;
        this.needless = needless;
        this.lock = lock;
        this.add = add;
    }

    /**
     * The step.
     *
     * @param add ALTER TABLE that adds the constraint, without NOT VALID
     */
    public static Step step(
            LockPolicy policy, SchemaName table, String constraint, Step.Lock lock, String add) {
        return new Validation(policy, table, constraint, "", lock, add).step();
    }

    /**
     * The step that proves that a column has a value in every row; nothing if it has to already.
     */
    public static Step notNull(
            LockPolicy policy, SchemaName table, String constraint, String column) {
        String add =
                "alter table "
                        + SqlNames.quote(table)
                        + " add constraint "
                        + SqlNames.quote(constraint)
                        + " check ("
                        + SqlNames.quote(column)
                        + " is not null)";
        return new Validation(policy, table, constraint, column, Step.Lock.ACCESS_EXCLUSIVE, add)
                .step();
    }

    private Step step() {
        return Step.of(addSql() + ";\n" + validateSql(), this, Step.Place.NO_TRANSACTION)
                .locking(lock)
                .scanning();
    }

    @Override
    public boolean isDone(Database database) {
        return isNeedless(database)
                || state(database).stream().anyMatch(constraint -> constraint.is("valid"));
    }

    @Override
    public void accept(Database database) {
        run(database, new Patience(database, policy, wait -> {}));
    }

    void run(Database database, Patience patience) {
        if (isNeedless(database)) {
            return;
        }
        patience.run(
                Step.of(
                                addSql(),
                                db -> {
                                    // left by a run that was killed
                                    if (state(db).stream().anyMatch(row -> !row.is("valid"))) {
                                        db.execute(dropSql());
                                    }
                                    db.execute(addSql());
                                },
                                Step.Place.OWN_TRANSACTION)
                        .locking(lock));
        try {
            patience.run(
                    Step.of(validateSql())
                            .at(Step.Place.OWN_TRANSACTION)
                            .locking(Step.Lock.SHARE_UPDATE_EXCLUSIVE));
        } catch (RuntimeException e) {
            try {
                patience.run(Step.of(dropSql()).locking(Step.Lock.ACCESS_EXCLUSIVE));
            } catch (RuntimeException second) { // the next run finds it
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private boolean isNeedless(Database database) {
        return !needless.isEmpty()
                && Row.all(database, REQUIRED, table, needless).stream()
                        .anyMatch(column -> column.is("required"));
    }

    private List<Row> state(Database database) {
        return Row.all(database, STATE, table, constraint);
    }

    private String addSql() {
        return add + " not valid";
    }

    private String validateSql() {
        return "alter table " + table + " validate constraint " + SqlNames.quote(constraint);
    }

    private String dropSql() {
        return "alter table " + table + " drop constraint " + SqlNames.quote(constraint);
    }
}

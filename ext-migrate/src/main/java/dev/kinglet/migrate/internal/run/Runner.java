package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.backfill.Engine;
import dev.kinglet.migrate.internal.postgres.Patience;
import dev.kinglet.migrate.internal.sqlite.ForeignKeysOff;
import dev.kinglet.migrate.internal.sqlite.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one migration. Where all of its steps may run in a transaction they do, together with the
 * row of the history, and are there or not, all of them. Else each runs by itself and is
 * remembered, and what failed is gone on with behind the last that was done.
 */
public final class Runner {
    private final Database database;
    private final History history;
    private final LockPolicy locks;
    private final Progress progress;
    private final Consumer<String> doing;

    /**
     * @param doing is told what stands in the lock, for other processes
     */
    public Runner(
            Database database,
            History history,
            LockPolicy locks,
            Progress progress,
            Consumer<String> doing) {
        this.database = database;
        this.history = history;
        this.locks = locks;
        this.progress = progress;
        this.doing = doing;
    }

    /**
     * Runs it.
     *
     * @param half what was begun before; null where nothing was
     * @throws Failure with what it threw
     */
    public Duration run(Script script, boolean down, @Nullable Entry half) {
        long start = System.nanoTime();
        One one = new One(script, down);
        doing.accept(script.id());
        progress.started(script.id(), down);
        try {
            one.run(half);
        } catch (Exception e) { // also what Kotlin throws without saying so
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            progress.failed(script.id(), down, took, e);
            throw new Failure(script.id(), down, one.kept, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        progress.finished(script.id(), down, took);
        return took;
    }

    /** A step of a migration has to run somewhere else than it would. */
    private static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Step step;

        Elsewhere(Step step) {
            super(null, null, false, false);
            this.step = step;
        }
    }

    /** The run of one migration. */
    private final class One {
        private final Script script;
        private final boolean down;
        private final Patience patience;
        private boolean transactional = true;
        private List<Operation> operations = List.of();
        private int number;
        private boolean foreignKeysAreOff;

        /** Whether the next step is the first one of another attempt. */
        private boolean goesOn;

        /** See {@link Failure#steps()}. */
        private int kept = -1;

        One(Script script, boolean down) {
            this.script = script;
            this.down = down;
            this.patience =
                    new Patience(
                            database, locks, wait -> progress.blocked(script.id(), down, wait));
        }

        void run(@Nullable Entry half) {
            Script.Content content = script.content();
            Script.Body body = down ? content.down() : content.up();
            if (body == null) {
                throw new IllegalStateException("no way back, which was to be seen before");
            }
            operations = named(body.operations(database));
            transactional = content.transactional();
            if (half != null || !transactional) {
                steps(half);
                return;
            }
            boolean foreignKeysOff = false;
            // nothing should be sent twice, so it is looked ahead as far as that goes
            Step elsewhere = foreseen();
            while (true) {
                if (elsewhere != null) {
                    if (elsewhere.place() != Step.Place.FOREIGN_KEYS_OFF) {
                        steps(null);
                        return;
                    }
                    foreignKeysOff = true;
                }
                try {
                    together(foreignKeysOff);
                    return;
                } catch (Elsewhere e) {
                    elsewhere = e.step;
                }
            }
        }

        /** The first step that would not run in a usual transaction, as far as that can be seen. */
        private @Nullable Step foreseen() {
            if (database.inTransaction()) {
                return null; // what fails here would end the transaction of the caller
            }
            Writing writing = writing();
            for (Operation operation : operations) {
                List<Step> steps;
                try {
                    steps = writing.steps(operation);
                } catch (KingletException e) {
                    return null; // it needs what the operations before it make
                }
                for (Step step : steps) {
                    if (step.place() != Step.Place.TRANSACTION) {
                        return step;
                    }
                }
                writing.done(operation);
            }
            return null;
        }

        /** Backfills are kept under the name of their migration: others may be named alike. */
        private List<Operation> named(List<Operation> said) {
            List<Operation> all = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Operation operation : said) {
                if (!(operation instanceof Operation.Rows rows)) {
                    all.add(operation);
                    continue;
                }
                String first = script.id() + " " + rows.chunks().name();
                String name = first;
                for (int i = 2; !names.add(name); i++) {
                    name = first + " " + i;
                }
                all.add(new Operation.Rows(rows.chunks().named(name)));
            }
            return all;
        }

        /** What a run of before has done, which was taken back since, has to be done again. */
        private void forgetFills() {
            for (Operation operation : operations) {
                if (operation instanceof Operation.Rows rows) {
                    new Engine(database).forget(rows.chunks().name());
                }
            }
        }

        private Step telling(Step step) {
            if (!(step.work() instanceof Step.Filling filling)) {
                return step;
            }
            return new Step(
                    step.sql(),
                    there ->
                            filling.fill(
                                    there, status -> progress.filled(script.id(), down, status)),
                    step.lock(),
                    step.place(),
                    step.scans(),
                    step.rewrites());
        }

        // ---- one transaction

        private void together(boolean foreignKeysOff) {
            if (foreignKeysOff) {
                withoutForeignKeys(this::all);
            } else {
                transaction("migration '" + script.id() + "'", this::all);
            }
        }

        /** Rows that referred to nothing before are told, and stop nothing. */
        private void withoutForeignKeys(Runnable body) {
            foreignKeysAreOff = true;
            try {
                List<Violation> before =
                        ForeignKeysOff.<RuntimeException>run(
                                database, TransactionOptions.defaults(), tx -> body.run());
                before.forEach(
                        violation -> progress.warned("before '" + script.id() + "': " + violation));
            } finally {
                foreignKeysAreOff = false;
            }
        }

        private void all() {
            number = 0;
            // the row comes first: another program that begins the same one fails here
            history.begin(script.id(), script.checksum(database), down);
            Writing writing = writing();
            for (Operation operation : operations) {
                for (Step step : writing.steps(operation)) {
                    boolean rebuild = step.place() == Step.Place.FOREIGN_KEYS_OFF;
                    if (step.place() != Step.Place.TRANSACTION && !(rebuild && foreignKeysAreOff)) {
                        throw new Elsewhere(step);
                    }
                    told(step);
                    send(step);
                }
                writing.done(operation);
            }
            history.done(script.id(), script.checksum(database), down);
        }

        // ---- one step after the other

        private void steps(@Nullable Entry half) {
            String id = script.id();
            if (database.inTransaction()) {
                throw new Problem(
                        "migration '" + id + "' cannot run in one transaction, and you are in one",
                        id,
                        "run migrations outside of transactions");
            }
            Resume resume = Resume.parse(half == null ? null : half.resume());
            resume.requireSame(id, operations);
            kept = half == null ? 0 : half.step();
            number = kept;
            if (half == null) {
                forgetFills();
                history.begin(id, script.checksum(database), down);
            } else {
                history.again(half);
                goesOn = true;
            }
            try {
                Writing writing = writing();
                operations.subList(0, resume.operation()).forEach(writing::done);
                for (int o = resume.operation(); o < operations.size(); o++) {
                    int inner = o == resume.operation() ? resume.inner() : 0;
                    steps(o, writing, inner == 0 ? null : resume);
                    writing.done(operations.get(o));
                }
                history.done(id, script.checksum(database), down);
            } catch (Exception e) { // also what Kotlin throws without saying so
                try {
                    history.failed(id, text(e));
                } catch (RuntimeException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
        }

        private void steps(int operation, Writing writing, @Nullable Resume resume) {
            List<Step> steps;
            int next = 0;
            if (resume == null) {
                steps = writing.steps(operations.get(operation));
            } else {
                steps = resume.steps(script.id(), rewritten(operations.get(operation), writing));
                next = resume.inner();
            }
            if (resume != null || goesOn) {
                next = behindDone(steps, next, operation);
            }
            goesOn = false;
            while (next < steps.size()) {
                int end = behindGroup(steps, next);
                List<Step> group = steps.subList(next, end);
                int after = kept + group.size();
                String there = Resume.at(operations, operation, steps, end).text();
                run(group, () -> history.step(script.id(), after, there));
                kept = after;
                next = end;
            }
        }

        /** A step that no transaction holds may have been done without being remembered. */
        private int behindDone(List<Step> steps, int next, int operation) {
            if (next < steps.size()
                    && steps.get(next).work() instanceof Step.Guarded guarded
                    && guarded.isDone(database)) {
                kept++;
                number++;
                history.step(
                        script.id(),
                        kept,
                        Resume.at(operations, operation, steps, next + 1).text());
                return next + 1;
            }
            return next;
        }

        /** Steps of one operation go together unless one of them says otherwise. */
        private int behindGroup(List<Step> steps, int from) {
            int end = from;
            while (end < steps.size()) {
                Step step = steps.get(end);
                boolean alone = step.place() == Step.Place.NO_TRANSACTION || Patience.waits(step);
                if (alone) {
                    return end == from ? end + 1 : end;
                }
                end++;
                if (step.place() == Step.Place.OWN_TRANSACTION) {
                    return end;
                }
            }
            return end;
        }

        private void run(List<Step> group, Runnable remember) {
            Step first = group.get(0);
            if (group.size() == 1 && first.place() != Step.Place.FOREIGN_KEYS_OFF) {
                told(first);
                patience.run(telling(first), remember);
                return;
            }
            int before = number;
            Runnable body =
                    () -> {
                        number = before;
                        for (Step step : group) {
                            told(step);
                            send(step);
                        }
                        remember.run();
                    };
            if (group.stream().anyMatch(s -> s.place() == Step.Place.FOREIGN_KEYS_OFF)) {
                withoutForeignKeys(body);
            } else {
                transaction(first.sql(), body);
            }
        }

        /** What is done in part already may not be writable any more; only code is looked for. */
        private List<Step> rewritten(Operation operation, Writing writing) {
            try {
                return writing.steps(operation);
            } catch (KingletException e) {
                return List.of();
            }
        }

        // ---- both

        private Writing writing() {
            return new Writing(database, locks, transactional);
        }

        private void transaction(String what, Runnable body) {
            patience.transaction(what, body);
        }

        private void told(Step step) {
            number++;
            doing.accept(script.id() + "#" + number);
            progress.step(script.id(), down, number, step);
        }

        private void send(Step step) {
            if (step.work() != null) {
                step.work().accept(database);
            } else {
                database.execute(step.sql());
            }
        }

        private static String text(Exception error) {
            String text = error instanceof KingletException k ? k.summary() : error.toString();
            return text.length() <= 2_000 ? text : text.substring(0, 2_000);
        }
    }
}

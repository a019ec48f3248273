package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What migrations would send: they are tried on a stage, where nobody is hurt. */
public final class Rehearsal {
    private final Database database;
    private final LockPolicy policy;

    public Rehearsal(Database database, LockPolicy policy) {
        this.database = database;
        this.policy = policy;
    }

    /**
     * A migration that is to be run.
     *
     * @param half what was begun; null where nothing was
     */
    public record Task(Script script, @Nullable Entry half) {}

    /**
     * What it would do.
     *
     * @param together whether it is one transaction
     * @param doubt why that may be otherwise; null where it is exact
     */
    public record Planned(String id, boolean together, List<Step> steps, @Nullable String doubt) {}

    /** What these would do, in this order, on what the database has now. */
    public List<Planned> plan(List<Task> tasks) {
        return tasks.isEmpty() ? List.of() : Stage.of(database, false, stage -> all(tasks, stage));
    }

    /** What these would do on an empty database, as if they were one migration. */
    public List<Planned> planOnEmpty(List<Script> scripts) {
        return Stage.of(
                database,
                true,
                stage -> {
                    Writing writing = new Writing(stage.database(), policy, true);
                    List<Planned> planned = new ArrayList<>();
                    for (Script script : scripts) {
                        planned.add(one(new Task(script, null), stage, writing));
                    }
                    return planned;
                });
    }

    private List<Planned> all(List<Task> tasks, Stage stage) {
        List<Planned> planned = new ArrayList<>();
        for (Task task : tasks) {
            boolean transactional = task.script.content().transactional();
            planned.add(one(task, stage, new Writing(stage.database(), policy, transactional)));
        }
        return planned;
    }

    private Planned one(Task task, Stage stage, Writing writing) {
        Script script = task.script;
        List<Operation> operations = script.content().up().operations(database);
        Resume resume = Resume.parse(task.half == null ? null : task.half.resume());
        List<Step> steps = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        boolean together = task.half == null && script.content().transactional();
        operations.subList(0, resume.operation()).forEach(writing::done);
        for (int o = resume.operation(); o < operations.size(); o++) {
            Operation operation = operations.get(o);
            try {
                List<Step> own;
                if (o == resume.operation() && resume.inner() > 0) {
                    List<Step> all = resume.steps(script.id(), asked(operation, writing));
                    own = all.subList(resume.inner(), all.size());
                } else {
                    own = writing.steps(operation);
                }
                for (Step step : own) {
                    steps.add(shown(step));
                    together &=
                            step.place() == Step.Place.TRANSACTION
                                    || step.place() == Step.Place.FOREIGN_KEYS_OFF;
                    String doubt = stage.run(operation, step);
                    if (doubt != null) {
                        doubts.add(doubt);
                    }
                }
            } catch (KingletException e) {
                doubts.add(operation.getClass().getSimpleName() + ": " + e.summary());
            }
            writing.done(operation);
        }
        return new Planned(
                script.id(), together, steps, doubts.isEmpty() ? null : String.join("\n", doubts));
    }

    /** On SQLite whatever writes locks all of it, so that is not said of each statement. */
    private Step shown(Step step) {
        return database.dialect() == Dialect.SQLITE ? step.locking(Step.Lock.NONE) : step;
    }

    private static List<Step> asked(Operation operation, Writing writing) {
        try {
            return writing.steps(operation);
        } catch (KingletException e) {
            return List.of();
        }
    }
}

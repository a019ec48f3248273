package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.internal.run.Standing.One;
import dev.kinglet.migrate.internal.run.Standing.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the migrations of a database: each verb looks what there is to do, takes the
 * lock, looks again, and does it.
 */
public final class Conduct {
    private final Database database;
    private final Supplier<List<Script>> scripts;
    private final boolean numbered;
    private final History history;
    private final Rules rules;
    private final Progress progress;

    /**
     * @param numbered whether the order is that of numbers
     */
    public Conduct(
            Database database,
            Supplier<List<Script>> scripts,
            boolean numbered,
            String table,
            Rules rules,
            Progress progress) {
        this.database = database;
        this.scripts = scripts;
        this.numbered = numbered;
        this.history = new History(database, table);
        this.rules = rules;
        this.progress = progress;
    }

    /**
     * What stops a run, and how long is waited.
     *
     * @param inOrder whether what stands before something applied is refused
     * @param whole whether what nobody declares is refused
     * @param unedited whether what was edited is refused; it is told else
     * @param patience with another process that migrates
     */
    public record Rules(
            boolean inOrder,
            boolean whole,
            boolean unedited,
            LockPolicy locks,
            Duration patience) {}

    /** Something that was run. */
    public record Run(String id, boolean down, Duration took, boolean faked) {}

    /** Something that is to be run. */
    private record Task(One one, boolean down) {}

    /** How it stands now. */
    public Standing standing() {
        return Standing.of(database, scripts.get(), history.read(), numbered);
    }

    /** The table that remembers. */
    public History history() {
        return history;
    }

    /** What lets one process at a time run. */
    public MigrationLock lock() {
        return MigrationLock.of(database, history);
    }

    // ---- verbs

    /** All that is pending. */
    public List<Run> up() {
        return run(standing -> ups(standing, null));
    }

    /** What is pending up to this one. */
    public List<Run> up(String target) {
        return run(standing -> ups(standing, target));
    }

    /** The last ones back. */
    public List<Run> down(int count) {
        return run(
                standing -> {
                    List<One> last = lastFirst(standing);
                    return downs(last.subList(0, Math.min(count, last.size())));
                });
    }

    /** Back through this one. */
    public List<Run> down(String target) {
        return run(
                standing -> {
                    One to = standing.find(target);
                    if (to.entry() == null) {
                        throw new Problem(
                                "migration '"
                                        + to.id()
                                        + "' was not applied, so it is not taken"
                                        + " back",
                                to.id(),
                                "look at status()");
                    }
                    List<One> last = lastFirst(standing);
                    return downs(last.subList(0, last.indexOf(to) + 1));
                });
    }

    /** Up and back until this one is the last. */
    public List<Run> to(String target) {
        return run(
                standing -> {
                    One to = standing.find(target);
                    List<One> behind = new ArrayList<>(lastFirst(standing));
                    int position = standing.all().indexOf(to);
                    behind.removeIf(one -> standing.all().indexOf(one) <= position);
                    List<Task> tasks = new ArrayList<>(downs(behind));
                    tasks.addAll(ups(standing, to.id()));
                    return tasks;
                });
    }

    /** The last one back, and up again. */
    public List<Run> redo() {
        return run(
                standing -> {
                    List<One> last = lastFirst(standing);
                    List<Task> tasks = new ArrayList<>();
                    if (!last.isEmpty()) {
                        tasks.addAll(downs(last.subList(0, 1)));
                        tasks.add(new Task(last.get(0), false));
                    }
                    return tasks;
                });
    }

    /** What is pending is there already. */
    public List<Run> fake(@Nullable String target) {
        return locked(
                standing -> !pending(standing, target).isEmpty(),
                held -> {
                    List<Run> runs = new ArrayList<>();
                    for (One one : pending(standing(), target)) {
                        history.fake(one.id(), one.declared().checksum(database));
                        runs.add(new Run(one.id(), false, Duration.ZERO, true));
                    }
                    return runs;
                });
    }

    /** What would be run. */
    public List<Rehearsal.Planned> plan(@Nullable String target) {
        Standing standing = standing();
        List<Task> tasks = ups(standing, target);
        List<Rehearsal.Task> rehearsed = new ArrayList<>();
        for (Task task : tasks) {
            rehearsed.add(
                    new Rehearsal.Task(
                            task.one.declared(),
                            task.one.state() == State.HALF ? task.one.entry() : null));
        }
        return new Rehearsal(database, rules.locks).plan(rehearsed);
    }

    /** One file instead of all up to this one. */
    public Squash.Done squash(Path folder, String target, String name) {
        Standing standing = standing();
        List<One> all = standing.all();
        int end = all.indexOf(standing.find(target)) + 1;
        List<Script> squashed = new ArrayList<>();
        for (One one : all.subList(0, end)) {
            if (one.script() == null) {
                throw new Problem(
                        "migration '" + one.id() + "' is applied, and nobody declares it",
                        one.id(),
                        "bring its file back, or say repair().markReverted(\"" + one.id() + "\")");
            }
            squashed.add(one.script());
        }
        return Squash.squash(database, folder, squashed, name);
    }

    // ---- repair

    /** It is there, all of it. */
    public void markApplied(String target) {
        repair(
                target,
                one -> {
                    if (one.state() == State.APPLIED) {
                        throw new Problem(
                                "migration '" + one.id() + "' is applied already", one.id(), null);
                    }
                    history.fake(one.id(), one.declared().checksum(database));
                });
    }

    /** Nothing of it is there. */
    public void markReverted(String target) {
        repair(
                target,
                one -> {
                    if (!history.remove(one.id())) {
                        throw new Problem(
                                "migration '" + one.id() + "' was not applied", one.id(), null);
                    }
                });
    }

    /** What it says now was applied. */
    public void acceptChecksum(String target) {
        repair(
                target,
                one -> {
                    if (one.state() != State.APPLIED || one.script() == null) {
                        throw new Problem(
                                "migration '" + one.id() + "' is not both applied and declared",
                                one.id(),
                                "look at status()");
                    }
                    history.accept(one.id(), one.script().checksum(database));
                });
    }

    private void repair(String target, Consumer<One> body) {
        locked(
                standing -> true,
                held -> {
                    body.accept(standing().find(target));
                    return List.of();
                });
    }

    // ---- what there is to do

    private List<Task> ups(Standing standing, @Nullable String target) {
        standing.requireWhole();
        List<One> pending = pending(standing, target);
        refuse(standing, pending);
        List<Task> tasks = new ArrayList<>();
        for (One one : pending) {
            if (one.entry() != null && one.entry().down()) {
                throw new Problem(
                        "migration '" + one.id() + "' was being taken back, and that is not done",
                        one.id(),
                        "go on with down(1), or say repair().markReverted(\"" + one.id() + "\")");
            }
            tasks.add(new Task(one, false));
        }
        return tasks;
    }

    private static List<One> pending(Standing standing, @Nullable String target) {
        List<One> pending = standing.of(State.PENDING, State.HALF);
        if (target == null) {
            return pending;
        }
        int end = standing.all().indexOf(standing.find(target));
        return pending.stream().filter(one -> standing.all().indexOf(one) <= end).toList();
    }

    private List<One> lastFirst(Standing standing) {
        List<One> applied =
                new ArrayList<>(
                        standing.of(State.APPLIED, State.HALF, State.MISSING, State.SQUASHED));
        Collections.reverse(applied);
        if (!numbered) {
            // those that nobody declares have no place in an order that was given as a list
            applied.sort((a, b) -> Boolean.compare(isMissing(b), isMissing(a)));
        }
        return applied;
    }

    private static boolean isMissing(One one) {
        return one.state() == State.MISSING;
    }

    private List<Task> downs(List<One> ones) {
        List<Task> tasks = new ArrayList<>();
        for (One one : ones) {
            if (one.script() == null) {
                throw new Problem(
                        "migration '"
                                + one.id()
                                + "' is applied, and nobody declares it: how it is"
                                + " taken back is not known",
                        one.id(),
                        "run a program that has it, or say repair().markReverted(\""
                                + one.id()
                                + "\")");
            }
            if (one.state() == State.HALF && one.entry() != null && !one.entry().down()) {
                throw new Problem(
                        "migration '" + one.id() + "' was begun, and is not done",
                        one.id(),
                        "go on with up(), or mend it by hand and say repair().markApplied(..) or"
                                + " repair().markReverted(..)");
            }
            if (one.script().content().down() == null) {
                throw new Problem(
                        "migration '" + one.id() + "' has no way back",
                        one.id(),
                        "give it one: "
                                + one.id()
                                + ".down.sql, or down(..) in code; or take back"
                                + " fewer");
            }
            tasks.add(new Task(one, true));
        }
        return tasks;
    }

    private void refuse(Standing standing, List<One> pending) {
        List<String> edited =
                standing.of(State.APPLIED).stream().filter(One::edited).map(One::id).toList();
        if (!edited.isEmpty()) {
            String what = "migrations that were applied say something else now: " + edited;
            if (rules.unedited) {
                throw new Problem(
                        what,
                        edited.size() == 1 ? edited.get(0) : null,
                        "put them back and write a new one; or say repair().acceptChecksum(\""
                                + edited.get(0)
                                + "\") where it makes no difference");
            }
            progress.warned(what);
        }
        List<One> missing = standing.of(State.MISSING);
        if (rules.whole && !missing.isEmpty()) {
            List<String> ids = missing.stream().map(One::id).toList();
            throw new Problem(
                    database + " remembers migrations that are not declared: " + ids,
                    ids.size() == 1 ? ids.get(0) : null,
                    "run a program that has them, or declare them again under these ids");
        }
        if (rules.inOrder) {
            List<One> all = standing.all();
            for (int i = all.size() - 1, last = -1; i >= 0; i--) {
                if (all.get(i).state() == State.APPLIED && last < 0) {
                    last = i;
                } else if (last >= 0
                        && all.get(i).state() == State.PENDING
                        && pending.contains(all.get(i))) {
                    throw new Problem(
                            "migration '"
                                    + all.get(i).id()
                                    + "' stands before '"
                                    + all.get(last).id()
                                    + "', which is applied",
                            all.get(i).id(),
                            "give it a number behind that one");
                }
            }
        }
    }

    // ---- doing it

    private List<Run> run(Function<Standing, List<Task>> tasks) {
        return locked(
                standing ->
                        !tasks.apply(standing).isEmpty() || !standing.of(State.SQUASHED).isEmpty(),
                held -> {
                    learnSquashed();
                    List<Task> todo = tasks.apply(standing());
                    for (Task task : todo) {
                        check(task.one.declared());
                    }
                    Runner runner =
                            new Runner(database, history, rules.locks, progress, held::doing);
                    List<Run> runs = new ArrayList<>();
                    for (int i = 0; i < todo.size(); i++) {
                        Task task = todo.get(i);
                        held.check();
                        boolean again = i > 0 && todo.get(i - 1).one == task.one;
                        Entry half =
                                task.one.state() == State.HALF && !again ? task.one.entry() : null;
                        Duration took = runner.run(task.one.declared(), task.down, half);
                        runs.add(new Run(task.one.id(), task.down, took, false));
                    }
                    return runs;
                });
    }

    /** Compiles and reads it, so that a typing error is told before anything is run. */
    private void check(Script script) {
        if (script instanceof SqlFile) {
            script.content().up().operations(database);
        } else {
            script.content();
        }
    }

    private void learnSquashed() {
        for (One one : standing().of(State.SQUASHED)) {
            database.<RuntimeException>atomic(
                    transaction -> {
                        one.declared().replaces().forEach(history::remove);
                        history.fake(one.id(), one.declared().checksum(database));
                    });
        }
    }

    private List<Run> locked(
            Predicate<Standing> isNeeded, Function<MigrationLock.Held, List<Run>> body) {
        if (!isNeeded.test(standing())) {
            return List.of();
        }
        try (MigrationLock.Held held = lock().acquire(rules.patience, progress)) {
            history.ensure();
            return body.apply(held);
        }
    }
}

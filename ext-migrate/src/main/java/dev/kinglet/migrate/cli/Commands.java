package dev.kinglet.migrate.cli;

import dev.kinglet.migrate.Direction;
import dev.kinglet.migrate.MigrationEvent;
import dev.kinglet.migrate.MigrationHolder;
import dev.kinglet.migrate.MigrationPlan;
import dev.kinglet.migrate.MigrationReport;
import dev.kinglet.migrate.MigrationRun;
import dev.kinglet.migrate.MigrationSquash;
import dev.kinglet.migrate.MigrationStatus;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.Step;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Runs one command on its databases, one after the other, and shows what came of it. */
final class Commands {
    static final int CLEAN = 0;
    static final int PENDING = 1;

    /** On all databases in turn; the others want to be told which one. */
    private static final Set<String> ON_ALL =
            Set.of("status", "plan", "up", "seed", "diff", "check");

    private static final Set<String> ON_ONE =
            Set.of(
                    "down",
                    "to",
                    "redo",
                    "fake",
                    "create",
                    "repair",
                    "squash",
                    "backfill",
                    "initial",
                    "generate",
                    "adopt");

    private final Arguments arguments;
    private final Opened opened;
    private final PrintStream out;
    private final PrintStream err;
    private final ProgressLine fills;
    private final Map<String, Object> answers = new LinkedHashMap<>();

    Commands(Arguments arguments, Opened opened, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.opened = opened;
        this.out = out;
        this.err = err;
        this.fills = ProgressLine.on(err);
    }

    static void requireKnown(String command) {
        if (!ON_ALL.contains(command) && !ON_ONE.contains(command)) {
            throw new Usage("there is no command '" + command + "': see --help");
        }
    }

    int run() {
        Set<String> names = opened.registry().names();
        if (ON_ONE.contains(arguments.command()) && names.size() > 1) {
            throw new Usage(
                    arguments.command()
                            + " is about one database: say --db and one of "
                            + String.join(", ", names));
        }
        int exit = CLEAN;
        for (String name : names) {
            if (names.size() > 1 && !isJson()) {
                out.println("== " + name);
            }
            exit = Math.max(exit, run(name));
        }
        if (isJson()) {
            out.println(Json.of(answers));
        }
        return exit;
    }

    private int run(String name) {
        Migrations migrations = opened.registry().get(name).listener(this::told);
        return switch (arguments.command()) {
            case "status" -> status(name, migrations);
            case "plan" -> plan(name, migrations);
            case "up" -> ran(name, migrations, up(migrations));
            case "down" -> ran(name, migrations, down(migrations));
            case "to" -> ran(name, migrations, migrations.to(arguments.requireWord("a target")));
            case "redo" -> ran(name, migrations, redo(migrations));
            case "fake" -> ran(name, migrations, fake(migrations));
            case "create" -> create(name, migrations);
            case "repair" -> repair(name, migrations);
            case "squash" -> squash(name, migrations);
            case "seed" -> seed(name, migrations);
            case "backfill" -> {
                List<String> shown = new BackfillCommand(arguments, err).run(migrations.database());
                answers.put(name, shown);
                shown.forEach(this::show);
                yield CLEAN;
            }
            case "diff", "check", "initial", "generate", "adopt" -> {
                ModelCommand.Answer answer =
                        new ModelCommand(
                                        arguments,
                                        migrations,
                                        opened.registry().tables(name),
                                        opened.directory())
                                .run();
                answers.put(name, answer.lines());
                answer.lines().forEach(this::show);
                answer.next().forEach(this::next);
                yield answer.exit();
            }
            default -> throw new IllegalStateException(arguments.command());
        };
    }

    // ---- looking

    private int status(String name, Migrations migrations) {
        arguments.requireNoWord();
        List<MigrationStatus> all = migrations.status();
        MigrationHolder holder = migrations.holder();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("migrations", all.stream().map(Commands::json).toList());
        answer.put("holder", holder == null ? "" : holder.toString());
        answers.put(name, answer);
        Map<MigrationStatus.State, Integer> counts = new LinkedHashMap<>();
        for (MigrationStatus one : all) {
            show(one.toString());
            counts.merge(one.state(), 1, Integer::sum);
        }
        if (all.isEmpty()) {
            show("no migrations in " + migrations);
        }
        if (holder != null) {
            show("being migrated by " + holder);
        }
        if (counts.containsKey(MigrationStatus.State.EDITED)) {
            next("repair --accept-checksum ID");
        }
        boolean pending =
                counts.containsKey(MigrationStatus.State.PENDING)
                        || counts.containsKey(MigrationStatus.State.INTERRUPTED);
        if (pending) {
            next("up");
        } else if (all.isEmpty()) {
            next("create initial");
        }
        return pending || counts.containsKey(MigrationStatus.State.EDITED) ? PENDING : CLEAN;
    }

    private int plan(String name, Migrations migrations) {
        String target = arguments.word();
        MigrationPlan plan = target == null ? migrations.plan() : migrations.plan(target);
        List<Object> planned = new ArrayList<>();
        for (MigrationPlan.Planned one : plan.migrations()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", one.id());
            map.put("together", one.together());
            map.put("steps", one.steps().stream().map(Commands::json).toList());
            map.put("doubt", one.doubt() == null ? "" : one.doubt());
            planned.add(map);
        }
        answers.put(name, planned);
        show(plan.toString().stripTrailing());
        if (!plan.isEmpty()) {
            next(target == null ? "up" : "up " + target);
        }
        return CLEAN;
    }

    // ---- running

    private MigrationReport up(Migrations migrations) {
        String target = arguments.word();
        return target == null ? migrations.up() : migrations.up(target);
    }

    private MigrationReport down(Migrations migrations) {
        String count = arguments.get("count");
        String target = arguments.word();
        if (count == null) {
            return target == null ? migrations.down() : migrations.down(target);
        }
        if (target != null) {
            throw new Usage("down takes a target or --count, and was given both");
        }
        if (!count.matches("\\d{1,9}")) {
            throw new Usage("--count is '" + count + "', and should be a number");
        }
        return migrations.down(Integer.parseInt(count));
    }

    private MigrationReport redo(Migrations migrations) {
        arguments.requireNoWord();
        return migrations.redo();
    }

    private MigrationReport fake(Migrations migrations) {
        String target = arguments.word();
        return target == null ? migrations.fake() : migrations.fake(target);
    }

    private int ran(String name, Migrations migrations, MigrationReport report) {
        answers.put(name, report.runs().stream().map(Commands::json).toList());
        show(report.toString());
        if (!isJson() && !report.isEmpty()) {
            boolean pending =
                    migrations.status().stream()
                            .anyMatch(s -> s.state() == MigrationStatus.State.PENDING);
            next(pending ? "up" : "status");
        }
        return CLEAN;
    }

    private int seed(String name, Migrations migrations) {
        arguments.requireNoWord();
        String environment = arguments.get("env");
        if (environment == null) {
            throw new Usage("seed needs --env: development, test, ..");
        }
        List<String> run = migrations.seed(environment);
        answers.put(name, run);
        show(run.isEmpty() ? "no seed for " + environment : String.join("\n", run));
        return CLEAN;
    }

    private int repair(String name, Migrations migrations) {
        arguments.requireNoWord();
        List<String> done = new ArrayList<>();
        for (String id : arguments.options().getOrDefault("mark-applied", List.of())) {
            migrations.repair().markApplied(id);
            done.add(id + " is marked as applied");
        }
        for (String id : arguments.options().getOrDefault("mark-reverted", List.of())) {
            migrations.repair().markReverted(id);
            done.add(id + " is marked as taken back");
        }
        for (String id : arguments.options().getOrDefault("accept-checksum", List.of())) {
            migrations.repair().acceptChecksum(id);
            done.add(id + " is accepted as it is now");
        }
        if (done.isEmpty()) {
            return broken(name, migrations);
        }
        answers.put(name, done);
        done.forEach(this::show);
        next("status");
        return CLEAN;
    }

    /** Without an order it says what there is to repair. */
    private int broken(String name, Migrations migrations) {
        List<MigrationStatus> broken =
                migrations.status().stream()
                        .filter(
                                s ->
                                        s.state() != MigrationStatus.State.APPLIED
                                                && s.state() != MigrationStatus.State.PENDING)
                        .toList();
        answers.put(name, broken.stream().map(Commands::json).toList());
        show(broken.isEmpty() ? "nothing to repair" : "");
        for (MigrationStatus one : broken) {
            show(one.toString());
            switch (one.state()) {
                case EDITED -> next("repair --accept-checksum " + one.id());
                case INTERRUPTED -> {
                    next("up");
                    next("repair --mark-applied " + one.id());
                    next("repair --mark-reverted " + one.id());
                }
                default -> next("repair --mark-reverted " + one.id());
            }
        }
        return broken.isEmpty() ? CLEAN : PENDING;
    }

    // ---- writing

    private int create(String name, Migrations migrations) {
        List<Path> files = migrations.create(arguments.requireWord("a name"), format());
        answers.put(name, files.stream().map(Path::toString).toList());
        files.forEach(file -> show(file.toString()));
        next("plan");
        return CLEAN;
    }

    private FileFormat format() {
        String format = arguments.get("format");
        return format == null ? FileFormat.SQL : Opened.one(FileFormat.class, "--format", format);
    }

    private int squash(String name, Migrations migrations) {
        String as = arguments.get("as");
        MigrationSquash squash =
                migrations.squash(arguments.requireWord("a target"), as == null ? "baseline" : as);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", squash.file().toString());
        answer.put("replaced", squash.replaced());
        answer.put("left", squash.left());
        answers.put(name, answer);
        show(squash.toString());
        next("up");
        return CLEAN;
    }

    // ---- showing

    private boolean isJson() {
        return arguments.has("json");
    }

    private void show(String text) {
        if (!isJson() && !text.isEmpty()) {
            out.println(text);
        }
    }

    /** The command for the next step, with the options that say which database. */
    private void next(String command) {
        StringBuilder line = new StringBuilder("next: kinglet-migrate ");
        for (String option : List.of("config", "app", "db", "folder", "table", "classpath")) {
            String value = arguments.get(option);
            line.append(value == null ? "" : "--" + option + " " + value + " ");
        }
        String database = arguments.get("database");
        if (database != null) {
            line.append("--database ").append(withoutPassword(database)).append(' ');
        }
        show(line.append(command).toString());
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("(//[^:/@]*):.*@", "$1:***@")
                .replaceAll("(?i)(password=)[^&]*", "$1***");
    }

    private void told(MigrationEvent event) {
        if (event instanceof MigrationEvent.Filling filling) {
            fills.accept(filling.status());
            return;
        }
        boolean shown =
                event instanceof MigrationEvent.Waiting
                        || event instanceof MigrationEvent.Blocked
                        || event instanceof MigrationEvent.Sending && arguments.has("sql");
        if (shown) {
            err.println(event);
        }
    }

    private static Map<String, Object> json(MigrationStatus status) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", status.id());
        map.put("state", status.state().name().toLowerCase(Locale.ROOT));
        map.put("appliedAt", status.appliedAt() == null ? "" : status.appliedAt().toString());
        map.put("note", status.note() == null ? "" : status.note());
        return map;
    }

    private static Map<String, Object> json(Step step) {
        Map<String, Object> map = new LinkedHashMap<>();
        boolean sql = step.work() == null || step.work() instanceof Step.Guarded;
        map.put(sql ? "sql" : "code", step.sql());
        map.put("lock", step.lock().name().toLowerCase(Locale.ROOT));
        map.put("place", step.place().name().toLowerCase(Locale.ROOT));
        map.put("scans", step.scans());
        map.put("rewrites", step.rewrites());
        return map;
    }

    private static Map<String, Object> json(MigrationRun run) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", run.id());
        map.put("direction", run.direction() == Direction.UP ? "up" : "down");
        map.put("millis", run.took().toMillis());
        map.put("faked", run.faked());
        return map;
    }
}

package dev.kinglet.migrate.cli;

import dev.kinglet.Database;
import dev.kinglet.migrate.Backfill;
import dev.kinglet.migrate.Backfills;
import dev.kinglet.migrate.change.BackfillStatus;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code backfill list}, {@code backfill run user --set bio=''}, {@code backfill pause user.bio}.
 */
final class BackfillCommand {
    private final Arguments arguments;
    private final PrintStream err;

    BackfillCommand(Arguments arguments, PrintStream err) {
        this.arguments = arguments;
        this.err = err;
    }

    /** Lines to show. */
    List<String> run(Database database) {
        Backfills backfills = Backfills.of(database);
        List<String> words = arguments.words();
        String what = words.isEmpty() ? "list" : words.get(0);
        if (what.equals("list") && words.size() < 2) {
            List<String> all = backfills.list().stream().map(BackfillStatus::toString).toList();
            return all.isEmpty() ? List.of("no backfills") : all;
        }
        if (words.size() != 2) {
            throw new Usage(
                    "backfill takes list, or one of run, pause, resume, cancel, forget and a name");
        }
        String name = words.get(1);
        switch (what) {
            case "run" -> {
                return List.of(backfills.run(backfill(name), ProgressLine.on(err)).toString());
            }
            case "pause" -> backfills.pause(name);
            case "resume" -> backfills.resume(name);
            case "cancel" -> backfills.cancel(name);
            case "forget" -> {
                backfills.forget(name);
                return List.of(name + " is forgotten");
            }
            default -> throw new Usage("there is no backfill " + what);
        }
        return List.of(String.valueOf(backfills.status(name)));
    }

    private Backfill backfill(String table) {
        Backfill backfill = Backfill.of(table);
        List<String> sets = arguments.options().getOrDefault("set", List.of());
        if (sets.isEmpty()) {
            throw new Usage("backfill run needs --set column=sql");
        }
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw new Usage("--set is '" + set + "', and should be column=sql");
            }
            backfill =
                    backfill.set(
                            set.substring(0, equals).strip(), set.substring(equals + 1).strip());
        }
        String where = arguments.get("where");
        String name = arguments.get("name");
        Backfill with = where == null ? backfill : backfill.where(where);
        return name == null ? with : with.named(name);
    }
}

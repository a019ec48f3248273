package dev.kinglet.migrate.cli;

import dev.kinglet.Database;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.Adoption;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.model.Table;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that compare models with schemas, and write what is between them. */
final class ModelCommand {
    private final Arguments arguments;
    private final Migrations migrations;
    private final List<Table<?, ?>> tables;
    private final Path directory;

    /** Lines to show, and the exit code. */
    record Answer(int exit, List<String> lines, List<String> next) {}

    /**
     * @param directory that files are written into
     */
    ModelCommand(
            Arguments arguments, Migrations migrations, List<Table<?, ?>> tables, Path directory) {
        this.arguments = arguments;
        this.migrations = migrations;
        this.tables = tables;
        this.directory = directory;
    }

    Answer run() {
        return switch (arguments.command()) {
            case "diff" -> diff();
            case "check" -> check();
            case "initial" -> written(migrations.initial(options(), models()));
            case "generate" ->
                    written(
                            migrations.generate(
                                    arguments.requireWord("a name"), options(), models()));
            case "adopt" -> adopt();
            default -> throw new IllegalStateException(arguments.command());
        };
    }

    private Answer diff() {
        arguments.requireNoWord();
        SchemaDiff diff = migrations.diff(options(), models());
        List<String> lines = new ArrayList<>(diff.lines());
        diff.unmanaged().forEach(what -> lines.add("-- no model declares " + what));
        return diff.isEmpty()
                ? new Answer(Commands.CLEAN, with("no differences", lines), List.of())
                : new Answer(Commands.PENDING, lines, List.of("generate NAME"));
    }

    /** Models and snapshot, snapshot and migrations, snapshot and database. */
    private Answer check() {
        arguments.requireNoWord();
        List<String> lines = new ArrayList<>();
        List<String> next = new ArrayList<>();
        if (!tables.isEmpty()) {
            told("models and snapshot", migrations.check(models()), "generate NAME", lines, next);
        }
        if (migrations.database().dialect() == Dialect.SQLITE) {
            try (Database scratch = Database.sqliteInMemory()) {
                told(
                        "snapshot and migrations",
                        migrations.checkReplay(scratch),
                        "plan",
                        lines,
                        next);
            }
        }
        told("snapshot and database", migrations.checkDatabase(), "status", lines, next);
        return lines.isEmpty()
                ? new Answer(Commands.CLEAN, List.of("no differences"), List.of())
                : new Answer(Commands.PENDING, lines, next);
    }

    private Answer adopt() {
        arguments.requireNoWord();
        FileFormat format = format();
        FileFormat language = format == null ? FileFormat.JAVA : format;
        String inPackage = arguments.get("package");
        if (inPackage == null) {
            throw new Usage("adopt needs --package: com.example.models");
        }
        String output = arguments.get("output");
        String usual =
                "src/main/"
                        + (language == FileFormat.KOTLIN ? "kotlin" : "java")
                        + "/"
                        + inPackage.replace('.', '/');
        AdoptOptions options = AdoptOptions.of(inPackage, language);
        String only = arguments.get("tables");
        options = only == null ? options : options.only(only.split(","));
        options = arguments.has("views") ? options.withViews() : options;
        options = arguments.has("literal-names") ? options.withLiteralNames() : options;
        Adoption done =
                migrations.adopt(options, directory.resolve(output == null ? usual : output));
        return new Answer(
                Commands.CLEAN, done.toString().lines().toList(), List.of("status", "diff"));
    }

    private static void told(
            String what, SchemaDiff diff, String command, List<String> lines, List<String> next) {
        if (!diff.isEmpty()) {
            lines.add(what + " differ:");
            diff.lines().forEach(line -> lines.add("  " + line));
            next.add(command);
        }
    }

    private static Answer written(List<Path> files) {
        return files.isEmpty()
                ? new Answer(Commands.CLEAN, List.of("nothing to do"), List.of())
                : new Answer(
                        Commands.CLEAN,
                        files.stream().map(Path::toString).toList(),
                        List.of("plan", "up"));
    }

    private static List<String> with(String first, List<String> more) {
        List<String> all = new ArrayList<>();
        all.add(first);
        all.addAll(more);
        return all;
    }

    private Table<?, ?>[] models() {
        if (tables.isEmpty()) {
            throw new Usage(
                    arguments.command()
                            + " needs models: say --models com.example.Models, or put"
                            + " main.models into kinglet.properties");
        }
        return tables.toArray(Table<?, ?>[]::new);
    }

    private DiffOptions options() {
        DiffOptions options = DiffOptions.USUAL;
        for (String rename : arguments.options().getOrDefault("rename", List.of())) {
            int equals = rename.indexOf('=');
            if (equals < 1 || equals == rename.length() - 1) {
                throw new Usage("--rename is '" + rename + "', and should be old=new");
            }
            options = options.rename(rename.substring(0, equals), rename.substring(equals + 1));
        }
        options = arguments.has("no-rename") ? options.withoutRenames() : options;
        options = arguments.has("drop-unmanaged") ? options.dropUnmanaged() : options;
        options = arguments.has("offline") ? options.offline() : options;
        FileFormat format = format();
        return format == null ? options : options.format(format);
    }

    private @Nullable FileFormat format() {
        String format = arguments.get("format");
        return format == null ? null : Opened.one(FileFormat.class, "--format", format);
    }
}

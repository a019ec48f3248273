package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.migrate.change.Adoption;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.internal.run.Conduct;
import dev.kinglet.migrate.internal.run.Failure;
import dev.kinglet.migrate.internal.run.Problem;
import dev.kinglet.migrate.internal.run.Script;
import dev.kinglet.migrate.internal.run.ScriptFiles;
import dev.kinglet.migrate.internal.run.ScriptFolder;
import dev.kinglet.migrate.internal.run.ScriptWriter;
import dev.kinglet.migrate.internal.run.Seeds;
import dev.kinglet.migrate.internal.run.Squash;
import dev.kinglet.model.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of one database, in the order in which they run, and what is done with them. Which
 * of them were run stands in the database, in the table {@code kinglet_migrations}, which is made
 * when the first one is run. An immutable value: each setting answers a new one.
 *
 * <p>Each migration runs in one transaction together with its row of that table, or in a savepoint
 * where the caller is in a transaction: it is there and remembered, or neither. What cannot run in
 * a transaction runs step by step, each step is remembered, and after a failure the next run goes
 * on behind the last one.
 *
 * <p>One process at a time migrates a database; others wait, and then find it done. Where nothing
 * is pending nothing is locked.
 */
public final class Migrations {

    /**
     * What is run, and what stops a run, when migrations come in another order than their numbers.
     */
    public enum Order {
        /**
         * Whatever is pending, also what stands before something applied. This is the usual one.
         */
        SET,
        /** Nothing, where something pending stands before something applied. */
        LINEAR,
        /** As LINEAR, and nothing where the database remembers what nobody declares. */
        STRICT
    }

    /** What happens when something applied says something else now. */
    public enum Edited {
        /** Nothing is run. This is the usual one. */
        FAIL,
        /** It is told in the log and by {@link #status()}. */
        WARN
    }

    private final Settings settings;

    private Migrations(Settings settings) {
        this.settings = settings;
    }

    // ---- which

    /**
     * These migrations, to be run in this order. Touches nothing yet.
     *
     * @throws MigrationException for two of the same id
     */
    public static Migrations of(Database database, List<NamedMigration> migrations) {
        Map<String, Script> byId = new LinkedHashMap<>();
        for (NamedMigration migration : migrations) {
            if (byId.put(migration.id(), Code.script(migration)) != null) {
                throw new MigrationException(
                        "two migrations have the id '" + migration.id() + "'",
                        migration.id(),
                        "rename the one that was applied nowhere yet");
            }
        }
        List<Script> scripts = List.copyOf(byId.values());
        return new Migrations(
                Settings.of(database, () -> scripts, null, "migrations in code", false));
    }

    /** See {@link #of(Database, List)}. */
    public static Migrations of(Database database, NamedMigration... migrations) {
        return of(database, List.of(migrations));
    }

    /**
     * The migrations of a folder: {@code 0001_initial.sql}, {@code 0001_initial.down.sql}, {@code
     * 0002_add_bio.java}, {@code 0003_index.kt}, by their numbers. The folder is read by each call.
     * A class that the application has compiled is taken from there; else Java files are compiled
     * by the JDK, and Kotlin files by {@code kotlin-compiler-embeddable} where it is on the class
     * path.
     */
    public static Migrations of(Database database, Path folder) {
        return of(database, ScriptFiles.in(folder), folder);
    }

    /** See {@link #of(Database, Path)}; a folder of the class path, for packaged applications. */
    public static Migrations ofResources(Database database, String folder) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return ofResources(
                database, folder, loader == null ? Migrations.class.getClassLoader() : loader);
    }

    /** See {@link #ofResources(Database, String)}; found by this loader. */
    public static Migrations ofResources(Database database, String folder, ClassLoader loader) {
        return of(database, ScriptFiles.of(loader, folder), null);
    }

    private static Migrations of(Database database, ScriptFiles files, @Nullable Path folder) {
        ScriptFolder scripts = new ScriptFolder(files, Code::content);
        return new Migrations(
                Settings.of(database, scripts::scripts, folder, scripts.toString(), true));
    }

    // ---- how

    /** The table of the history; {@code kinglet_migrations} unless said. */
    public Migrations table(String name) {
        return new Migrations(settings.table(name));
    }

    /** What may come in which order; {@link Order#SET} unless said. */
    public Migrations order(Order order) {
        return new Migrations(settings.order(order));
    }

    /** What happens when something applied was edited since; {@link Edited#FAIL} unless said. */
    public Migrations edited(Edited edited) {
        return new Migrations(settings.edited(edited));
    }

    /** How locks of tables that others use are waited for. */
    public Migrations locks(LockPolicy policy) {
        return new Migrations(settings.locks(policy));
    }

    /** How long another process that migrates is waited for; 10 minutes unless said. */
    public Migrations waitAtMost(Duration patience) {
        return new Migrations(settings.patience(patience));
    }

    /**
     * Is told what happens, in the thread that runs migrations or one that waits for it. It does
     * not throw.
     */
    public Migrations listener(Consumer<? super MigrationEvent> listener) {
        return new Migrations(settings.listener(listener));
    }

    /** The database. */
    public Database database() {
        return settings.database();
    }

    /** The folder; null for migrations in code, and of the class path. */
    public @Nullable Path folder() {
        return settings.folder();
    }

    // ---- looking

    /**
     * Where each migration stands, in order; what the database remembers and nobody declares has
     * its place by its number. Writes nothing.
     */
    public List<MigrationStatus> status() {
        return guarded(
                () -> settings.conduct().standing().all().stream().map(Statuses::of).toList());
    }

    /** The process that migrates this database at the moment; null for none. */
    public @Nullable MigrationHolder holder() {
        return Settings.holder(settings.conduct().lock().holder());
    }

    /**
     * What {@link #up()} would send, in order, and sends nothing that changes anything. On SQLite
     * it is tried on an empty copy in memory. Code that reads and writes rows is not run, and says
     * only what it is for.
     */
    public MigrationPlan plan() {
        return guarded(() -> Settings.plan(settings.conduct().plan(null)));
    }

    /** See {@link #plan()}; up to this one and with it. */
    public MigrationPlan plan(String target) {
        return guarded(() -> Settings.plan(settings.conduct().plan(target)));
    }

    // ---- running

    /**
     * Applies what was not applied yet, in order; also what stands before something applied. Where
     * one fails, those before it stay applied and those behind it are not tried.
     *
     * @return what was run; empty when there was nothing to do
     * @throws MigrationException where one fails; before anything is run where one cannot be read
     *     or compiled, or something applied was edited since
     */
    public MigrationReport up() {
        return run(Conduct::up);
    }

    /**
     * See {@link #up()}; up to this one and with it.
     *
     * @param target an id, or its number
     */
    public MigrationReport up(String target) {
        return run(conduct -> conduct.up(target));
    }

    /** Takes back the last one that was applied; see {@link #down(int)}. */
    public MigrationReport down() {
        return down(1);
    }

    /**
     * Takes back the last ones that were applied, the last of the order first; all of them where
     * there are fewer. Where one fails, those taken back before it stay so.
     *
     * @return what was run, in the order in which it was
     * @throws MigrationException where one fails, and before anything is run where one of them has
     *     no way back, or nobody declares it
     */
    public MigrationReport down(int count) {
        if (count < 0) {
            throw new MigrationException(
                    "down(" + count + "): there is no such number of migrations",
                    null,
                    "say 0 or more");
        }
        return run(conduct -> conduct.down(count));
    }

    /**
     * See {@link #down(int)}; back to this one, which is taken back as well.
     *
     * @param target an id, or its number
     */
    public MigrationReport down(String target) {
        return run(conduct -> conduct.down(target));
    }

    /**
     * Applies what is pending up to this one and with it, and takes back what was applied behind
     * it.
     *
     * @param target an id, or its number
     */
    public MigrationReport to(String target) {
        return run(conduct -> conduct.to(target));
    }

    /**
     * Takes back the last one that was applied, and applies it again: while it is being written.
     */
    public MigrationReport redo() {
        return run(Conduct::redo);
    }

    /**
     * Records what is pending as applied, and runs nothing: for a database that has it already.
     *
     * @return what was recorded
     */
    public MigrationReport fake() {
        return run(conduct -> conduct.fake(null));
    }

    /** See {@link #fake()}; up to this one and with it. */
    public MigrationReport fake(String target) {
        return run(conduct -> conduct.fake(target));
    }

    /** Puts right what the history says. */
    public Repair repair() {
        return new Repair(settings.conduct());
    }

    // ---- files

    /**
     * Writes the next file, empty but for its frame.
     *
     * @param name what it does, such as {@code add_bio}
     * @return what was written: one file, or two for SQL
     */
    public List<Path> create(String name, FileFormat format) {
        return guarded(() -> ScriptWriter.skeleton(settings.requireFolder(), ids(), name, format));
    }

    /**
     * Makes one file of all migrations up to this one: their statements for an empty database, in
     * order. The others are deleted; a database that has them takes the new one as applied with its
     * next {@link #up()}. Run it on a database of development: on PostgreSQL they are tried, in a
     * transaction that is undone.
     *
     * @param target the last one, an id or its number
     * @param name of the new one, such as {@code baseline}; it gets the number of the last
     */
    public MigrationSquash squash(String target, String name) {
        return guarded(
                () -> {
                    Squash.Done done =
                            settings.conduct().squash(settings.requireFolder(), target, name);
                    return new MigrationSquash(done.file(), done.replaced(), done.left());
                });
    }

    /**
     * Runs the seeds of an environment: the files in the folder {@code seeds} beside the
     * migrations, by their numbers, each in a transaction. SQL says on top {@code -- kinglet: only
     * development, test}; code is a {@link Seed}. Nothing remembers that they were run: they are
     * written so that they change nothing the second time.
     *
     * @return the ids of those that were run
     */
    public List<String> seed(String environment) {
        return guarded(
                () ->
                        new Seeds(
                                        ScriptFiles.in(settings.requireFolder().resolve("seeds")),
                                        Code::seeding)
                                .run(settings.database(), environment));
    }

    // ---- models

    /**
     * How these models, and those that they refer to, differ from the database; empty where they
     * agree. What no model declares is told and left alone. Changes nothing.
     *
     * @throws dev.kinglet.migrate.change.NeedsDecision where something may have another name now
     */
    public SchemaDiff diff(Table<?, ?>... tables) {
        return diff(DiffOptions.USUAL, tables);
    }

    /** See {@link #diff(Table...)}. */
    public SchemaDiff diff(DiffOptions options, Table<?, ?>... tables) {
        return guarded(() -> models().diff(options, List.of(tables)));
    }

    /**
     * Writes the next file, so that the database becomes like these models, with its way back; and
     * the snapshot beside it.
     *
     * @param name what it does, such as {@code add_bio}
     * @return what was written; empty where there is nothing to do
     * @throws MigrationException where something is pending: the database does not have it yet
     * @throws dev.kinglet.migrate.change.NeedsDecision where something may have another name now
     */
    public List<Path> generate(String name, Table<?, ?>... tables) {
        return generate(name, DiffOptions.USUAL, tables);
    }

    /** See {@link #generate(String, Table...)}. */
    public List<Path> generate(String name, DiffOptions options, Table<?, ?>... tables) {
        return guarded(() -> models().generate(name, options, List.of(tables)));
    }

    /**
     * Writes the first file: these models and those that they refer to, for an empty database. The
     * database is not asked.
     *
     * @throws MigrationException where there are migrations already
     */
    public List<Path> initial(Table<?, ?>... tables) {
        return initial(DiffOptions.USUAL, tables);
    }

    /** See {@link #initial(Table...)}. */
    public List<Path> initial(DiffOptions options, Table<?, ?>... tables) {
        return guarded(() -> models().initial(options, List.of(tables)));
    }

    /** Writes the snapshot of these models beside the migrations, for those written by hand. */
    public Path snapshot(Table<?, ?>... tables) {
        return guarded(() -> models().snapshot(List.of(tables)));
    }

    /**
     * How these models differ from the snapshot beside the migrations: whether somebody forgot to
     * generate one. The database is not asked, and need not be there.
     */
    public SchemaDiff check(Table<?, ?>... tables) {
        return diff(DiffOptions.USUAL.offline().withoutRenames(), tables);
    }

    /** How the snapshot differs from the database: whether somebody changed it by hand. */
    public SchemaDiff checkDatabase() {
        return guarded(() -> models().checkDatabase());
    }

    /**
     * How the snapshot differs from what the migrations make of an empty database: whether somebody
     * edited one.
     *
     * @param scratch an empty database to be thrown away, of the same kind
     */
    public SchemaDiff checkReplay(Database scratch) {
        return guarded(() -> models().checkReplay(scratch));
    }

    /**
     * Takes over a database that was made without migrations: writes its models, the first
     * migration, which makes all that the database has, and the snapshot; and records that
     * migration as applied.
     *
     * @param sources the folder of the package of the models
     * @throws MigrationException where there are migrations already, or a file of a model; nothing
     *     is written then
     */
    public Adoption adopt(AdoptOptions options, Path sources) {
        return guarded(() -> models().adopt(options, sources));
    }

    /** The models that {@link #adopt} would write; writes nothing. */
    public List<AdoptedModel> adoptModels(AdoptOptions options) {
        return guarded(() -> models().adoptModels(options));
    }

    private FromModels models() {
        return new FromModels(this, settings);
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        Path folder = settings.folder();
        if (folder == null || Files.isDirectory(folder)) { // the first file makes it
            settings.scripts().get().forEach(script -> ids.add(script.id()));
        }
        ids.addAll(settings.conduct().history().read().keySet());
        return ids;
    }

    /** Of which database, and where they are. */
    @Override
    public String toString() {
        return settings.place() + " of " + settings.database();
    }

    // ---- inside

    static <R extends @Nullable Object> R guarded(Supplier<R> body) {
        try {
            return body.get();
        } catch (Problem e) {
            throw MigrationException.of(e);
        } catch (Failure e) {
            throw MigrationException.of(e);
        }
    }

    private MigrationReport run(Function<Conduct, List<Conduct.Run>> verb) {
        return guarded(
                () ->
                        new MigrationReport(
                                verb.apply(settings.conduct()).stream()
                                        .map(
                                                run ->
                                                        new MigrationRun(
                                                                run.id(),
                                                                Direction.of(run.down()),
                                                                run.took(),
                                                                run.faked()))
                                        .toList()));
    }
}

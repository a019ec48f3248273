package dev.kinglet.migrate.cli

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.MigrationRegistry
import dev.kinglet.migrate.Migrations
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import java.util.function.Supplier
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

class Poem : Model<Long>() {
    companion object : Table<Poem, Long>(::Poem) {
        val id = autoId()
        val title = text()
    }
}

/** What an application has for the command line. */
class PoemApplication : Supplier<MigrationRegistry> {
    override fun get(): MigrationRegistry = MigrationRegistry.empty().with("poems", Migrations.of(DB, Path.of(System.getProperty("poems.folder"))), Poem)

    companion object {
        @JvmStatic
        val DB: Database by lazy { Database.sqliteInMemory() }

        @JvmStatic
        val LATER: Database = Database.deferred()

        @JvmStatic
        val NONE: String = "none"
    }
}

object BrokenApplication {
    @JvmStatic
    val DB: Database = error("no settings for birds")
}

class CliSpec :
    FunSpec({
        class Project(
            val folder: Path = tempdir().toPath(),
            val environment: Map<String, String> = mapOf(),
        ) {
            var out = ""
            var err = ""

            fun run(
                vararg words: String,
                registry: MigrationRegistry? = null,
            ): Int {
                val texts = List(2) { ByteArrayOutputStream() }
                val (o, e) = texts.map { PrintStream(it, true, Charsets.UTF_8) }
                val command = if (registry == null) MigrateCommand.configured() else MigrateCommand.of(registry)
                val exit = command.`in`(folder).environment(environment).output(o, e).run(*words)
                out = texts[0].toString(Charsets.UTF_8)
                err = texts[1].toString(Charsets.UTF_8)
                return exit
            }

            fun runs(
                exit: Int,
                vararg words: String,
            ): String {
                val got = run(*words)
                withClue("${words.toList()}\n$out$err") { got shouldBe exit }
                return out
            }

            fun file(
                name: String,
                text: String,
            ) = folder.resolve(name).also { it.parent.createDirectories() }.writeText(text)
        }

        fun Project.twoFiles(database: String = "main") {
            file("db/$database/0001_a.sql", "create table a (x integer)")
            file("db/$database/0001_a.down.sql", "drop table a")
            file("db/$database/0002_b.sql", "create table b (x integer)")
            file("db/$database/0002_b.down.sql", "drop table b")
        }

        val on = arrayOf("--database", "app.db")

        test("the workflow: status, plan, up, down, redo, to (RUN-11)") {
            val p = Project()
            p.twoFiles()
            p.runs(1, "status", *on) shouldBe "[ ] 0001_a\n[ ] 0002_b\nnext: kinglet-migrate --database app.db up\n"
            p.runs(0, "plan", *on) shouldBe
                """
                -- 0001_a up, in one transaction
                create table a (x integer);

                -- 0002_b up, in one transaction
                create table b (x integer);
                next: kinglet-migrate --database app.db up
                """.trimIndent() + "\n"
            p.runs(0, "up", "1", *on).lines().first() shouldStartWith "0001_a up "
            p.out shouldContain "next: kinglet-migrate --database app.db up\n"
            p.runs(0, *on, "--sql", "up").lines()[1] shouldBe "next: kinglet-migrate --database app.db status"
            p.err shouldContain "0002_b up 1: create table b (x integer)"
            p.runs(0, *on, "up") shouldBe "nothing to do\n"
            p.runs(0, "status", *on).lines().map { it.substringBefore("  ") } shouldBe listOf("[x] 0001_a", "[x] 0002_b", "")
            p.runs(0, "down", *on).lines().first() shouldStartWith "0002_b down "
            p.runs(0, "redo", *on).lines().take(2).map { it.substringBeforeLast(' ').substringBeforeLast(' ') } shouldBe listOf("0001_a down", "0001_a up")
            p.runs(0, "to", "0002_b", *on).lines().first() shouldStartWith "0002_b up "
            p.runs(0, "down", "0001_a", *on).lines().size shouldBe 4
            p.runs(0, "up", *on)
            p.runs(0, "down", "--count", "2", *on).lines().size shouldBe 4
            p.runs(0, "fake", "1", *on).lines().first() shouldBe "0001_a up faked"
        }

        test("an applied file that is missing is marked (RUN-11)") {
            val p = Project()
            p.twoFiles()
            p.runs(0, "up", *on)
            p.folder.resolve("db/main/0001_a.sql").deleteExisting()
            p.folder.resolve("db/main/0001_a.down.sql").deleteExisting()
            p.runs(0, "status", *on).lines().map { it.substringBefore("  ") } shouldBe listOf("[?] 0001_a", "[x] 0002_b", "")
            p.runs(1, "repair", *on) shouldContain "next: kinglet-migrate --database app.db repair --mark-reverted 0001_a"
            p.runs(0, "repair", "--mark-reverted", "0001_a", *on) shouldStartWith "0001_a is marked as taken back\n"
            p.runs(0, "repair", *on) shouldBe "nothing to repair\n"
        }

        test("errors have exit code 2, and say what would be right (RUN-11)") {
            val p = Project()
            p.twoFiles()

            fun refused(
                message: String,
                vararg words: String,
            ) {
                p.runs(2, *words)
                p.err shouldBe "error: $message\n"
            }
            refused("there is no command 'upp': see --help", "upp", *on)
            refused("there is no option --nonsense", "up", "--nonsense")
            refused("--db needs a value", "up", "--db")
            refused("up takes one word, and was given 1 2", "up", "1", "2", *on)
            refused("status takes no word, and was given x", "status", "x", *on)
            refused("there is no migration '9'\n  hint: there are 0001_a, 0002_b", "up", "9", *on)
            refused("to needs a target", "to", *on)
            refused("down takes a target or --count, and was given both", "down", "1", "--count", "1", *on)
            refused("--count is 'x', and should be a number", "down", "--count", "x", *on)
            refused("--format is 'xml', and may be sql, java, kotlin", "create", "x", "--format", "xml", *on)
            refused("no database was named: say --database sqlite:///app.db, or put main.url into kinglet.properties", "up")
            p.file("db/main/0003_c.sql", "create nonsense")
            p.runs(2, "up", *on)
            p.err shouldStartWith "error: migration '0003_c' failed on its way up and changed nothing: "
            p.runs(2, "up", "--verbose", *on)
            p.err shouldContain "at dev.kinglet.migrate"
            p.runs(0, "--help") shouldStartWith "kinglet-migrate [options] command\n"
            p.runs(2)
        }

        test("a database is a URL, a file, or a field or method of the application (RUN-12)") {
            val p = Project()
            p.twoFiles()
            val app = PoemApplication::class.java.name
            p.runs(1, "status", "--database", "sqlite:///app.db")
            p.runs(1, "status", "--database", "sqlite::memory:")
            p.runs(1, "status", "--database", p.folder.resolve("app.db").toString())
            p.folder.resolve("app.db").exists() shouldBe true
            p.runs(1, "status", "--database", "$app#getDB")
            PoemApplication.DB.isOpen shouldBe true

            fun refused(
                message: String,
                database: String,
            ) {
                p.runs(2, "status", "--database", database)
                p.err shouldBe "error: $message\n"
            }
            refused("$app#LATER is a database that is not open: it is deferred, and nobody has opened it, or it was closed", "$app#LATER")
            refused("$app#NONE is no database, it is a java.lang.String", "$app#NONE")
            refused("the class $app has neither a static field nor a static method NOWHERE", "$app#NOWHERE")
            refused("there is no class com.example.Nowhere on the class path: see --classpath", "com.example.Nowhere#DB")
            refused(
                "the class ${BrokenApplication::class.java.name} of the application fails: java.lang.IllegalStateException: no settings for birds",
                "${BrokenApplication::class.java.name}#DB",
            )
            refused(
                "the database URL has the unknown scheme 'mysql'\n  hint: write it as sqlite:///file.db, sqlite::memory: or postgresql://user:password@host:5432/database?pool.max=20",
                "mysql://root:secret@host/db",
            )
        }

        test("passwords are never shown") {
            TestDatabases.fresh(Kind.POSTGRES) { _ ->
                val p = Project()
                p.twoFiles()
                p.runs(1, "status", "--verbose", "--database", TestDatabases.postgresUrl)
                p.out shouldContain "next: kinglet-migrate --database postgresql://postgres:***@localhost"
                p.runs(2, "status", "--verbose", "--database", "postgresql://somebody:geheim@localhost:1/nowhere")
                (p.out + p.err) shouldNotContain "geheim"
            }
        }

        test("settings are found, unknown ones are told, the command line wins (RUN-13)") {
            val p = Project(environment = mapOf("KINGLET_MAIN_URL" to "sqlite::memory:"))
            p.twoFiles()
            p.file("elsewhere/0001_c.sql", "create table c (x integer)")
            for (name in listOf("kinglet.properties", ".kinglet.properties")) {
                p.file(name, "database = sqlite:///app.db\ntable = history\ncolour = blue\nmain.folder = elsewhere\nmain.color = red\n")
                p.runs(1, "status") shouldStartWith "[ ] 0001_c\n"
                p.err shouldBe
                    "warning: the setting 'colour' in ${p.folder.resolve(name)} is not known\n" +
                    "warning: the setting 'main.color' in ${p.folder.resolve(name)} is not known\n"
                p.runs(1, "status", "--folder", "db/main") shouldStartWith "[ ] 0001_a\n"
                p.folder.resolve(name).deleteExisting()
            }
            p.file("conf/my.properties", "main.url = sqlite:///app.db\nmain.order = sideways")
            p.runs(2, "status", "--config", "conf/my.properties")
            p.err shouldBe "error: order is 'sideways', and may be set, linear, strict\n"
            p.runs(2, "status", "--config", "nowhere.properties")
            p.err shouldStartWith "error: the settings ${p.folder.resolve("nowhere.properties")} cannot be read: "
        }

        test("several databases are taken in turn, up to the first that fails (RUN-16)") {
            val p = Project()
            p.twoFiles("birds")
            p.twoFiles("poems")
            p.file("kinglet.properties", "birds.url = sqlite:///birds.db\npoems.url = sqlite:///poems.db\n")
            p.runs(1, "status") shouldBe
                "== birds\n[ ] 0001_a\n[ ] 0002_b\nnext: kinglet-migrate up\n== poems\n[ ] 0001_a\n[ ] 0002_b\nnext: kinglet-migrate up\n"
            p.runs(0, "up", "--db", "poems")
            p.runs(1, "status", "--db", "birds") shouldBe "[ ] 0001_a\n[ ] 0002_b\nnext: kinglet-migrate --db birds up\n"
            p.runs(2, "down")
            p.err shouldBe "error: down is about one database: say --db and one of birds, poems\n"
            p.runs(2, "status", "--db", "trees")
            p.err shouldBe "error: there is no database 'trees': there are birds, poems\n"
            p.file("db/birds/0003_c.sql", "create nonsense")
            p.file("db/poems/0003_c.sql", "create table c (x integer)")
            p.runs(2, "up")
            p.runs(1, "status", "--db", "poems") shouldContain "[ ] 0003_c"
        }

        test("create, squash and seed write and read files of the folder (RUN-07, RUN-19)") {
            val p = Project()
            p.file("kinglet.properties", "database = sqlite:///app.db\n")
            p.file("db/main/readme.txt", "")
            p.runs(0, "status") shouldStartWith "no migrations in "
            p.runs(0, "create", "Add birds") shouldContain "next: kinglet-migrate plan"
            p.runs(0, "create", "kotlin", "--format", "kotlin")
            p.folder.resolve("db/main").listDirectoryEntries("000*").map { it.name }.sorted() shouldBe
                listOf("0001_add_birds.down.sql", "0001_add_birds.sql", "0002_kotlin.kt")
            p.folder.resolve("db/main/0002_kotlin.kt").deleteExisting()
            p.folder.resolve("db/main/0001_add_birds.sql").writeText("create table bird (name text primary key)")
            p.file("db/main/0002_b.sql", "create table b (x integer)")
            p.runs(0, "up")
            p.runs(0, "squash", "2", "--as", "baseline") shouldContain "stands for 2 migrations: 0001_add_birds, 0002_b"
            p.runs(0, "up")
            p.runs(0, "status").lines().first() shouldStartWith "[x] 0002_baseline"

            p.file("db/main/seeds/0001_birds.sql", "-- kinglet: only test, development\ninsert into bird values ('wren') on conflict do nothing;")
            p.file("db/main/seeds/0002_more.sql", "-- kinglet: only production\ninsert into bird values ('none')")
            repeat(2) { p.runs(0, "seed", "--env", "test") shouldBe "0001_birds\n" }
            p.runs(0, "seed", "--env", "staging") shouldBe "no seed for staging\n"
            p.runs(2, "seed")
            p.err shouldBe "error: seed needs --env: development, test, ..\n"
            Database.sqlite(p.folder.resolve("app.db")).use { db -> db.query("select name from bird").maps() shouldBe listOf(mapOf("name" to "wren")) }
        }

        test("answers for programs are JSON") {
            val p = Project()
            p.twoFiles()
            p.runs(1, "status", "--json", *on) shouldBe
                """{"main":{"migrations":[{"id":"0001_a","state":"pending","appliedAt":"","note":""},{"id":"0002_b","state":"pending","appliedAt":"","note":""}],"holder":""}}""" + "\n"
            p.runs(0, "plan", "1", "--json", *on) shouldBe
                """{"main":[{"id":"0001_a","together":true,"steps":[{"sql":"create table a (x integer)","lock":"none","place":"transaction","scans":false,"rewrites":false}],"doubt":""}]}""" + "\n"
            p.runs(0, "up", "--json", *on).replace(Regex("\"millis\":\\d+"), "\"millis\":1") shouldBe
                """{"main":[{"id":"0001_a","direction":"up","millis":1,"faked":false},{"id":"0002_b","direction":"up","millis":1,"faked":false}]}""" + "\n"
            Json.of(mapOf("a\"\\\n\u0001" to listOf(null, true, 1.5))) shouldBe "{\"a\\\"\\\\\\n\\u0001\":[null,true,1.5]}"
        }

        test("an application's own registry, by its class or from its own main") {
            val p = Project()
            p.twoFiles("poems")
            System.setProperty("poems.folder", p.folder.resolve("db/poems").toString())
            p.runs(1, "status", "--app", PoemApplication::class.java.name) shouldBe
                "[ ] 0001_a\n[ ] 0002_b\nnext: kinglet-migrate --app ${PoemApplication::class.java.name} up\n"
            val registry = PoemApplication().get()
            registry.tables("poems") shouldBe listOf(Poem)
            p.run("status", "--db", "poems", registry = registry) shouldBe 1
            p.run("status", "--db", "trees", registry = registry) shouldBe 2
            p.err shouldBe "error: there is no database 'trees'\n  hint: there are poems\n"
            p.runs(2, "status", "--app", Poem::class.java.name)
            p.err shouldBe "error: the class ${Poem::class.java.name} is no Supplier<MigrationRegistry>\n"
        }

        test("models are classes, what is in them, and packages") {
            val loader = CliSpec::class.java.classLoader
            ModelClasses.tables(Poem::class.java.name, loader) shouldBe listOf(Poem)
            ModelClasses.tables("dev.kinglet.migrate.cli.*", loader) shouldBe listOf(Poem)
        }

        test("the quick start: initial, up; then diff, generate, check (RUN-14, RUN-15, RUN-17)") {
            val p = Project()
            p.file("kinglet.properties", "database = sqlite:///app.db\nmodels = ${Poem::class.java.name}\n")
            p.runs(0, "initial", "--format", "sql") shouldContain "0001_initial.sql"
            p.runs(0, "up") shouldStartWith "0001_initial up "
            p.runs(0, "diff") shouldStartWith "no differences"
            p.runs(0, "generate", "nothing") shouldBe "nothing to do\n"
            p.runs(0, "check") shouldBe "no differences\n"
            p.runs(2, "initial")
            p.err shouldContain "has migrations already"

            val db = Database.sqlite(p.folder.resolve("app.db"))
            db.use { it.execute("alter table poem drop column title") }
            p.runs(1, "diff") shouldContain "title"
            p.out shouldContain "next: kinglet-migrate generate NAME\n"
            p.runs(1, "check") shouldContain "snapshot and database differ:"
            p.runs(2, "diff", "--rename", "x")
            p.err shouldBe "error: --rename is 'x', and should be old=new\n"

            Database.sqlite(p.folder.resolve("app.db")).use { it.execute("alter table poem add column heading text not null default ''") }
            p.runs(3, "diff")
            p.err shouldContain "--rename poem.heading=poem.title"
            p.runs(1, "diff", "--rename", "poem.heading=poem.title") shouldContain "title"
            p.file("kinglet.properties", "database = sqlite:///app.db\n")
            p.runs(2, "diff")
            p.err shouldBe "error: diff needs models: say --models com.example.Models, or put main.models into kinglet.properties\n"
        }

        test("adopt writes models, the first file, and the history") {
            val p = Project()
            Database.sqlite(p.folder.resolve("app.db")).use { it.execute("create table bird (id integer primary key, name text not null)") }
            p.runs(2, "adopt", *on)
            p.err shouldBe "error: adopt needs --package: com.example.models\n"
            p.runs(0, "adopt", "--package", "com.example", *on) shouldContain "0001_initial.java"
            p.folder.resolve("src/main/java/com/example/Bird.java").exists() shouldBe true
            p.runs(0, "status", *on) shouldStartWith "[x] 0001_initial"
        }

        test("backfills are listed, run, paused, resumed and cancelled") {
            val p = Project()
            p.file("db/main/0001_a.sql", "create table a (id integer primary key, x integer); insert into a values (1, 1), (2, 2)")
            p.runs(0, "up", *on)
            p.runs(0, "backfill", *on) shouldBe "no backfills\n"
            p.runs(0, "backfill", "run", "a", "--set", "x=x+1", *on) shouldStartWith "a.x"
            p.runs(0, "backfill", "list", *on) shouldStartWith "a.x"
            p.runs(2, "backfill", "pause", "a.x", *on)
            p.runs(0, "backfill", "forget", "a.x", *on) shouldBe "a.x is forgotten\n"
            p.runs(2, "backfill", "run", "a", *on)
            p.err shouldBe "error: backfill run needs --set column=sql\n"
            p.runs(2, "backfill", "dance", "a", *on)
            p.err shouldBe "error: there is no backfill dance\n"
            Database.sqlite(p.folder.resolve("app.db")).use { db ->
                db.query("select x from a order by id").maps().map { it["x"].toString() } shouldBe listOf("2", "3")
            }
        }
    })

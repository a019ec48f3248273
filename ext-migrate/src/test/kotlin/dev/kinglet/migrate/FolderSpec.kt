package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.migrate.MigrationStatus.State
import dev.kinglet.migrate.change.FileFormat
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.moveTo
import kotlin.io.path.name
import kotlin.io.path.outputStream
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** A folder of files: which is what, and what they may say. */
class FolderSpec :
    FunSpec({
        fun folder(vararg files: Pair<String, String>): Path =
            tempdir().toPath().also { folder -> files.forEach { (name, text) -> folder.resolve(name).writeText(text) } }

        fun Migrations.states() = status().map { it.id to it.state }

        val three =
            arrayOf(
                "0001_initial.sql" to "-- the beginning\ncreate table a (x integer);\ncreate table b (x integer);\n",
                "0001_initial.down.sql" to "drop table b; drop table a;",
                "2_more.sql" to "insert into a values (1)",
                "2_more.down.sql" to "delete from a",
                "0010_last.sql" to "create table c (x integer)",
                "0010_last.down.sql" to "drop table c",
                "README.md" to "not one of them",
                "schema.json" to "{}",
            )

        contract("files run by number, not by text, and come back in the other order (RUN-01)") { db ->
            val migrations = Migrations.of(db, folder(*three))
            migrations.up().ids() shouldBe listOf("0001_initial", "2_more", "0010_last")
            migrations.status().map { it.state }.toSet() shouldBe setOf(State.APPLIED)
            migrations.down(2).ids() shouldBe listOf("0010_last", "2_more")
            db.query("select * from a").maps() shouldBe listOf()
            db.has("c") shouldBe false
        }

        contract("up to a target, down through one, and to one, by id or number (RUN-04, RUN-05)") { db ->
            val migrations = Migrations.of(db, folder(*three))
            migrations.up("2").ids() shouldBe listOf("0001_initial", "2_more")
            migrations.up("2_more").ids() shouldBe listOf()
            migrations.to("0010_last").ids() shouldBe listOf("0010_last")
            migrations.to("1").runs().map { "${it.id} ${it.direction}" } shouldBe listOf("0010_last down", "2_more down")
            migrations.up().ids() shouldBe listOf("2_more", "0010_last")
            migrations.redo().runs().map { "${it.id} ${it.direction}" } shouldBe listOf("0010_last down", "0010_last up")
            migrations.down("2_more").ids() shouldBe listOf("0010_last", "2_more")
            shouldRefuse("2_more", "migration '2_more' was not applied, so it is not taken back", "look at status()") { migrations.down("2") }
            val none = "there are 0001_initial, 2_more, 0010_last"
            shouldRefuse(null, "there is no migration '7'", none) { migrations.up("7") }
            shouldRefuse(null, "there is no migration 'initial'", none) { migrations.down("initial") }
        }

        contract("fake records and runs nothing, up to a target (RUN-06)") { db ->
            val migrations = Migrations.of(db, folder(*three))
            migrations.fake("2").runs().map { it.toString() } shouldBe listOf("0001_initial up faked", "2_more up faked")
            db.has("a") shouldBe false
            migrations.status()[0].note shouldBe "faked"
            migrations.fake().ids() shouldBe listOf("0010_last")
            migrations.up().isEmpty() shouldBe true
        }

        contract("what is applied and missing stands in its place by number (RUN-03)") { db ->
            val folder = folder(*three)
            Migrations.of(db, folder).up()
            folder.resolve("2_more.sql").deleteExisting()
            folder.resolve("2_more.down.sql").deleteExisting()
            folder.resolve("0003_late.sql").writeText("create table late (x integer)")
            val migrations = Migrations.of(db, folder)
            migrations.states() shouldBe
                listOf("0001_initial" to State.APPLIED, "2_more" to State.MISSING, "0003_late" to State.PENDING, "0010_last" to State.APPLIED)
            migrations.status().map { it.toString().substringBefore("  20") } shouldBe
                listOf("[x] 0001_initial", "[?] 2_more", "[ ] 0003_late", "[x] 0010_last")
            val gone = "migration '2_more' is applied, and nobody declares it: how it is taken back is not known"
            val hint = "run a program that has it, or say repair().markReverted(\"2_more\")"
            db.statements(2) { shouldRefuse("2_more", gone, hint) { migrations.down(2) } }
            shouldRefuse("0003_late", "migration '0003_late' stands before '0010_last', which is applied", "give it a number behind that one") {
                migrations.order(Migrations.Order.LINEAR).up()
            }
            migrations.up().ids() shouldBe listOf("0003_late")
            migrations.repair().markReverted("2_more")
            migrations.states().map { it.second }.toSet() shouldBe setOf(State.APPLIED)
        }

        contract("an edited file that was applied stops a run, or is told; line endings make no difference (RUN-19)") { db ->
            val folder = folder(*three)
            val migrations = Migrations.of(db, folder)
            migrations.up("2")
            val first = folder.resolve("0001_initial.sql")
            val text = first.readText()
            first.writeText("\uFEFF" + text.replace("\n", "  \r\n") + "\r\n\r\n")
            migrations.up("2").isEmpty() shouldBe true

            first.writeText(text + "create table d (x integer);")
            migrations.states()[0] shouldBe ("0001_initial" to State.EDITED)
            shouldRefuse(
                "0001_initial",
                "migrations that were applied say something else now: [0001_initial]",
                "put them back and write a new one; or say repair().acceptChecksum(\"0001_initial\") where it makes no difference",
            ) { migrations.up() }
            migrations.edited(Migrations.Edited.WARN).up().ids() shouldBe listOf("0010_last")
            migrations.repair().acceptChecksum("1")
            migrations.states()[0] shouldBe ("0001_initial" to State.APPLIED)
        }

        contract("a failing file is undone as a whole, the earlier ones stay (RUN-08)") { db ->
            val folder = folder(*three)
            folder.resolve("2_more.sql").writeText("insert into a values (1); insert into nowhere values (1);")
            val migrations = Migrations.of(db, folder)
            val failed = runCatching { migrations.up() }.exceptionOrNull() as MigrationException
            failed.id() shouldBe "2_more"
            failed.sql() shouldBe "insert into nowhere values (1)"
            migrations.states().map { it.second } shouldBe listOf(State.APPLIED, State.PENDING, State.PENDING)
            db.query("select * from a").maps() shouldBe listOf()
        }

        contract("SQL that begins or ends transactions is refused, and nothing is run") { db ->
            val migrations = Migrations.of(db, folder("1_a.sql" to "create table a (x integer)", "2_b.sql" to "begin; create table b (x integer); commit;"))
            shouldRefuse(
                "2_b",
                "migration '2_b' begins or ends a transaction: begin",
                "leave it out, since the migration runs in one; or say -- kinglet: no transaction at its top",
            ) { migrations.up() }
            db.has("a") shouldBe false
        }

        contract("files of Java are compiled, when they are run (RUN-01)") { db ->
            val folder =
                folder(
                    "0001_java.java" to
                        """
                        import dev.kinglet.migrate.*;
                        public class M0001Java implements Migration {
                            @Override public void up(Migrator m) { m.createTable("a", m.autoId("id"), m.text("name")); }
                            @Override public void down(Migrator m) { m.dropTable("a"); }
                        }
                        """.trimIndent(),
                )
            val migrations = Migrations.of(db, folder)
            migrations.up().ids() shouldBe listOf("0001_java")
            db.has("a") shouldBe true
            migrations.redo().ids() shouldBe listOf("0001_java", "0001_java")
            // what was applied is not compiled any more
            folder.resolve("0001_java.java").writeText("broken")
            migrations.states()[0].second shouldBe State.EDITED
        }

        test("files of Kotlin are compiled, classes and objects (RUN-01)") {
            Database.sqliteInMemory().use { db ->
                val folder =
                    folder(
                        "0001_a.sql" to "create table a (x text)",
                        "0002_class.kt" to
                            """
                            import dev.kinglet.migrate.*
                            class M0002Class : Migration {
                                override fun up(m: Migrator) { listOf("b", "c").forEach { m.createTable(it, m.autoId("id")) } }
                            }
                            """.trimIndent(),
                        "0003_object.kt" to
                            """
                            import dev.kinglet.migrate.*
                            object Ärger : Migration {
                                override fun up(m: Migrator) = m.run("rows") { it.execute("insert into a values ('x')") }
                                override fun down(m: Migrator) = m.sql("delete from a")
                            }
                            """.trimIndent(),
                    )
                val migrations = Migrations.of(db, folder)
                migrations.up().ids() shouldBe listOf("0001_a", "0002_class", "0003_object")
                db.query("select x from a").maps() shouldBe listOf(mapOf("x" to "x"))
                db.has("c") shouldBe true
                migrations.down(1).ids() shouldBe listOf("0003_object")
                shouldRefuse("0002_class", "migration '0002_class' has no way back", "give it one: 0002_class.down.sql, or down(..) in code; or take back fewer") {
                    migrations.down(1)
                }
            }
        }

        test("what does not compile is told before anything is run") {
            Database.sqliteInMemory().use { db ->
                val folder =
                    folder(
                        "1_a.sql" to "create table a (x integer)",
                        "2_b.java" to "import dev.kinglet.migrate.*;\nclass B implements Migration {\n  public void up(Migrator m) { m.nonsense(); }\n}",
                    )
                val failed = runCatching { Migrations.of(db, folder).up() }.exceptionOrNull() as MigrationException
                failed.summary() shouldContain "migration '2_b' does not compile: line 3: cannot find symbol"
                failed.hint() shouldBe "mend 2_b.java"
                db.has("a") shouldBe false

                folder.resolve("2_b.java").deleteExisting()
                folder.resolve("2_b.kt").writeText("import dev.kinglet.migrate.*\nclass B : Migration {\n  override fun up(m: Migrator) { m.nonsense() }\n}")
                val kotlin = runCatching { Migrations.of(db, folder).up() }.exceptionOrNull() as MigrationException
                kotlin.summary() shouldContain "migration '2_b' does not compile: "
                kotlin.summary() shouldContain "unresolved reference 'nonsense'"
                kotlin.hint() shouldBe "mend 2_b.kt"
                folder.resolve("2_b.kt").deleteExisting()
                folder.resolve("2_b.java").writeText("class B {}")
                shouldRefuse("2_b", "the class B of migration '2_b' is not a dev.kinglet.migrate.Migration", "let it implement that") {
                    Migrations.of(db, folder).up()
                }
                folder.resolve("2_b.java").writeText("interface B {}")
                shouldRefuse("2_b", "the file of migration '2_b' declares no class", "declare one that implements dev.kinglet.migrate.Migration") {
                    Migrations.of(db, folder).up()
                }
            }
        }

        test("a class that the application has compiled is taken from there") {
            Database.sqliteInMemory().use { db ->
                val folder = folder("0001_compiled.java" to "package dev.kinglet.migrate;\nclass CompiledMigration implements Migration { does not compile }")
                Migrations.of(db, folder).up().ids() shouldBe listOf("0001_compiled")
                db.has("compiled") shouldBe true
            }
        }

        test("folders of the class path, as files and in a jar") {
            val place = tempdir().toPath()
            place.resolve("db/main").createDirectories()
            three.forEach { (name, text) -> place.resolve("db/main/$name").writeText(text) }
            val jar = place.resolve("app.jar")
            JarOutputStream(jar.outputStream()).use { out ->
                out.putNextEntry(JarEntry("db/main/"))
                three.forEach { (name, text) ->
                    out.putNextEntry(JarEntry("db/main/$name"))
                    out.write(text.toByteArray())
                }
            }
            for (url in listOf(place.toUri().toURL(), jar.toUri().toURL())) {
                URLClassLoader(arrayOf(url), null).use { loader ->
                    Database.sqliteInMemory().use { db ->
                        val migrations = Migrations.ofResources(db, "db/main", loader)
                        migrations.up().ids() shouldBe listOf("0001_initial", "2_more", "0010_last")
                        shouldRefuse(
                            null,
                            "files are written into a folder, and these are classpath:db/main",
                            "say Migrations.of(database, Path.of(\"db/main\"))",
                        ) { migrations.create("x", FileFormat.SQL) }
                    }
                }
            }
            Database.sqliteInMemory().use { db ->
                shouldRefuse(
                    null,
                    "the folder of migrations db/none is not on the class path",
                    "put it into the resources of the application, or say where it is",
                ) { Migrations.ofResources(db, "db/none").status() }
            }
        }

        test("files that are named as none is, doubles and ways back alone are refused (RUN-01)") {
            fun refused(
                id: String?,
                summary: String,
                hint: String,
                vararg files: Pair<String, String>,
            ) = Database.sqliteInMemory().use { db ->
                val folder = folder(*files)
                shouldRefuse(id, summary.replace("@", folder.toString()), hint) { Migrations.of(db, folder).status() }
            }
            refused(
                null,
                "the file 0002-add.sql in @ is named as no migration is",
                "name it such as 0002_add_bio.sql, 0002_add_bio.down.sql, 0002_add_bio.java or 0002_add_bio.kt",
                "0002-add.sql" to "",
            )
            refused("1_a", "two migrations have the id '1_a': 1_a.java, 1_a.sql", "rename the one that was applied nowhere yet", "1_a.sql" to "", "1_a.java" to "")
            refused("1_a", "1_a.down.sql takes back a migration that is not there", "the way there is 1_a.sql", "1_a.down.sql" to "")
            refused("1_a", "migration '1_a' has its way back in two places", "leave out 1_a.down.sql: code has a method for it", "1_a.kt" to "", "1_a.down.sql" to "")
            refused(
                "1_a",
                "migration '1_a' says -- kinglet: no transactoin, which is no option",
                "there are: no transaction; replaces 0001_initial, ..",
                "1_a.sql" to "-- kinglet: no transactoin\nselect 1",
            )
            Database.sqliteInMemory().use { db ->
                shouldRefuse(null, "the folder of migrations nowhere is not there", "make it, or say where it is") { Migrations.of(db, Path.of("nowhere")).up() }
            }
        }

        test("create writes the next number, in each language (RUN-07)") {
            Database.sqliteInMemory().use { db ->
                val folder = tempdir().toPath().resolve("db/main")
                val migrations = Migrations.of(db, folder)
                migrations.create("Initial schema!", FileFormat.SQL).map { it.name } shouldBe listOf("0001_initial_schema.sql", "0001_initial_schema.down.sql")
                migrations.create("add bio", FileFormat.JAVA).map { it.name } shouldBe listOf("0002_add_bio.java")
                migrations.create("ändern", FileFormat.KOTLIN).map { it.name } shouldBe listOf("0003_ändern.kt")
                folder.resolve("0002_add_bio.java").readText() shouldContain "class M0002AddBio implements Migration"
                migrations.up("2").ids() shouldBe listOf("0001_initial_schema", "0002_add_bio")
                migrations.down(2).ids().size shouldBe 2
                folder.resolve("0003_ändern.kt").readText() shouldContain "class M0003Ändern : Migration"
                folder.resolve("0003_ändern.kt").moveTo(folder.resolve("00041_x.kt"))
                migrations.create("next", FileFormat.SQL).first().name shouldBe "00042_next.sql"
                shouldRefuse(null, "'!' is no name for a migration", "say what it does, such as add_bio") { migrations.create("!", FileFormat.SQL) }
            }
        }

        contract("the history's name can be chosen, and two histories do not know of each other (RUN-02)") { db ->
            val migrations = Migrations.of(db, folder(*three)).table("schema_migration")
            migrations.up("1")
            db.has("schema_migration") shouldBe true
            db.has("kinglet_migrations") shouldBe false
            Migrations.of(db, folder(*three)).status().map { it.state }.toSet() shouldBe setOf(State.PENDING)
        }

        contract("a history of the first kind is brought up to date, and remembers what it did") { db ->
            val time = if (db.dialect() == dev.kinglet.type.Dialect.SQLITE) "text" else "timestamp"
            db.execute("create table kinglet_migrations (id text not null primary key, applied_at $time not null)")
            db.execute("insert into kinglet_migrations values ('0001_initial', '2026-01-01 10:00:00.123456')")
            val migrations = Migrations.of(db, folder(*three))
            db.execute("create table a (x integer)")
            migrations.status()[0].toString() shouldBe "[x] 0001_initial  2026-01-01T10:00:00Z"
            migrations.up().ids() shouldBe listOf("2_more", "0010_last")
            migrations.status()[0].toString() shouldBe "[x] 0001_initial  2026-01-01T10:00:00Z"
        }
    })

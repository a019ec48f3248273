package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

class RegistrySpec :
    FunSpec({
        fun folder(vararg files: Pair<String, String>): Path =
            tempdir().toPath().also { folder ->
                files.forEach { (name, text) -> folder.resolve(name).also { it.parent.createDirectories() }.writeText(text) }
            }

        test("each database has its folder and its history; up takes them in turn (RUN-16)") {
            Database.sqliteInMemory().use { birds ->
                Database.sqliteInMemory().use { poems ->
                    val registry =
                        MigrationRegistry
                            .empty()
                            .with("birds", Migrations.of(birds, folder("1_a.sql" to "create table a (x integer)")))
                            .with("poems", Migrations.of(poems, folder("1_b.sql" to "create nonsense")))
                    registry.names() shouldBe setOf("birds", "poems")
                    val failed = runCatching { registry.up() }.exceptionOrNull() as MigrationException
                    failed.id() shouldBe "1_b"
                    birds.has("a") shouldBe true
                    registry.get("birds").up().isEmpty() shouldBe true
                    shouldRefuse(null, "there is no database 'trees'", "there are birds, poems") { registry.get("trees") }
                    shouldRefuse(null, "two databases have the name 'birds'", "rename one of them") { registry.with("birds", registry.get("poems")) }
                }
            }
        }

        contract("one file stands for many: a new database and an old one end alike (RUN-19)") { db ->
            val files =
                arrayOf(
                    "0001_a.sql" to "create table a (id integer primary key, name varchar(20)); insert into a values (1, 'one')",
                    "0002_b.java" to
                        "import dev.kinglet.migrate.*; class M0002B implements Migration { public void up(Migrator m) { " +
                        "m.addColumn(\"a\", m.text(\"bio\")); m.addIndex(\"a\", \"name\"); m.run(\"tell everybody\", d -> {}); } }",
                    "0003_c.sql" to "create table c (x integer)",
                    "0003_c.down.sql" to "drop table c",
                    "0004_d.sql" to "create table d (x integer)",
                )
            val folder = folder(*files)
            val migrations = Migrations.of(db, folder)
            migrations.up("3")
            val chain = db.schema().read().toString()
            val squash = migrations.squash("3", "base line")
            squash.file().name shouldBe "0003_base_line.sql"
            squash.replaced() shouldBe listOf("0001_a", "0002_b", "0003_c")
            squash.left() shouldBe listOf("0002_b: tell everybody")
            squash.file().readText() shouldContain "insert into a values (1, 'one');\n"
            folder.listDirectoryEntries().map { it.name }.sorted() shouldBe listOf("0003_base_line.sql", "0004_d.sql")
            db.schema().read().toString() shouldBe chain

            migrations.status().map { "${it.id()} ${it.state()}" } shouldBe listOf("0003_base_line APPLIED", "0004_d PENDING")
            migrations.up().ids() shouldBe listOf("0004_d")
            migrations.status().map { it.id() } shouldBe listOf("0003_base_line", "0004_d")

            // a new database
            db.execute("drop table d")
            db.execute("drop table c")
            db.execute("drop table a")
            db.execute("drop table kinglet_migrations")
            migrations.up("3").ids() shouldBe listOf("0003_base_line")
            db.schema().read().toString() shouldBe chain
            db.query("select name from a").maps() shouldBe listOf(mapOf("name" to "one"))
        }

        contract("a database that has only a part of what one file stands for is told what to do") { db ->
            Migrations.of(db, folder("0001_a.sql" to "create table a (x integer)")).up()
            val squashed = Migrations.of(db, folder("0002_all.sql" to "-- kinglet: replaces 0001_a, 0002_b\nselect 1"))
            shouldRefuse(
                "0002_all",
                "migration '0002_all' stands for others, and the database has only some of them: [0002_b] were never applied",
                "apply those first, with a version of the application that has them",
            ) { squashed.up() }
            val both = Migrations.of(db, folder("0002_all.sql" to "-- kinglet: replaces 0001_a, 0002_b\nselect 1", "0002_b.sql" to "create table b (x integer)"))
            both.up().ids() shouldBe listOf("0002_b")
            both.up().isEmpty() shouldBe true
            both.status().first { it.id() == "0002_all" }.state() shouldBe MigrationStatus.State.APPLIED
        }

        contract("seeds are for an environment, and change nothing the second time") { db ->
            db.execute("create table bird (name varchar(20) primary key)")
            val folder =
                folder(
                    "seeds/0001_a.sql" to "-- birds\n-- kinglet: only test, development\ninsert into bird values ('wren') on conflict do nothing;",
                    "seeds/0002_b.java" to
                        "import dev.kinglet.*; import dev.kinglet.migrate.*; import java.util.Set; class B implements Seed { " +
                        "public void run(Database db) { db.execute(\"insert into bird values ('tit') on conflict do nothing\"); } " +
                        "public Set<String> environments() { return Set.of(\"test\"); } }",
                )
            val migrations = Migrations.of(db, folder)
            repeat(2) { migrations.seed("test") shouldBe listOf("0001_a", "0002_b") }
            migrations.seed("development") shouldBe listOf("0001_a")
            migrations.seed("production") shouldBe listOf()
            migrations.up().isEmpty() shouldBe true
            db.query("select name from bird order by name").maps().map { it["name"] } shouldBe listOf("tit", "wren")
            folder.resolve("seeds/0003_c.sql").writeText("insert into bird values ('x')")
            shouldRefuse("0003_c", "the seed '0003_c' does not say which environments it is for", "begin it with -- kinglet: only development, test") {
                migrations.seed("test")
            }
        }
    })

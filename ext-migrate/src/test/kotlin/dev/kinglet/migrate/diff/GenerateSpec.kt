package dev.kinglet.migrate.diff

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.migrate.JavaDiffs
import dev.kinglet.migrate.MigrationException
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.change.DiffOptions
import dev.kinglet.migrate.change.FileFormat
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.NeedsDecision
import dev.kinglet.migrate.internal.diff.Differ
import dev.kinglet.migrate.internal.diff.Snapshot
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.nio.file.Files
import java.nio.file.Path

private fun inFolder(body: (Path) -> Unit) {
    val folder = Files.createTempDirectory("kinglet-generate")
    try {
        body(folder.resolve("db"))
    } finally {
        folder.toFile().deleteRecursively()
    }
}

private fun Database.migrations(folder: Path) = Migrations.of(this, folder).locks(LockPolicy.defaults().directly())

private val Path.names get() = Files.list(this).use { all -> all.map { "${it.fileName}" }.sorted().toList() }

private fun birds(declare: Birds.() -> Unit) = Birds(declare = {
    id()
    declare()
})

/** Migrations that are written of models, on disk and run (M3, M10, M17, RUN-14, RUN-15, RUN-17). */
class GenerateSpec :
    FunSpec({
        for (format in FileFormat.entries) {
            contract("RUN-14, RUN-15: what is written in $format runs, converges and reverts") { db ->
                inFolder { folder ->
                    val migrations = db.migrations(folder)
                    val options = DiffOptions.USUAL.format(format)
                    migrations.initial(options, USER, TWEET, FAVORITE)
                    migrations.up()
                    migrations.diff(USER, TWEET, FAVORITE).lines() shouldBe listOf()
                    migrations.generate("nothing", USER, TWEET, FAVORITE) shouldBe listOf()
                    migrations.check(USER, TWEET, FAVORITE).lines() shouldBe listOf()
                    migrations.checkDatabase().lines() shouldBe listOf()

                    // the format is that of the last file
                    migrations.generate("add categories", USER, TWEET, FAVORITE, CATEGORY)
                    folder.names.filter { "0002" in it } shouldBe
                        (
                            if (format == FileFormat.SQL) {
                                listOf("0002_add_categories.down.sql", "0002_add_categories.sql")
                            } else {
                                listOf("0002_add_categories.${format.extension()}")
                            }
                        )
                    migrations.up()
                    migrations.diff(USER, TWEET, FAVORITE, CATEGORY).lines() shouldBe listOf()
                    migrations.down()
                    migrations.diff(USER, TWEET, FAVORITE, CATEGORY).lines().size shouldBe 1
                    migrations.down()
                    // each refers to the other: PostgreSQL gets one of the keys behind both tables
                    migrations.diff(TEAM).lines().size shouldBe if (db.dialect() == Dialect.POSTGRES) 3 else 2

                    shouldThrow<MigrationException> { migrations.initial(USER) }.hint() shouldBe "generate(..) writes the next one"
                    shouldThrow<MigrationException> { migrations.generate("more", USER) }.hint() shouldBe
                        "run up() first, or compare with the snapshot: offline()"
                }
            }
        }

        contract("M10: what looks like a rename is asked about, with the commands to choose from") { db ->
            val old = birds {
                text("name")
                number("age")
            }
            val new = birds {
                text("full_name")
                number("age")
            }
            db.perform(Migrations.of(db, listOf()).diff(old).operations())
            db.execute("insert into bird (name, age) values ('huey', 3)")
            inFolder { folder ->
                val migrations = db.migrations(folder)
                val asked = shouldThrow<NeedsDecision> { migrations.generate("rename", new) }
                asked.summary() shouldBe
                    "is bird.full_name the new name of bird.name? the same type text, both not null, the same default," +
                    " in the same place, the same keys and indexes, a word in common"
                asked.choices().single().command() shouldBe "--rename bird.name=bird.full_name"
                asked.hint() shouldBe "say --rename bird.name=bird.full_name where it is, formerly(\"..\") in the model," +
                    " or --no-rename to drop the old and add the new"
                Files.exists(folder) shouldBe false

                migrations.diff(DiffOptions.USUAL.withoutRenames(), new).lines() shouldBe
                    listOf("+ column bird.full_name text not null", "- column bird.name text not null")
                shouldThrow<ProgrammingException> { migrations.diff(DiffOptions.USUAL.rename("bird.nam", "bird.full_name"), new) }
                    .hint() shouldBe "what no model declares is [bird.name]"
                shouldThrow<ProgrammingException> { migrations.diff(DiffOptions.USUAL.rename("bird.name", "bird.nick"), new) }
                    .summary() shouldBe "nothing new is called 'bird.nick'"
                shouldThrow<ProgrammingException> { DiffOptions.USUAL.rename("bird.name", "fowl") }

                migrations.generate("rename", DiffOptions.USUAL.rename("bird.name", "bird.full_name"), new)
                migrations.up()
                migrations.diff(new).lines() shouldBe listOf()
                db.query("select full_name as n from bird").maps().single()["n"] shouldBe "huey"
            }
        }

        contract("M10: a model says what it and its columns were called") { db ->
            db.perform(
                Migrations.of(db, listOf()).diff(
                    birds {
                        text("name")
                        number("age")
                    },
                ).operations(),
            )
            val new = Birds("fowl") {
                id()
                text("name")
                number("years").formerly("lifetime").formerly("age")
                was("bird")
            }
            val diff = Migrations.of(db, listOf()).diff(new)
            diff.lines() shouldBe listOf("~ table bird -> fowl", "~ column fowl.age -> fowl.years")
            db.perform(diff.operations())
            Migrations.of(db, listOf()).diff(new).lines() shouldBe listOf()
            Migrations.of(db, listOf()).diff(
                birds {
                    text("name")
                    number("age").formerly("years")
                }.also { },
            ).unmanaged() shouldBe listOf("table fowl")
        }

        contract("M10: a table that looks like one that nobody declares any more is asked about") { db ->
            db.perform(
                Migrations.of(db, listOf()).diff(
                    birds {
                        text("name")
                        number("age")
                    },
                ).operations(),
            )
            val fowl = Birds("fowl") {
                id()
                text("name")
                number("age")
            }
            val asked = shouldThrow<NeedsDecision> { Migrations.of(db, listOf()).diff(fowl) }
            asked.choices().single().toString() shouldBe "is fowl the new name of bird? their columns: id, name, age"
            Migrations.of(db, listOf()).diff(DiffOptions.USUAL.rename("bird", "fowl"), fowl).lines() shouldBe
                listOf("~ table bird -> fowl")
        }

        contract("DIF-02: tables that no model declares are told, and dropped only where that is said") { db ->
            db.execute("create table stray (id integer primary key)")
            db.execute("create table lost (stray integer references stray (id))")
            val migrations = Migrations.of(db, listOf())
            migrations.diff().isEmpty shouldBe true
            migrations.diff().unmanaged() shouldContainExactly listOf("table lost", "table stray")
            val diff = migrations.diff(DiffOptions.USUAL.dropUnmanaged())
            diff.lines() shouldBe listOf("- table lost (1 columns)", "- table stray (1 columns)")
            db.perform(diff.operations())
            db.schema().tables().filterNot { "kinglet" in it.name().name() } shouldBe listOf()
        }

        contract("M17: the snapshot says what models, migrations and the database are compared with") { db ->
            inFolder { folder ->
                val migrations = db.migrations(folder)
                shouldThrow<MigrationException> { migrations.check(USER) }.summary() shouldBe
                    "there is no snapshot ${folder.resolve("schema.json")}"
                migrations.initial(USER, TWEET)
                migrations.up()
                db.statements(0) { migrations.check(USER, TWEET).isEmpty } shouldBe true
                migrations.check(USER, TWEET, CATEGORY).lines().size shouldBe 1
                db.execute("create index by_hand on tweet (content)")
                migrations.checkDatabase().lines() shouldBe listOf("- tweet: index by_hand (content)")
                // without a database the next file is written of the snapshot
                db.statements(0) { migrations.generate("categories", DiffOptions.USUAL.offline(), USER, TWEET, CATEGORY) }
                migrations.check(USER, TWEET, CATEGORY).lines() shouldBe listOf()
                Files.writeString(folder.resolve("schema.json"), "[]")
                shouldThrow<MigrationException> { migrations.check(USER) }.hint() shouldBe "write it anew: snapshot(..)"
                migrations.snapshot(USER, TWEET, CATEGORY)
                migrations.check(USER, TWEET, CATEGORY).isEmpty shouldBe true
            }
        }

        test("M17: what the migrations make of an empty database is compared with the snapshot") {
            Database.sqliteInMemory().use { db ->
                inFolder { folder ->
                    val migrations = Migrations.of(db, folder)
                    migrations.initial(DiffOptions.USUAL.format(FileFormat.SQL), USER, TWEET)
                    Database.sqliteInMemory().use { migrations.checkReplay(it).lines() shouldBe listOf() }
                    Files.writeString(folder.resolve("0002_more.sql"), "create index edited on tweet (content);")
                    Database.sqliteInMemory().use { migrations.checkReplay(it).lines() } shouldBe
                        listOf("- tweet: index edited (content)")
                }
            }
        }

        contract("a snapshot is read as it was written") { db ->
            val state = Differ.wanted(db, listOf(USER, TWEET, FAVORITE, CATEGORY))
            Snapshot.read(Snapshot.write(state)).tables().sortedBy { "${it.name()}" } shouldBe
                state.tables().sortedBy { "${it.name()}" }
            for (change in Seeded.all.filter { it.only == null || it.only == db.dialect() }) {
                val one = Differ.wanted(db, listOf(Birds(declare = change.new)))
                Snapshot.read(Snapshot.write(one)) shouldBe one
            }
        }

        contract("M17: 500 tables are compared in few statements") { db ->
            val tables = (1..500).map { n ->
                Birds("bird_$n") {
                    id()
                    text("name").databaseDefault("x")
                    number("age").check { it.ge(0) }
                }
            }.toTypedArray()
            db.createTables(*tables)
            val migrations = Migrations.of(db, listOf())
            val expected = if (db.dialect() == Dialect.SQLITE) 6 else 15
            val diff = db.statements(expected) { migrations.diff(*tables) }
            diff.lines() shouldBe listOf()
        }

        contract("Java compares, generates and checks") { db ->
            inFolder { folder ->
                withClue("Java") { JavaDiffs.javaCaller(db, folder) shouldBe listOf("3", "0", "true", "0", "1", "asks") }
            }
        }
    })

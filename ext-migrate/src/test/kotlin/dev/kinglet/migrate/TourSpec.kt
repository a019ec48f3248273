package dev.kinglet.migrate

import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.change.BackfillStatus.State
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import tour.MigrationsTour
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.nio.file.Files

/** The tour of this module runs. */
class TourSpec :
    FunSpec({
        contract("ExtensionsTour.migrations runs (RUN-01, RUN-05, DIF-01, RUN-15)") { db ->
            val folder = Files.createTempDirectory("kinglet").resolve("main")
            Migrations.of(db, folder).initial(USER, TWEET)
            MigrationsTour().migrations(db, folder)
            // the models are as the database is, so there is nothing to generate
            Files.list(folder).use { files -> files.filter { "add_bio" in it.fileName.toString() }.count() } shouldBe 0L
            folder.parent.toFile().deleteRecursively()
        }

        contract("ExtensionsTour.AddBio fills a column, and fills it again once it was taken back (OPS-06)") { db ->
            db.execute("create table \"user\" (id integer primary key, username varchar(20))")
            db.execute("create table tweet (id integer primary key, user_id integer, timestamp timestamp)")
            for (id in 1..5) db.execute("insert into \"user\" values ($id, 'u$id')")
            val told = mutableListOf<MigrationEvent>()
            val migrations = Migrations.of(db, NamedMigration("0002_add_bio", MigrationsTour.AddBio())).listener { told += it }

            fun bios() = db.query("select bio from \"user\" order by id").maps().map { it["bio"] }
            migrations.up()
            bios() shouldContainExactly listOf("U1", "U2", "U3", "U4", "U5")
            val fills = told.filterIsInstance<MigrationEvent.Filling>()
            fills.map { it.status().passed() } shouldBe listOf(0L, 5L, 5L)
            fills.last().toString() shouldBe "0002_add_bio user.bio: done, 100 %, 5 of 5 rows"
            db.backfills
                .status("0002_add_bio user.bio")
                .shouldNotBeNull()
                .state() shouldBe State.DONE
            migrations.down(1)
            migrations.up()
            bios() shouldContainExactly listOf("U1", "U2", "U3", "U4", "U5")
        }

        contract("two backfills of one name in a migration are both done") { db ->
            db.execute("create table bird (id integer primary key, age integer)")
            db.execute("insert into bird values (1, 1)")
            val twice =
                Migration { m ->
                    repeat(2) { m.backfill("bird") { set("age", "age + 1") } }
                }
            Migrations.of(db, NamedMigration("0001_twice", twice)).up()
            db.number("select age from bird") shouldBe 3
            db.backfills.list().map { it.name() } shouldBe listOf("0001_twice bird.age", "0001_twice bird.age 2")
        }
    })

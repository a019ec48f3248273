package dev.kinglet.faults

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.nio.file.Files

/** No room, or nothing may be written. Counted: rows before and after, and SQLite's own check of the file. */
class DiskSpec :
    FunSpec({
        fun long(name: String) = name + "x".repeat(2000)

        test("a disk that is full in a single write: its own kind, earlier rows are there, later ones when there is room") {
            sqliteFile { db, file ->
                create("before")
                db.connection().use {
                    db.execute("pragma max_page_count = 20")
                    val mine = newUser(long("mine"))
                    val error =
                        shouldThrow<OperationalException> {
                            repeat(1000) { create(long("u$it")) }
                        }
                    error.kind() shouldBe OperationalException.Kind.DISK_FULL
                    error.isRetryable shouldBe false
                    error.sql() shouldBe "insert into \"user\" (\"username\", \"join_date\") values (?, ?) returning \"id\""
                    shouldThrow<OperationalException> { mine.save() }.kind() shouldBe OperationalException.Kind.DISK_FULL
                    mine.shouldBeAsBefore(long("mine"))
                    val stored = USER.select().count()
                    count("before") shouldBe 1
                    integrity(file) shouldBe "ok"
                    db.execute("pragma max_page_count = 2000")
                    mine.save()
                    USER.select().count() shouldBe stored + 1
                }
            }
        }

        test("a disk that is full in a transaction: nothing of it is stored, unless the error is caught") {
            sqliteFile { db, file ->
                create("before")
                db.connection().use {
                    db.execute("pragma max_page_count = 20")
                    val error =
                        shouldThrow<OperationalException> {
                            db.transaction {
                                repeat(1000) { create(long("u$it")) }
                            }
                        }
                    error.kind() shouldBe OperationalException.Kind.DISK_FULL
                    names() shouldBe listOf("before")

                    // here only the statement is undone: what is caught leaves a transaction that goes on
                    var stored = 0
                    db.transaction {
                        runCatching { while (true) create(long("u$stored")).also { stored++ } }
                        create("after")
                    }
                    USER.select().count() shouldBe 2L + stored
                    integrity(file) shouldBe "ok"
                }
            }
        }

        test("a disk that is full in a bulk insert: nothing of it is stored") {
            sqliteFile { db, file ->
                create("before")
                db.connection().use {
                    db.execute("pragma max_page_count = 20")
                    val rows = (1..500).map { listOf(long("u$it")) }
                    shouldThrow<OperationalException> { USER.insertMany(listOf(USER.username), rows).execute() }.kind() shouldBe
                        OperationalException.Kind.DISK_FULL
                    names() shouldBe listOf("before")
                    integrity(file) shouldBe "ok"
                }
            }
        }

        test("a disk of 400 kB that is full: single rows until then are there, a transaction is not, and work goes on with room")
            // where nobody may mount one, the page limit above is the test
            .config(enabled = Child.canHaveSmallDisk) {
                val folder = Files.createTempDirectory("kinglet-faults")
                val child = Child.onSmallDisk("fills the disk", folder.resolve("app.db"))
                child.lines() shouldBe
                    listOf(
                        "single: DISK_FULL",
                        "stored as told: true",
                        "block: DISK_FULL",
                        // SQLite has undone the whole transaction: a statement after that would commit by itself, and is refused
                        "the block left with ABORTED_TRANSACTION",
                        "nothing of it: true",
                        "with room: true, 1, ok, 0",
                    )
                child.exitCode() shouldBe 0
                folder.toFile().deleteRecursively()
            }

        test("a SQLite file that is read-only: it is read, a write is refused with its own kind, the file is as it was") {
            sqliteFile { _, file ->
                create("before")
                Database.sqlite("file:$file?mode=ro").use { readOnly ->
                    USER.select().using(readOnly).values(USER.username) shouldBe listOf("before")
                    val error =
                        shouldThrow<OperationalException> {
                            USER.insert(USER.username.to("after")).using(readOnly).execute()
                        }
                    error.kind() shouldBe OperationalException.Kind.READ_ONLY
                    shouldThrow<OperationalException> {
                        readOnly.transaction { USER.insert(USER.username.to("after")).using(readOnly).execute() }
                    }.kind() shouldBe OperationalException.Kind.READ_ONLY
                    readOnly.connectionsInUse() shouldBe 0
                    USER.select().using(readOnly).count() shouldBe 1
                }
                names() shouldBe listOf("before")
                integrity(file) shouldBe "ok"
            }
        }

        test("PostgreSQL that may only be read: its own kind, and the connection can be used again") {
            OwnServer.fresh { db ->
                create("before")
                val mine = newUser("mine")
                shouldThrow<OperationalException> {
                    db.transaction {
                        db.execute("set transaction read only")
                        mine.save()
                    }
                }.kind() shouldBe OperationalException.Kind.READ_ONLY
                mine.shouldBeAsBefore("mine")
                mine.save()
                names() shouldBe listOf("before", "mine")
            }
        }
    })

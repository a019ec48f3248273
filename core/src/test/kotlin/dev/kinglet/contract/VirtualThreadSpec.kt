package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.transaction
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import jdk.jfr.Recording
import jdk.jfr.consumer.RecordingFile
import tour.Models.User.USER
import java.nio.file.Files
import java.util.concurrent.Callable
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** Virtual threads wait without a thread of the system. They exist on newer JDKs only, as does the event that tells. */
class VirtualThreadSpec :
    FunSpec({
        // from 24 on a thread that waits in a synchronized block of a library is not pinned
        test("200 virtual threads share 5 connections, and none is pinned").config(enabled = Runtime.version().feature() >= 24) {
            TestDatabases.fresh(Kind.POSTGRES) { shared ->
                shared.createTables(USER)
                Database.connect("${TestDatabases.postgresUrl}&pool.max=5").use { db ->
                    fun work(name: String) =
                        db.transaction {
                            USER.insert(USER.username.to(name)).using(db).execute()
                            db.transaction { USER.select().using(db).where(USER.username.eq(name)).count() }
                        }

                    fun all(round: String): List<Long> {
                        val make = Executors::class.java.getMethod("newVirtualThreadPerTaskExecutor")
                        val executor = make.invoke(null) as ExecutorService
                        return (1..200).map { executor.submit(Callable { work("$round $it") }) }.map { it.get() }
                    }
                    all("warm") // classes are loaded, connections made
                    Recording().use { recording ->
                        recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace()
                        recording.start()
                        all("watched").sum() shouldBe 200
                        recording.stop()
                        val file = Files.createTempFile("pinned", ".jfr")
                        recording.dump(file)
                        val pinned = RecordingFile.readAllEvents(file)
                        Files.delete(file)
                        withClue(pinned) { pinned.size shouldBe 0 }
                    }
                    db.connectionsInUse() shouldBe 0
                }
            }
        }
    })

package dev.kinglet.benchmarks

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** All variants read the same content, on little data, so that a benchmark cannot rot unseen. */
class VerificationSpec :
    FunSpec({
        val tiny = Data(7, 90)

        test("all variants read what is there, on SQLite") {
            Verification.verify(Place.SQLITE, tiny)
        }

        test("all variants read what is there, in a file") {
            Verification.verify(Place.FILE, tiny)
        }

        test("all variants read what is there, on PostgreSQL") {
            PostgresPlace.start(tiny).use { Verification.verify(Place.POSTGRES, tiny) }
        }

        test("other content is noticed") {
            val error =
                shouldThrow<IllegalStateException> {
                    Variant.KINGLET.open(Place.SQLITE.access(tiny)).use {
                        Verification.verify("less", it, Data(7, 91))
                    }
                }
            error.message shouldContain "less, "
        }

        test("a run is narrowed down by its arguments") {
            val settings = Settings.parse("--only", "graph", "--db", "sqlite", "--rounds", "2")
            settings.workloads() shouldBe listOf(Workload.GRAPH)
            settings.places() shouldBe listOf(Place.SQLITE)
            settings.variants() shouldBe Variant.available()
            settings.rounds() shouldBe 2
            shouldThrow<IllegalArgumentException> { Settings.parse("--fast") }.message shouldContain "--quick"
        }

        test("ratios are taken round by round") {
            val ratios = Measurements.ratios(listOf(2.0, 9.0, 4.0), listOf(1.0, 3.0, 4.0))
            ratios shouldBe listOf(2.0, 3.0, 1.0)
            Measurements.median(ratios) shouldBe 2.0
        }
    })

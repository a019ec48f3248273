package dev.kinglet.m2m

import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.ManyToManyTour

/** The tour of this module runs, and costs what its comments say. */
class TourSpec :
    FunSpec({
        contract("ExtensionsTour.manyToMany runs (M2M-02..10)") { db ->
            db.record().use { log ->
                ManyToManyTour().manyToMany(db)
                log.entries().map { it.sql().substringBefore(' ') }.filterNot { it in setOf("create", "begin", "commit") } shouldBe
                    listOf("insert", "insert") + // the two rows
                    listOf("insert", "insert") + // a row; the rows of a query
                    List(1 + db.lock()) { "select" } + // nothing has to be changed
                    listOf("delete", "delete") +
                    listOf("select") + // the loop
                    listOf("select", "select") + // the courses, and their students
                    listOf("select") // the join
            }
        }
    })

package dev.kinglet.m2m

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.together
import dev.kinglet.m2m.School.Course.COURSE
import dev.kinglet.m2m.School.Enrolment.ENROLMENT
import dev.kinglet.m2m.School.Student.STUDENT
import dev.kinglet.m2m.School.course
import dev.kinglet.m2m.School.student
import dev.kinglet.m2m.School.titles
import dev.kinglet.model.Table
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.shouldBe
import java.util.concurrent.CyclicBarrier

/** Several threads change what belongs to one row. */
class TogetherSpec :
    FunSpec({
        val school = arrayOf<Table<*, *>>(STUDENT, COURSE, ENROLMENT)

        contract("of two that replace at once the set of one is there in the end", *school) { _ ->
            val huey = student("Huey")
            val courses = (1..6).map { course("c$it") }
            val sets = listOf(courses.take(3), courses.drop(2))
            repeat(40) {
                val start = CyclicBarrier(2)
                together(2) { i ->
                    start.await()
                    huey.courses().set(sets[i])
                }
                huey.courses().list().toSet() shouldBeIn sets.map { it.toSet() }
            }
        }

        contract("two that replace from both sides do not wait for each other forever", *school) { _ ->
            val students = (1..4).map { student("s$it") }
            val courses = (1..4).map { course("c$it") }
            repeat(30) { round ->
                val start = CyclicBarrier(2)
                together(2) { i ->
                    start.await()
                    val n = round % 4
                    if (i == 0) courses[n].students().set(students) else students[n].courses().set(courses)
                }
                courses[round % 4].students().contains(students[round % 4]) shouldBe true
                ENROLMENT.delete().all().execute()
            }
        }

        contract("rows that are added at once are there once", *school) { _ ->
            val huey = student("Huey")
            val courses = (1..5).map { course("c$it") }
            val added = together(4) { huey.courses().add(courses) }
            added.sum() shouldBe 5
            titles(huey) shouldBe listOf("c1", "c2", "c3", "c4", "c5")
        }
    })

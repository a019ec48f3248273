package tour

import dev.kinglet.errors.ValidationException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.Lives.Account.ACCOUNT
import dev.kinglet.fixtures.Lives.Page.PAGE
import dev.kinglet.fixtures.Lives.Seat.SEAT
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.*
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.io.File
import java.lang.reflect.Modifier

/** A Kotlin model with hooks, in a package of its own: nothing of a row may be reached through a class that it cannot see. */
class Diary : Model<Long>() {
    companion object : Table<Diary, Long>(::Diary) {
        val id = autoId()
        val day = text().unique()
        val words = text().nullable()
        val version = bigint().version()
        val written = integer().onWrite { 7 }

        val calls = mutableListOf<String>()
    }

    val id by Diary.id
    var day by Diary.day
    var words by Diary.words
    var version by Diary.version

    override fun beforeSave() {
        super.beforeSave()
        calls += "beforeSave"
    }

    override fun validate(problems: Problems) {
        if (changed(Diary.day) && day.isBlank()) {
            problems.add(Diary.day, "is blank")
            problems.add("so it is no day")
        }
        problems.all().size.let { if (it > 0) calls += "$it problems" }
    }

    override fun afterSave(inserted: Boolean) {
        calls += "afterSave $inserted"
    }

    override fun beforeDelete() {
        calls += "beforeDelete"
    }

    override fun afterDelete() {
        calls += "afterDelete"
    }

    override fun afterLoad() {
        calls += "afterLoad"
    }

    override fun afterCommit() {
        calls += "afterCommit"
    }

    fun deletedByItself(): Int = delete()
}

/** Rows and their life from both languages, and that neither leaves a method out. */
class RowCallerSpec :
    FunSpec({
        val java = RowCaller()

        contract("one row from Java", USER, ACCOUNT, PAGE) { _ -> java.one() }
        contract("rows that are there or are made, from Java", USER) { _ -> java.ensured() }
        contract("many rows from Java", SEAT) { _ -> java.many() }
        contract("recursive deletes from Java", SEAT) { _ -> java.deleted() }

        contract("a row, its hooks and its version from Kotlin", Diary) { db ->
            Diary.calls.clear()
            val diary = Diary.create { day = "monday" }
            Diary.calls shouldContainExactly listOf("beforeSave", "afterSave true", "afterCommit")
            diary.version shouldBe 1L
            diary.words = "rain"
            diary.changed() shouldContainExactly listOf(Diary.words)
            diary.changed(Diary.words) shouldBe true
            diary.save(Diary.words) shouldBe 1
            diary.refresh(Diary.words)
            diary.refresh()
            diary.version shouldBe 2L
            diary.problems() shouldBe listOf()
            shouldThrow<ValidationException> { Diary.create { day = "" } }.problems().map { it.field() to it.message() } shouldBe
                listOf("day" to "is blank", null to "so it is no day")
            val twin = Diary.copy(diary)
            twin.day = "tuesday"
            twin.insert() shouldBe 1
            Diary.calls.clear()
            db.transaction { twin.deletedByItself() }
            Diary.calls shouldContainExactly listOf("beforeDelete", "afterDelete", "afterCommit")
            Diary.calls.clear()
            Diary[1].words shouldBe "rain"
            Diary.calls shouldContainExactly listOf("afterLoad")
            diary.delete() shouldBe 1
        }

        contract("rows that are there or are made, from Kotlin", Diary) { db ->
            val (made, created) = Diary.getOrCreate(Diary.day set "monday") { words = "rain" }
            created shouldBe true
            made.words shouldBe "rain"
            Diary.getOrCreate(Diary.day set "monday").created shouldBe false
            Diary.getOrCreate(Diary.day set "monday") { error("not called") }.row shouldBe made
            Diary.updateOrCreate(Diary.day set "monday") { words = "sun" }.component2() shouldBe false
            Diary.updateOrCreate(listOf(Diary.day set "tuesday"), Diary.words set "wind").created shouldBe true
            Diary.select().orderBy(Diary.id).values(Diary.words) shouldBe listOf("sun", "wind")
            db.statements(1) { Diary.find(Diary.day eq "monday") }
        }

        contract("many rows, and deletes with what refers to them, from Kotlin", Diary) { _ ->
            val diaries = listOf("a", "b", "c").map { Diary().apply { day = it } }
            Diary.bulkCreate(diaries) shouldBe 3
            diaries.forEach { it.words = "words" }
            Diary.bulkUpdate(diaries, Diary.words) shouldBe 3
            val plan: DeletePlan = diaries[0].deletePlan().withNullable()
            plan.steps().map { Triple(it.table(), it.reference(), it.deletes()) } shouldBe listOf(Triple(Diary, null, true))
            plan.steps().first().let { it.rows() to it.sql() } shouldBe (1L to """delete from "diary" where "diary"."id" = ?""")
            plan.execute() shouldBe 1
            diaries[1].deleteRecursive() shouldBe 1
            Diary.deletePlan(Diary.day eq "c").execute() shouldBe 1
        }

        test("each public method of a row's life is called from Java and from Kotlin") {
            val core = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }.resolve("core")
            val inside = setOf("equals", "hashCode", "toString")

            fun called(
                folder: String,
                ending: String,
            ): Set<String> =
                core
                    .resolve(folder)
                    .walk()
                    .filter { it.extension == ending }
                    .flatMap { Regex("""[.:](\w+)""").findAll(it.readText()) }
                    .map { it.groupValues[1] }
                    .toSet()
            val methods =
                listOf("RowLife", "RowDoors", "DeletePlan", "DeletePlan\$Step", "Ensured", "Problems")
                    .flatMap { Class.forName("dev.kinglet.model.$it").declaredMethods.toList() }
                    .filter { Modifier.isPublic(it.modifiers) && it.name !in inside }
                    .map { it.name }
                    .distinct()
                    .sorted()
            withClue("from Java") { methods - called("src/test/java", "java") shouldBe listOf() }
            withClue("from Kotlin") { methods - called("src/test/kotlin", "kt") shouldBe listOf() }
        }
    })

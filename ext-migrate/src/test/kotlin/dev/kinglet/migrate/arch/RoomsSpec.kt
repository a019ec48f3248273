package dev.kinglet.migrate.arch

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import dev.kinglet.migrate.internal.run.planted.KnowsCommands
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File

/** The rooms of this module depend one way. */
class RoomsSpec :
    FunSpec({
        val root = "dev.kinglet.migrate"

        // those of one line stand beside each other
        val rooms =
            listOf(
                listOf("$root.change"),
                listOf("$root.internal.sqlite", "$root.internal.postgres"),
                listOf("$root.internal.backfill"),
                listOf("$root.internal.ddl"),
                listOf("$root.internal.run"),
                listOf("$root.internal.diff"),
                listOf("$root.internal.adopt"),
                listOf(root),
                listOf("$root.cli", "$root.testing"),
            )

        val production =
            ClassFileImporter()
                .withImportOption(ImportOption.DoNotIncludeTests())
                .importPackages(root)

        fun leftOf(
            right: List<String>,
            room: String,
        ): ArchRule =
            noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(*right.toTypedArray())
                .allowEmptyShould(true)

        test("no room imports one to its right") {
            for ((i, beside) in rooms.withIndex()) {
                for (room in beside) leftOf(rooms.drop(i + 1).flatten() + (beside - room), room).check(production)
            }
        }

        test("a planted import to the right is caught") {
            val planted = ClassFileImporter().importClasses(KnowsCommands::class.java)
            shouldThrow<AssertionError> {
                leftOf(listOf("$root.cli"), "$root.internal.run.planted").check(planted)
            }.message!! shouldContain "KnowsCommands"
        }

        test("every class is in a room that has a place in the order") {
            val known = rooms.flatten()
            production.map(JavaClass::getPackageName).distinct().filter { it !in known }.shouldBeEmpty()
        }

        test("nothing internal of core, no other extension, no JDBC, no Kotlin in Java") {
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.kinglet.internal..", "dev.kinglet.m2m..", "dev.kinglet.gfk..", "dev.kinglet.web..", "org.jooq..", "com.zaxxer..", "org.postgresql..", "org.sqlite..")
                .check(production)
            noClasses()
                .that()
                .areNotAnnotatedWith(Metadata::class.java)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kotlin..")
                .check(production)
        }

        test("no type of an internal room stands in a public signature outside of them") {
            production
                .filter { !it.packageName.contains(".internal") && it.modifiers.contains(JavaModifier.PUBLIC) }
                .flatMap { it.methods }
                .filter { it.modifiers.contains(JavaModifier.PUBLIC) || it.modifiers.contains(JavaModifier.PROTECTED) }
                .filter { method ->
                    (method.rawParameterTypes + method.rawReturnType).any { it.packageName.startsWith("$root.internal") }
                }.map { it.fullName }
                .shouldBeEmpty()
        }

        test("every room explains itself in a package-info, and files stay small") {
            val sources = File("src/main/java/dev/kinglet/migrate")
            sources.walk().filter { dir -> dir.isDirectory && dir.listFiles()!!.any { it.extension == "java" } }.forEach { dir ->
                withClue(dir) { File(dir, "package-info.java").readText() shouldContain "@NullMarked" }
            }
            sources.walk().filter { it.extension == "java" }.forEach { file ->
                withClue(file) { file.readLines().size shouldBeLessThanOrEqual 650 }
            }
        }

        test("the planted class is where the rule looks") { KnowsCommands::class.java.packageName shouldBe "$root.internal.run.planted" }
    })

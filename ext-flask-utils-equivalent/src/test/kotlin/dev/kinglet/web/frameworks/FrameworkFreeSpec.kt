package dev.kinglet.web.frameworks

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import java.io.File
import java.net.URLClassLoader

/** Who uses one framework, or none, needs no other: all are optional (WEB-11). */
class FrameworkFreeSpec :
    FunSpec({
        val frameworks =
            mapOf(
                "javalin" to listOf("io.javalin", "org.eclipse.jetty", "jakarta", "kotlin"),
                "ktor" to listOf("io.ktor", "kotlinx", "kotlin"),
                "spring" to listOf("org.springframework", "jakarta"),
                "servlet" to listOf("jakarta"),
                "jdk" to listOf("com.sun.net.httpserver"),
            )
        val others = listOf("io.", "jakarta.", "org.", "kotlin.", "kotlinx.", "com.")
        val needed = listOf("org.jspecify.", "org.slf4j.")

        fun imports(file: File) =
            file.readLines().filter { it.startsWith("import ") }.map {
                it.removePrefix("import ").removePrefix("static ").removeSuffix(";")
            }

        fun room(file: File) = file.parentFile.name

        test("each adapter is the only one that names its framework") {
            val files = File("src/main").walk().filter { it.extension in setOf("java", "kt") }.toList()
            files.map(::room).toSet().containsAll(frameworks.keys) shouldBe true
            for (file in files) {
                val its = frameworks[room(file)].orEmpty()
                withClue(file.path) {
                    imports(file)
                        .filter { name -> others.any(name::startsWith) && needed.none(name::startsWith) }
                        .filterNot { name -> (its + (if (file.extension == "kt") "kotlin" else "no")).any { name.startsWith("$it.") } }
                        .shouldBeEmpty()
                }
            }
        }

        // the classes of this module and of core, and nothing else
        val alone =
            System.getProperty("java.class.path").split(File.pathSeparator).filter {
                it.endsWith("ext-flask-utils-equivalent/target/classes") ||
                    (it.contains("kinglet-core") && !it.contains("tests")) ||
                    it.endsWith("core/target/classes") ||
                    Regex("(slf4j-api|jspecify)-[0-9.]+\\.jar$").containsMatchIn(it)
            }

        test("the rooms without a framework load, and work, without any") {
            val urls = alone.map { File(it).toURI().toURL() }.toTypedArray()
            URLClassLoader(urls, ClassLoader.getPlatformClassLoader()).use { loader ->
                val root = File("target/classes/dev/kinglet/web")
                val names =
                    listOf("", "scope", "login", "jdk").flatMap { room ->
                        root.resolve(room).listFiles().orEmpty()
                            .filter { it.extension == "class" && it.name != "package-info.class" && !it.name.contains("ExtensionsKt") }
                            .map { "dev.kinglet.web." + (if (room.isEmpty()) "" else "$room.") + it.nameWithoutExtension }
                    }
                names.shouldNotBeEmpty()
                for (name in names) {
                    withClue(name) {
                        val type = Class.forName(name, true, loader)
                        // their signatures need nothing that is not there
                        (type.declaredMethods.size + type.declaredConstructors.size + type.declaredFields.size >= 0) shouldBe true
                    }
                }
                val redirect = Class.forName("dev.kinglet.web.login.SafeRedirect", true, loader)
                redirect.getMethod("to", String::class.java, String::class.java).invoke(null, "//evil", "/") shouldBe "/"
                shouldThrow<ClassNotFoundException> { Class.forName("io.javalin.Javalin", false, loader) }
                shouldThrow<ClassNotFoundException> { Class.forName("jakarta.servlet.Filter", false, loader) }
                shouldThrow<ClassNotFoundException> { Class.forName("kotlin.Unit", false, loader) }
            }
        }

        test("no framework comes along with the module") {
            val pom = File("pom.xml").readText()
            for (artifact in listOf("jakarta.servlet-api", "javalin", "ktor-server-core-jvm", "spring-webmvc", "kotlinx-coroutines-core", "kotlin-stdlib")) {
                withClue(artifact) {
                    Regex("<artifactId>$artifact</artifactId>\\s*<optional>true</optional>").containsMatchIn(pom) shouldBe true
                }
            }
        }
    })
